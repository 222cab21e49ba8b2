"""What a point of sale shows becomes the catalog, if it is not too much at once."""

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from tournant.facts.sync import HeldBack
from tournant.sync.decide.ingest import adopt, too_much
from tournant.sync.decide.state import Shadow
from tournant.sync.looking import Sighting, note_rows
from tournant.sync.turn import Turn

__all__ = ["Read", "follow"]


@dataclass(frozen=True, slots=True)
class Read:
    """What the catalog comes to by a look."""

    rows: dict[str, list[Any]]
    is_whole: bool
    """All of it could be read."""
    ended: tuple[tuple[str, str], ...] = ()
    """Kind and key of rows that do not hold any more, though they were not the point of sale's."""


def follow(turn: Turn, sighting: Sighting, shadow: Shadow, read: Read) -> None:
    """Take over what a look comes to, or hold it back until somebody releases it."""
    place = sighting.spot.place
    found = adopt(turn.desk.rows, shadow.keys, read.rows, complete=read.is_whole)
    found = replace(found, gone=sorted({*found.gone, *read.ended}))
    why_not = None if sighting.released else too_much(found, shadow.keys)
    if why_not:
        if shadow.held != sighting.seen.address:
            turn.note(place[0], HeldBack(*place, sighting.seen.address, why_not), sighting.why)
        turn.put(place, msgspec.structs.replace(shadow, seen=sighting.seen, held=sighting.seen.address))
        return
    if found:
        note_rows(turn, sighting, found)
    turn.put(place, msgspec.structs.replace(shadow, seen=sighting.seen, keys=found.keys, held=None))
