"""Under which account the embedded database runs, and whether that account can reach what it needs.

PostgreSQL refuses to run as root. A plain user's database runs as that user; root's runs as `nobody`, an account that
every system has, so none is made. What `nobody` cannot reach (a checkout below a closed home folder) is copied.
"""

import contextlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tournant.log.binaries import Binaries
from tournant.log.errors import CannotStart

__all__ = ["Account", "current"]

_UNPRIVILEGED: Final = "nobody"
_COPY: Final = "postgresql"
_COPIED: Final = ".copied"
_ENVIRONMENT: Final = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the programs of PostgreSQL."""

    name: str
    uid: int
    gid: int
    changes: bool
    """Whether it is another account than ours, so that files have to be given to it."""

    def popen_settings(self) -> dict[str, Any]:
        """How a process is started under this account: nothing of our own environment comes along."""
        who = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.changes else {}
        return {"cwd": "/", "env": _ENVIRONMENT, "start_new_session": True, "stdin": subprocess.DEVNULL, **who}

    def own(self, folder: Path) -> None:
        """Make a folder that only this account can look into; CannotStart where another account was there before us."""
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (self.uid, os.geteuid()):
            raise CannotStart(f"{folder} is not a folder of ours: remove it, or set TOURNANT_STATE_DIR")
        folder.chmod(0o700)
        if self.changes:
            os.chown(folder, self.uid, self.gid)

    def reaches(self, binaries: Binaries) -> bool:
        """Whether this account can run the server: it is tried, so that libraries and folders above count too."""
        return self._runs(binaries.postgres) and self._runs(binaries.initdb)

    def _runs(self, program: Path) -> bool:
        try:
            done = subprocess.run([program, "--version"], check=False, capture_output=True, **self.popen_settings())  # noqa: S603 - a program that we found ourselves
        except OSError:
            return False
        return done.returncode == 0

    def reachable(self, binaries: Binaries, state: Path) -> Binaries:
        """The binaries where this account can run them: as they are, or a copy in the state folder."""
        if self.reaches(binaries):
            return binaries
        if binaries.base is None:
            raise CannotStart(f"{binaries.postgres} cannot be run by the account {self.name}")
        place = state / _COPY
        copied = binaries.below(place)
        if not ((place / _COPIED).exists() and self.reaches(copied)):
            shutil.rmtree(place, ignore_errors=True)
            for folder in binaries.movable:
                shutil.copytree(folder, place / folder.relative_to(binaries.base), symlinks=True)
            (place / _COPIED).touch()
        if not self.reaches(copied):
            raise CannotStart(
                f"{copied.postgres} cannot be run by the account {self.name}:"
                " set TOURNANT_STATE_DIR to a folder that every account can reach"
            )
        return copied


def current() -> Account:
    """The account for whoever runs this process."""
    if os.geteuid() != 0:
        return Account(str(os.geteuid()), os.geteuid(), os.getegid(), changes=False)
    try:
        found = pwd.getpwnam(_UNPRIVILEGED)
    except KeyError:
        raise CannotStart(f"root needs an account {_UNPRIVILEGED} for the database, and there is none") from None
    return Account(_UNPRIVILEGED, found.pw_uid, found.pw_gid, changes=True)
