"""What a point of sale shows becomes the catalog, if it is not too much at once.

Of a look that is held back, what people changed in things that are there already is taken over all the same: what they
sold out is not sold, and no edit of theirs is undone when it is released. What is new or gone in it waits.
"""

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from tournant.facts.sync import HeldBack
from tournant.sync.decide.ingest import Changes, adopt, too_much
from tournant.sync.decide.state import Shadow
from tournant.sync.looking import Sighting, note_rows
from tournant.sync.turn import Turn

__all__ = ["Read", "follow", "hold", "why_not_followed"]


@dataclass(frozen=True, slots=True)
class Read:
    """What the catalog comes to by a look."""

    rows: dict[str, list[Any]]
    is_whole: bool
    """All of it could be read."""
    ended: tuple[tuple[str, str], ...] = ()
    """Kind and key of rows that do not hold any more, though they were not the point of sale's."""


def follow(turn: Turn, sighting: Sighting, shadow: Shadow, read: Read) -> None:
    """Take over what a look comes to."""
    found = adopt(turn.desk.rows, shadow.keys, read.rows, complete=read.is_whole)
    found = replace(found, gone=sorted({*found.gone, *read.ended}))
    if found:
        note_rows(turn, sighting, found)
    turn.put(sighting.spot.place, msgspec.structs.replace(shadow, seen=sighting.seen, keys=found.keys, held=None))


def why_not_followed(turn: Turn, sighting: Sighting, read: Read) -> str | None:
    """Why a look has to be released before it is followed; None where it may be followed."""
    keys = turn.desk.shadow(sighting.spot.place).keys
    found = adopt(turn.desk.rows, keys, read.rows, complete=read.is_whole)
    return None if sighting.released else too_much(found, keys)


def hold(turn: Turn, sighting: Sighting, shadow: Shadow, why_not: str, edits: Changes) -> None:
    """Take over what people changed in what is there already; all else in the look waits until somebody releases it."""
    place = sighting.spot.place
    if shadow.held != sighting.seen.address:
        turn.note(place[0], HeldBack(*place, sighting.seen.address, why_not), sighting.why)
    if edits:
        note_rows(turn, sighting, edits)
    turn.put(place, msgspec.structs.replace(shadow, seen=sighting.seen, held=sighting.seen.address))
