"""What a restaurant's people remember: whether they themselves sold something out, or paused a store.

A question is about that: it is sold out there and on sale here, and nobody but them can tell who meant it so.
"""

from collections.abc import Sequence
from typing import Any, Final, Literal

from tournant.sandbox.world import Truth
from tournant.sync.desk import Desk

__all__ = ["meant"]

_TILL: Final = "square"


def meant(truth: Truth, desk: Desk, target: str, cell: Sequence[str]) -> Literal["theirs", "ours"]:
    """Whether what is shown is what the restaurant's people did last."""
    names = _paused(desk, target) if cell[-1] == "paused" else _sold_out(desk, target, cell)
    did = [edit.value for edit in truth.edits if any(name in edit.cells for name in names)]
    shown = cell[-1] == "paused"
    return "theirs" if did and did[-1] is shown else "ours"


def _paused(desk: Desk, target: str) -> list[tuple[str, ...]]:
    link = desk.links[target]
    return [("paused", link.store), ("paused", _place(desk, link.location))]


def _sold_out(desk: Desk, target: str, cell: Sequence[str]) -> list[tuple[str, ...]]:
    """The names under which the world knows what a cell is about: sizes, at a place."""
    location = cell[2] if cell[0] == "Availability" else desk.links[target].location
    rows: list[Any] = [row for kind in ("Variation", "Modifier") for row in desk.rows.get(kind, {}).values()]
    things = [row.external_id for row in rows if cell[1] in (row.id, row.parent)]
    return [("on", thing, _place(desk, location)) for thing in things]


def _place(desk: Desk, location: str) -> str:
    """The till's own id of a location."""
    tills = (link for link in desk.links.values() if desk.accounts[link.account].partner == _TILL)
    return next((link.store for link in tills if link.location == location), location)
