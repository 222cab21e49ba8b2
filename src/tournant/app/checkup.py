"""The checks of an installation, in the order in which one needs the other: each says what it found and how to mend it.

A check that fails lets the others go on where they can; what cannot be looked at for that reason says so.
"""

import platform
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

import asyncpg

from tournant.app import database
from tournant.app.settings import Settings, from_environment
from tournant.control import BadInput
from tournant.log import running
from tournant.log.errors import CannotStart, MigrationRefused, StoreError
from tournant.log.migrate import applied, known, pending
from tournant.log.weather import translated

__all__ = ["Finding", "checkup"]

_PYTHON: Final = (3, 11)
_SET_UP: Final = "run `make setup`"
_NAME: Final = re.compile(r"^(?P<name>[\w.-]+)[^;]*(?:;\s*(?P<marker>.+))?$")
_BELOW: Final = re.compile(r"python_version\s*<\s*['\"](\d+)\.(\d+)['\"]")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    name: str
    ok: bool
    found: str
    mend: str | None = None
    """What to do; None where nothing has to be done."""


async def checkup(environment: Mapping[str, str]) -> list[Finding]:
    """All findings, the first cause first."""
    findings = [_python(sys.version_info[:2]), _packages()]
    try:
        settings = from_environment(environment)
    except BadInput as why:
        return [*findings, Finding("settings", ok=False, found=str(why), mend="set it right, or unset it")]
    findings += [_state(settings.state), _key(settings)]
    return findings + await _database(settings)


def _python(version: tuple[int, ...]) -> Finding:
    found = f"Python {platform.python_version()}"
    if version < _PYTHON:
        return Finding("python", ok=False, found=found, mend="install Python 3.11 or newer, and run `make setup`")
    return Finding("python", ok=True, found=found)


def _packages() -> Finding:
    try:
        missing = sorted(_missing(metadata.requires("tournant") or []))
    except metadata.PackageNotFoundError:
        return Finding("packages", ok=False, found="the package tournant is not installed", mend=_SET_UP)
    if missing:
        return Finding("packages", ok=False, found=f"not installed: {', '.join(missing)}", mend=_SET_UP)
    return Finding("packages", ok=True, found="all that are needed are installed")


def _missing(requirements: list[str]) -> Iterator[str]:
    for one in requirements:
        hit = _NAME.match(one)
        if hit and not _is_for_another_python(hit["marker"] or ""):
            try:
                metadata.version(hit["name"])
            except metadata.PackageNotFoundError:
                yield hit["name"]


def _is_for_another_python(marker: str) -> bool:
    below = _BELOW.search(marker)
    return "extra" in marker or (below is not None and sys.version_info[:2] >= (int(below[1]), int(below[2])))


def _state(state: Path) -> Finding:
    probe = state / ".probe"
    try:
        state.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as why:
        found = f"{state} cannot be written: {why.strerror or why}"
        return Finding("state folder", ok=False, found=found, mend="set TOURNANT_STATE_DIR to a folder of yours")
    return Finding("state folder", ok=True, found=str(state))


def _key(settings: Settings) -> Finding:
    try:
        ring = database.keyring(settings)
    except (StoreError, OSError) as why:
        return Finding("master key", ok=False, found=str(why), mend="set TOURNANT_MASTER_KEY to 32 bytes in base64")
    return Finding("master key", ok=True, found=f"{ring.current} is current")


async def _database(settings: Settings) -> list[Finding]:
    name = "database"
    try:
        attached = settings.database_url is None and running(settings.state) is not None
        with database.located(settings) as url:
            found = await _version(url)
            where = "external" if settings.database_url else "embedded, running already" if attached else "embedded"
            return [Finding(name, ok=True, found=f"{found}, {where}"), await _migrations(url)]
    except CannotStart as why:
        return [Finding(name, ok=False, found=str(why), mend="do what the sentence says, or set TOURNANT_DATABASE_URL")]
    except (StoreError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as why:
        mend = "start that database, or unset TOURNANT_DATABASE_URL to use the embedded one"
        return [Finding(name, ok=False, found=" ".join(str(why).split()), mend=mend)]


async def _version(url: str) -> str:
    with translated():
        connection = await asyncpg.connect(url)
        try:
            return f"PostgreSQL {await connection.fetchval('show server_version')}"
        finally:
            connection.terminate()


async def _migrations(url: str) -> Finding:
    try:
        left = pending(known(), await applied(url))
    except MigrationRefused as why:
        mend = "use the Tournant that this database belongs to, or another database"
        return Finding("migrations", ok=False, found=str(why), mend=mend)
    if left:
        return Finding("migrations", ok=True, found=f"{len(left)} will be applied at the next start")
    return Finding("migrations", ok=True, found="all applied")
