"""Settings: what the environment says, checked before any work starts.

TOURNANT_STATE_DIR        where the embedded database and its key are
TOURNANT_DATABASE_URL     a PostgreSQL of your own instead of the embedded one
TOURNANT_MASTER_KEY       the master keys in base64, the current one first
TOURNANT_MASTER_KEY_FILE  or the file that they are in
TOURNANT_PUBLIC_URL       where partners reach us
TOURNANT_CORE_PORT        where the core says how it is
TOURNANT_LOG_LEVEL        from which level on log lines are written
TOURNANT_WORLD_SPEED      how many times faster than the wall's the clock of the world runs
TOURNANT_WORLD_BEGAN      when both showed the same
TOURNANT_DEMO             set by `tournant demo`: what its world is called,
TOURNANT_DEMO_BOOKS       the file of its judge's count,
TOURNANT_DEMO_DOOR        and where one asks it to break something
"""

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from tournant.control import BadInput
from tournant.telemetry.lines import LEVELS, Level

__all__ = ["CORE_PORT", "PUBLIC_URL", "Played", "Settings", "from_environment", "instant"]

_SCHEMES: Final = ("postgresql://", "postgres://")
_FOR_ROOT: Final = Path("/var/lib/tournant")
_PORTS: Final = range(1 << 16)
CORE_PORT: Final = 8322
PUBLIC_URL: Final = "http://127.0.0.1:8321"


@dataclass(frozen=True, slots=True)
class Played:
    """The demo that this platform is served for."""

    name: str
    """Of its world, as the console says it."""
    books: Path
    """The file in which its judge's count is kept."""
    door: str
    """Where one asks it to break something: the beginning of the addresses, without a slash at its end."""


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
    public_url: str = PUBLIC_URL
    """Where partners reach us: the beginning of every address that they are given, without a slash at its end."""
    core_port: int = CORE_PORT
    """Where the core says how it is, on this machine alone."""
    log_level: Level = "info"
    """From which level on log lines are written."""
    speed: float = 1.0
    """How many times faster than the wall's the clock of the world runs."""
    began: datetime | None = None
    """When the two showed the same; always there where the speed is not 1."""
    played: Played | None = None
    """The demo that this is for; None: it is none."""


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
    speed, began = _world(environment)
    return Settings(
        state,
        url,
        key or None,
        Path(file) if file else state / "master.key",
        public_url=_public_url(environment),
        core_port=_port(environment.get("TOURNANT_CORE_PORT") or str(CORE_PORT)),
        log_level=_log_level(environment.get("TOURNANT_LOG_LEVEL") or "info"),
        speed=speed,
        began=began,
        played=_played(environment),
    )


def instant(said: str, name: str) -> datetime:
    """An instant as ISO 8601 writes it, with its zone; BadInput names what it was given for."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        raise BadInput(f"{name} is {said}, which is no instant such as 2026-11-24T12:00:00Z") from None
    if found.tzinfo is None:
        raise BadInput(f"{name} is {said}, which has no time zone: put a Z at its end for UTC")
    return found.astimezone(UTC)


def _world(environment: Mapping[str, str]) -> tuple[float, datetime | None]:
    """The speed of the world's clock and when it began. Without that, each process would have a time of its own."""
    said, began = environment.get("TOURNANT_WORLD_SPEED") or "1", environment.get("TOURNANT_WORLD_BEGAN")
    try:
        speed = float(said)
    except ValueError:
        speed = math.nan
    if not 0 < speed < math.inf:
        raise BadInput(f"TOURNANT_WORLD_SPEED is {said}, which is no number above 0")
    if speed != 1 and not began:
        raise BadInput(f"TOURNANT_WORLD_SPEED is {said}, so TOURNANT_WORLD_BEGAN has to say since when")
    return speed, instant(began, "TOURNANT_WORLD_BEGAN") if began else None


def _played(environment: Mapping[str, str]) -> Played | None:
    name = environment.get("TOURNANT_DEMO")
    if not name:
        return None
    books, door = environment.get("TOURNANT_DEMO_BOOKS", ""), environment.get("TOURNANT_DEMO_DOOR", "")
    if not Path(books).is_absolute() or not door.startswith("http://"):
        raise BadInput("TOURNANT_DEMO is set by `tournant demo` alone, with TOURNANT_DEMO_BOOKS and TOURNANT_DEMO_DOOR")
    return Played(name, Path(books), door)


def _public_url(environment: Mapping[str, str]) -> str:
    said = (environment.get("TOURNANT_PUBLIC_URL") or PUBLIC_URL).rstrip("/")
    if not said.startswith(("https://", "http://")):
        raise BadInput(f"TOURNANT_PUBLIC_URL is {said}, which does not begin with https:// or http://")
    return said


def _log_level(said: str) -> Level:
    for level in LEVELS:
        if said == level:
            return level
    raise BadInput(f"TOURNANT_LOG_LEVEL is {said}, which is none of {', '.join(LEVELS)}")


def _port(said: str) -> int:
    if not (said.isascii() and said.isdigit() and int(said) in _PORTS):
        raise BadInput(f"TOURNANT_CORE_PORT is {said}, which is no port")
    return int(said)


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
