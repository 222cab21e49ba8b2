"""What was taken for a write of ours at one place, while somebody else changed the same cell elsewhere.

It may have been a person's act as well, and then that person has lost it: nobody can tell, so it is counted.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from tournant.facts.sync import Unsure
from tournant.log.records import Why
from tournant.sync.decide.cell import Cell
from tournant.sync.decide.contest import Register, is_masked
from tournant.sync.decide.judge import FIELD, Address
from tournant.sync.desk import Desk
from tournant.sync.turn import Turn

__all__ = ["Common", "Echoes", "common_of"]

Common = Callable[[str, Address], Address]
"""The address by which all sides know a cell of a target."""


def common_of(desk: Desk) -> Common:
    """How cells are named across places: of an item with one size, what is sold out at a location is that size."""
    sizes: dict[object, list[str]] = {}
    for id_, row in desk.rows.get("Variation", {}).items():
        sizes.setdefault(row.parent, []).append(id_)

    def common(target: str, cell: Address) -> Address:
        link = desk.links.get(target)
        if link is None or cell[-1] != FIELD:
            return cell
        of_item = sizes.get(cell[1], [])
        return ("Availability", of_item[0] if len(of_item) == 1 else cell[1], link.location, FIELD)

    return common


class _Echo(NamedTuple):
    target: str
    cell: Address
    known: Cell


class Echoes:
    """What was explained as ours lately, by the address that all sides have in common."""

    def __init__(self, desk: Desk, common: Common) -> None:
        """What stands on the desk."""
        self._found: dict[Address, list[_Echo]] = {}
        for (target, _), shadow in sorted(desk.shadows.items()):
            for at, known in shadow.cells:
                if known.echoed is not None:
                    cell = tuple(at)
                    self._found.setdefault(common(target, cell), []).append(_Echo(target, cell, known))

    def note_masked(self, turn: Turn, key: Address, now: Register, why: Why, *, since: datetime | None = None) -> None:
        """Say where an edit, or an end, hides what may have been said elsewhere at the same time, or `since`."""
        for echo in self._found.get(key, ()):
            if echo.target != now.source and is_masked(echo.known, now.value, since or now.since):
                turn.note(echo.target, Unsure(echo.target, list(echo.cell), "masked"), why)
