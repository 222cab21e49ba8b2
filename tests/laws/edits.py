"""Edits of rows, drawn at random: fields, and what stands where. None where there is no room for the edit."""

from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import msgspec
from hypothesis import strategies as st
from tests.laws.cases import Case, Rows
from tests.laws.meaning import Looped, key_of, meaning

from tournant.kernel.row import UNSET, Entity, Link, Row

__all__ = ["Draw", "Edit", "fields", "move", "remove", "reorder", "share", "with_rows"]

T = TypeVar("T")
KEYLESS = frozenset({"Nutrition"})
UNWRITABLE = frozenset({"Stock.source"})


@dataclass(frozen=True)
class Edit:
    before: Rows
    rows: Rows
    what: str


class Draw(Protocol):
    """How a test draws: `data.draw`, or the function that a composite strategy is given."""

    def __call__(self, strategy: st.SearchStrategy[T], label: Any = None, /) -> T: ...  # noqa: ANN401 - hypothesis says so


def fields(draw: Draw, case: Case, rows: Rows, *, most: int = 3) -> Edit | None:
    """New values in a few fields."""
    spots = [
        (kind, i, name) for kind, many in rows.items() for i, row in enumerate(many) for name in _writable(kind, row)
    ]
    if not spots:
        return None
    new = {kind: list(many) for kind, many in rows.items()}
    written: list[str] = []
    for kind, i, name in draw(st.lists(st.sampled_from(spots), min_size=1, max_size=most)):
        value = draw(st.sampled_from(case.values.get(f"{kind}.{name}", case.values.get(name, ()))))
        new[kind][i] = msgspec.structs.replace(new[kind][i], **{name: value})
        written.append(f"{kind}[{i}].{name} = {value!r}")
    return Edit(rows, new, "; ".join(written))


def remove(draw: Draw, case: Case, rows: Rows) -> Edit | None:
    """One element less, with what stands in it."""
    spots = [(kind, row) for kind, many in rows.items() for row in many if _listed(case, kind)]
    if not spots:
        return None
    kind, row = draw(st.sampled_from(spots))
    return Edit(rows, _without(case, rows, kind, row), f"remove {row}")


def reorder(draw: Draw, case: Case, rows: Rows) -> Edit | None:
    """The children of one parent in another order."""
    lists = _sibling_lists(case, rows)
    if not lists:
        return None
    kind, spots = draw(st.sampled_from(lists))
    order = list(reversed(spots)) if draw(st.booleans()) else draw(st.permutations(spots))
    many = list(rows[kind])
    for spot, old in zip(spots, order, strict=True):
        many[spot] = rows[kind][old]
    return Edit(rows, {**rows, kind: many}, f"reorder {kind} {spots} as {order}")


def move(draw: Draw, case: Case, rows: Rows) -> Edit | None:
    """One element from its parent to another."""
    found = _relocated(draw, case, rows)
    if found is None:
        return None
    kind, row, moved = found
    others = [x for x in rows[kind] if x is not row]
    at = draw(st.integers(0, len(others)))
    many = [*others[:at], moved, *others[at:]]
    return _possible(case, Edit(rows, {**rows, kind: many}, f"move {row} to {moved.parent}"))


def share(draw: Draw, case: Case, rows: Rows) -> Edit | None:
    """What stands in one parent stands in another too."""
    found = _relocated(draw, case, rows)
    if found is None or not isinstance(found[1], Link):
        return None
    kind, row, moved = found
    at = draw(st.integers(0, len(rows[kind])))
    many = [*rows[kind][:at], moved, *rows[kind][at:]]
    return _possible(case, Edit(rows, {**rows, kind: many}, f"share {row} with {moved.parent}"))


def with_rows(draw: Draw, rows: Rows, added: list[Row]) -> Rows:
    """The rows and new ones among them, each somewhere in the list of its kind."""
    new = {kind: list(many) for kind, many in rows.items()}
    for row in added:
        many = new.setdefault(type(row).__name__, [])
        many.insert(draw(st.integers(0, len(many))), row)
    return new


def _writable(kind: str, row: Row) -> list[str]:
    names = row.__struct_fields__[len((Entity if isinstance(row, Entity) else Link).__struct_fields__) :]
    return [name for name in names if getattr(row, name) is not UNSET and f"{kind}.{name}" not in UNWRITABLE]


def _listed(case: Case, kind: str) -> bool:
    """Whether the rows of a kind stand in lists of their own."""
    return kind not in KEYLESS and kind not in case.shared.values() and not (case.name == "deep" and kind == "Menu")


def _without(case: Case, rows: Rows, kind: str, row: Row) -> Rows:
    new = {**rows, kind: [x for x in rows[kind] if x is not row]}
    if isinstance(row, Link):
        return new
    for inner in case.inside.get(kind, ()):
        for child in rows.get(inner, ()):
            if child.parent == row.id:
                new = {**_without(case, new, inner, child)}
    return new


def _sibling_lists(case: Case, rows: Rows) -> list[tuple[str, list[int]]]:
    found: dict[tuple[str, object, str], list[int]] = {}
    for kind, many in rows.items():
        for i, row in enumerate(many):
            if _listed(case, kind):
                place = case.place(row.external_id or "") if isinstance(row, Entity) and row.parent is UNSET else ""
                found.setdefault((kind, row.parent, place), []).append(i)
    return [(kind, spots) for (kind, _, _), spots in found.items() if len(spots) > 1]


def _relocated(draw: Draw, case: Case, rows: Rows) -> tuple[str, Row, Row] | None:
    """A row, and the same row in a parent where nothing of its name stands yet."""
    spots = []
    for kind, many in rows.items():
        taken = {(row.parent, key_of(case, rows, kind, row)) for row in many} if many else set()
        homes = [x.id for outer in case.parents(kind) for x in rows.get(outer, ()) if isinstance(x, Entity)]
        if not _listed(case, kind) or kind in case.scoped:
            continue
        spots += [
            (kind, row, home) for row in many for home in homes if (home, key_of(case, rows, kind, row)) not in taken
        ]
    if not spots:
        return None
    kind, row, home = draw(st.sampled_from(spots))
    return kind, row, msgspec.structs.replace(row, parent=home)


def _possible(case: Case, edit: Edit) -> Edit | None:
    """The edit, unless something would stand in itself: in a circle, or cut off from the document."""
    try:
        meaning(case, edit.rows)
    except Looped:
        return None
    return edit if _reached(case, edit.rows) >= _reached(case, edit.before) else None


def _reached(case: Case, rows: Rows) -> set[str]:
    """The ids of all records that a reader of the document comes to."""
    found: set[str] = set()
    todo: list[tuple[str, object]] = [("", UNSET)]
    while todo:
        outer, parent = todo.pop()
        for kind in case.inside.get(outer, ()):
            for row in rows.get(kind, ()):
                if row.parent == parent:
                    mine, what = (row.id, kind) if isinstance(row, Entity) else (row.target, case.shared.get(kind, "-"))
                    if mine not in found or what not in case.shared.values():
                        found.add(mine)
                        todo.append((what, mine))
    return found
