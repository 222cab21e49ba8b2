"""What a look comes to: rows of the one who owns them, or the sight of a channel that has to be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from tournant.facts.rows import encode_row
from tournant.facts.sync import HeldBack, Quarantined, RowsChanged
from tournant.kernel import bounds
from tournant.kernel.ids import DerivedIds
from tournant.lens import Refused
from tournant.log.records import Why
from tournant.project import Link as Settings
from tournant.project import unproject
from tournant.sdk import DocumentType, Manifest
from tournant.sync.decide.ingest import Changes, adopt, too_much
from tournant.sync.decide.state import Seen, Shadow
from tournant.sync.desk import Place
from tournant.sync.turn import Turn

__all__ = ["Look", "document_of", "take_in"]

_CATALOG: Final = "menu"


def document_of(manifest: Manifest, resource: str) -> DocumentType | None:
    """The document that a look at a resource gives."""
    connection = manifest.connection
    found = connection.resource(resource) if connection else None
    name = connection.commands[found.read].answers if connection and found else None
    return manifest.document(name) if name else None


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one place."""

    place: Place
    seen: Seen
    text: bytes
    why: Why
    released: bool = False
    """Somebody said that it shall be followed, however much it changes."""


def take_in(turn: Turn, manifest: Manifest, look: Look) -> None:
    """Take in what a look gave. One that a younger look overtook is nothing new."""
    shadow = turn.desk.shadow(look.place)
    if shadow.seen and look.seen.began < shadow.seen.began:
        return
    same = shadow.seen is not None and shadow.seen.address == look.seen.address
    if manifest.role == "pos" and (look.released or not same):
        shadow = _adopted(turn, manifest, look, shadow)
    turn.put(look.place, msgspec.structs.replace(shadow, seen=look.seen))
    if manifest.role != "pos":
        turn.dirty[look.place[0]] = look.why


def _adopted(turn: Turn, manifest: Manifest, look: Look, shadow: Shadow) -> Shadow:
    """The shadow after the owner's rows were followed, held back, or found unreadable."""
    read = _rows(turn, manifest, look)
    if read is None:
        return shadow
    rows, complete = read
    found = adopt(turn.desk.rows, shadow.keys, rows, complete=complete)
    why_not = None if look.released else too_much(found, shadow.keys)
    if why_not:
        turn.note(look.place[0], HeldBack(*look.place, look.seen.address, why_not), look.why)
        return msgspec.structs.replace(shadow, held=look.seen.address)
    if found:
        _follow(turn, look, found)
    return msgspec.structs.replace(shadow, keys=found.keys, held=None)


def _follow(turn: Turn, look: Look, found: Changes) -> None:
    turn.change_rows(found)
    for link in turn.desk.links.values():
        turn.dirty[link.id] = look.why
    puts = [(kind, row) for kind, rows in found.puts.items() for row in rows]
    parts = range(0, max(1, len(puts)), bounds.ROWS_A_FACT_MAX)
    for start in parts:
        some: dict[str, list[msgspec.Raw]] = {}
        for kind, row in puts[start : start + bounds.ROWS_A_FACT_MAX]:
            some.setdefault(kind, []).append(msgspec.Raw(encode_row(row)))
        gone = found.gone if start == parts[-1] else []
        fact = RowsChanged(*look.place, look.seen.address, look.seen.began, look.seen.ended, some, gone)
        turn.note(look.place[0], fact, look.why)


def _rows(turn: Turn, manifest: Manifest, look: Look) -> tuple[Mapping[str, list[Any]], bool] | None:
    """The canonical rows that an owner shows, and whether they are all; None where its document cannot be read."""
    target, resource = look.place
    document, account = document_of(manifest, resource), turn.desk.account_of(target)
    if document is None or account is None:
        return None
    try:
        found = document.lens(None).decode(look.text, DerivedIds(account.id))
    except Refused as why:
        turn.note(target, Quarantined(target, resource, look.seen.address, 1, [str(why)]), look.why)
        return None
    if found.problems:
        first = [f"{one.path}: {one.reason}" for one in found.problems[: bounds.PROBLEMS_NOTED_MAX]]
        turn.note(target, Quarantined(target, resource, look.seen.address, len(found.problems), first), look.why)
    rows = unproject(found.rows, manifest.capability, Settings())[0] if resource == _CATALOG else found.rows
    return rows, not found.problems
