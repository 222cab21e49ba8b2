"""What people made on a channel and we do not keep stays there: it is carried along through every write of ours.

What should be there, and what is there and was never ours: things, what belongs to them, and where they stand.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from msgspec import structs

from tournant.kernel.row import UNSET, Entity
from tournant.project import Projected
from tournant.project.availability import AVAILABLE, state_of

__all__ = ["with_ended", "with_theirs", "with_titles"]

Rows = Mapping[str, list[Any]]
_THINGS: Final = ("Menu", "Category", "Item", "Variation", "ModifierGroup", "Modifier")
"""Kinds that have an identity of their own at a partner; all others belong to the thing in which they stand."""


def with_titles(made: Projected, seen: Rows) -> Rows:
    """The rows that should be there; a menu that is there because the channel needs one has the name it has there."""
    called = {row.id: row.name for row in seen.get("Menu", ()) if row.name not in (UNSET, None)}

    def with_title(menu: Any) -> Any:  # noqa: ANN401 - a Menu
        is_needed = made.back_map["Menu", menu.id].kind == "Made"
        return structs.replace(menu, name=called[menu.id]) if is_needed and menu.id in called else menu

    return {**made.rows, "Menu": [with_title(menu) for menu in made.rows.get("Menu", ())]}


def with_ended(wanted: Rows, seen: Rows, now: datetime) -> Rows:
    """The rows that should be there, with those that were seen to say of something that it is on sale.

    By themselves, or because what they say had ended by then.
    """
    said = {row.parent for row in wanted.get("Availability", ())}
    things = {row.id for row in wanted.get("Item", ())} - said
    over = [row for row in seen.get("Availability", ()) if row.parent in things and _is_on_sale(row, now)]
    return {**wanted, "Availability": [*wanted.get("Availability", ()), *over]} if over else wanted


def _is_on_sale(row: Any, now: datetime) -> bool:  # noqa: ANN401 - an Availability
    ends = row.unavailable_until
    return state_of(row) == AVAILABLE or (isinstance(ends, datetime) and ends <= now)


def with_theirs(wanted: Rows, seen: Rows, ours: Collection[str]) -> dict[str, list[Any]]:
    """The rows that should be there, with those of the channel's own; `ours` are ids that we ever wrote there."""
    here = {row.id for kind in _THINGS for row in wanted.get(kind, ())}
    theirs = {row.id for kind in _THINGS for row in seen.get(kind, ()) if row.id not in here and row.id not in ours}
    found = {kind: list(of_kind) for kind, of_kind in wanted.items()}
    for kind, of_kind in seen.items():
        stays = [row for row in of_kind if _stays(row, kind, here, theirs)]
        if stays:
            found.setdefault(kind, []).extend(stays)
    return found


def _stays(row: Any, kind: str, here: Collection[str], theirs: Collection[str]) -> bool:  # noqa: ANN401 - of any kind
    """Whether it is theirs: a thing, what belongs to one, or its standing in another thing that is there."""
    if kind in _THINGS:
        return row.id in theirs
    if isinstance(row, Entity):
        return row.parent in theirs
    ends = (row.target, row.parent)
    return any(end in theirs for end in ends) and all(end in theirs or end in here for end in ends)
