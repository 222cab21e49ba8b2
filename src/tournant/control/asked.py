"""The questions that wait, in the words of those who are asked: which things, at which place, by the partners' own ids.

A restaurant's people know what they did on their till and their tablet, and know nothing of ids of ours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from tournant.control.choosing import Choice, chosen
from tournant.control.reading import adapter
from tournant.log.port import Store
from tournant.sync.desk import Desk, read_desk

__all__ = ["Question", "questions"]

_SOLD: Final = ("Variation", "Modifier")


@dataclass(frozen=True, slots=True)
class Question:
    """Something that differs, and nobody but the restaurant's people can tell who meant it so."""

    target: str
    """The link or the account at which it is answered."""
    cell: str
    """What is asked, as `decide` takes it."""
    is_pause: bool
    """Whether it is about a store that is paused; else it is about what is sold out."""
    things: tuple[str, ...]
    """The point of sale's ids of the sizes and choices that it is about."""
    place: str
    """The point of sale's id of the location; ours where there is no point of sale."""
    store: str | None
    """The partner's id of the store that shows it; None where it is a whole account's."""


async def questions(store: Store, choice: Choice) -> list[Question]:
    """What is asked of the people of the merchants that are meant."""
    found: list[Question] = []
    for tenant in await chosen(store, choice):
        async with store.transaction(tenant) as tx:
            desk = await read_desk(tx)
        found += [
            _question(desk, target, tuple(one.cell))
            for (target, _), shadow in desk.shadows.items()
            for one in shadow.asked
        ]
    return found


def _question(desk: Desk, target: str, cell: tuple[str, ...]) -> Question:
    link = desk.links.get(target)
    location = cell[2] if cell[0] == "Availability" else link.location if link else ""
    words = msgspec.json.encode(cell).decode()
    things = tuple(_things(desk, cell[1]))
    return Question(target, words, cell[-1] == "paused", things, _place(desk, location), link.store if link else None)


def _things(desk: Desk, id_: str) -> Iterator[str]:
    """What is sold under an id of ours: the thing itself, or all sizes of a dish."""
    rows: list[Any] = [row for kind in _SOLD for row in desk.rows.get(kind, {}).values()]
    yield from (row.external_id for row in rows if id_ in (row.id, row.parent))


def _place(desk: Desk, location: str) -> str:
    tills = (one for one in desk.links.values() if adapter(desk.accounts[one.account].partner).role == "pos")
    return next((one.store for one in tills if one.location == location), location)
