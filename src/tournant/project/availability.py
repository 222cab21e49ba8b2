"""Sold out or not: one statement for each thing, from its own rows and from what its location says."""

from datetime import UTC, datetime
from typing import Final

from msgspec import structs

from tournant.canon.availability import Availability, standing
from tournant.kernel.row import UNSET
from tournant.project.catalog import Catalog, known

__all__ = ["AVAILABLE", "FOR_EVER", "State", "as_said_of", "by_instant", "sold_out_row", "state", "state_of"]

State = tuple[object, ...]
"""What is said, as a value to compare: the standing and what belongs to it."""

AVAILABLE: Final[State] = ("available",)
FOR_EVER: Final = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""The instant that means: until somebody takes it back."""
_CONTEXTS: Final = ("in_menu", "in_item", "in_group")


def sold_out_row(catalog: Catalog, id_: str, location: str | None) -> Availability | None:
    """What keeps it from being sold at this location, everywhere on the menu; None where nothing does.

    What is said of this location alone counts before what is said of all of them; among equals, sold out wins.
    """
    said = [row for row in catalog.about("Availability", id_) if _here(row, location)]
    said += _overlay(catalog, id_, location)
    if not said:
        return None
    first: Availability = min(
        said, key=lambda row: (known(row, "at_location") is None, state_of(row) == AVAILABLE, row.id)
    )
    return None if state_of(first) == AVAILABLE else first


def _overlay(catalog: Catalog, id_: str, location: str | None) -> list[Availability]:
    for row in catalog.below("LocationOverlay", id_) if location is not None else ():
        if known(row, "sold_out") is True and known(row, "at_location") == location:
            until = known(row, "sold_out_until") or UNSET
            return [Availability(id_, None, id_, UNSET, available=False, unavailable_until=until, at_location=location)]
    return []


def state_of(row: Availability) -> State:
    """What a row says, as a value."""
    word = standing(row)
    match word:
        case "until" if row.unavailable_until == FOR_EVER:
            return ("indefinitely",)
        case "until":
            return (word, row.unavailable_until)
        case "count":
            return ("available",) if row.count != "0" else ("indefinitely",)
        case _:
            return (word,)


def state(catalog: Catalog, id_: str, location: str | None) -> State:
    """What is said of a thing, as a value."""
    row = sold_out_row(catalog, id_, location)
    return AVAILABLE if row is None else state_of(row)


def by_instant(row: Availability) -> Availability:
    """The same statement by the instant until which it holds; without one it holds until somebody takes it back."""
    until = known(row, "unavailable_until") if standing(row) == "until" else FOR_EVER
    if state_of(row) == AVAILABLE:
        until = None
    bare = Availability(row.id, row.external_id, row.parent, row.position, unavailable_until=until)
    return structs.replace(bare, subject=row.subject, reason=row.reason)


def as_said_of(row: Availability, id_: str) -> Availability:
    """The same statement about another record, as a row inside that."""
    blank = dict.fromkeys((*_CONTEXTS, "subject", "at_location"), UNSET)
    return structs.replace(row, id=id_, external_id=None, parent=id_, position=UNSET, **blank)


def _here(row: Availability, location: str | None) -> bool:
    return known(row, "at_location") in (None, location) and all(known(row, place) is None for place in _CONTEXTS)
