"""Settings: what the environment says, checked before any work starts.

TOURNANT_STATE_DIR        where the embedded database and its key are
TOURNANT_DATABASE_URL     a PostgreSQL of your own instead of the embedded one
TOURNANT_MASTER_KEY       the master keys in base64, the current one first
TOURNANT_MASTER_KEY_FILE  or the file that they are in

"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from tournant.control import BadInput

__all__ = ["Settings", "from_environment"]

_SCHEMES: Final = ("postgresql://", "postgres://")
_FOR_ROOT: Final = Path("/var/lib/tournant")


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set."""

    state: Path
    """The one folder outside the checkout in which we write."""
    database_url: str | None
    """An external database; None: the embedded one."""
    master_key: str | None
    """The master keys themselves."""
    master_key_file: Path
    """Where they are otherwise; the default is made when it is first needed."""


def from_environment(environment: Mapping[str, str], *, root: bool | None = None) -> Settings:
    """The settings of an environment; BadInput for one that cannot be."""
    state = _state(environment, os.geteuid() == 0 if root is None else root)
    url = environment.get("TOURNANT_DATABASE_URL") or None
    if url:
        _check_url(url)
    key, file = environment.get("TOURNANT_MASTER_KEY"), environment.get("TOURNANT_MASTER_KEY_FILE")
    if key and file:
        raise BadInput("TOURNANT_MASTER_KEY and TOURNANT_MASTER_KEY_FILE are both set: which one is meant?")
    if file and not Path(file).is_file():
        raise BadInput(f"TOURNANT_MASTER_KEY_FILE names {file}, which is no file")
    return Settings(state, url, key or None, Path(file) if file else state / "master.key")


def _check_url(url: str) -> None:
    """Refuse what no driver takes; the URL itself is not repeated, as a password may be in it."""
    if not url.startswith(_SCHEMES):
        raise BadInput("TOURNANT_DATABASE_URL does not begin with postgresql://")
    try:
        urlsplit(url).port  # noqa: B018 - reading it is the check
    except ValueError as why:
        raise BadInput(f"TOURNANT_DATABASE_URL is no URL: {why}") from None


def _state(environment: Mapping[str, str], root: bool) -> Path:  # noqa: FBT001 - a fact about who we are
    said = environment.get("TOURNANT_STATE_DIR")
    if said:
        if not Path(said).is_absolute():
            raise BadInput(f"TOURNANT_STATE_DIR is {said}, which is not an absolute path")
        return Path(said)
    if root:
        # The database of root runs as an account that cannot look into root's home.
        return _FOR_ROOT
    home = environment.get("XDG_STATE_HOME")
    return (Path(home) if home else Path(environment.get("HOME", "/")) / ".local" / "state") / "tournant"
