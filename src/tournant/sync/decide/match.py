"""At the first sight of a channel that has a menu already: which of its things are probably ours.

Proposals, for a person to confirm; nothing is matched by itself.

    by the number that our system left there, by bar code, by article number    almost surely the same
    by name and price, by name                                                  only where it is the only one so called
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tournant.kernel.row import UNSET

__all__ = ["Proposal", "proposals"]

Rows = Mapping[str, list[Any]]
_MENU: Final = ("Menu", "Category", "Item", "ModifierGroup", "Modifier")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing there that is probably one of ours."""

    kind: str
    id: str
    """Ours."""
    external_id: str
    """The partner's."""
    name: str
    """What it is called here."""
    theirs: str
    """What it is called there."""
    by: str
    """What they have in common: `external_ref`, `gtin`, `sku`, `name and price`, `name`, `item and size`."""


def proposals(canonical: Rows, seen: Rows, known: Mapping[str, str]) -> list[Proposal]:
    """Compare canonical rows with what a channel shows, freed of its form.

    `known` are matches that are there already: from our id to the partner's.
    """
    found: list[Proposal] = []
    for kind in _MENU:
        found += _of_kind(kind, canonical, seen, known)
    pairs = {one.external_id: one.id for one in found if one.kind == "Item"}
    return found + list(_sizes(canonical, seen, pairs, known))


def _of_kind(kind: str, canonical: Rows, seen: Rows, known: Mapping[str, str]) -> list[Proposal]:
    ours = [row for row in canonical.get(kind, ()) if row.id not in known]
    taken = set(known.values())
    theirs = [row for row in seen.get(kind, ()) if row.external_id and row.external_id not in taken]
    found: list[Proposal] = []
    for by, key in _KEYS:
        mine, there = _only(ours, key), _only(theirs, key)
        for value in sorted(mine.keys() & there.keys(), key=str):
            one, other = mine[value], there[value]
            found.append(Proposal(kind, one.id, other.external_id, _name(one), _name(other), by))
            ours.remove(one)
            theirs.remove(other)
    return found


def _only(rows: list[Any], key: Callable[[Any], object]) -> dict[object, Any]:
    """The rows by key, where only one has it."""
    found: dict[object, list[Any]] = {}
    for row in rows:
        value = key(row)
        if value is not None:
            found.setdefault(value, []).append(row)
    return {value: same[0] for value, same in found.items() if len(same) == 1}


def _column(name: str) -> Callable[[Any], object]:
    def read(row: Any) -> object:  # noqa: ANN401 - a row of any kind
        value = getattr(row, name, None)
        return None if value is UNSET or not value else value

    return read


def _name(row: Any) -> str:  # noqa: ANN401 - a row of any kind
    return str(_column("name")(row) or "")


def _called(row: Any) -> object:  # noqa: ANN401 - a row of any kind
    return " ".join(_name(row).casefold().split()) or None


def _called_at(row: Any) -> object:  # noqa: ANN401 - a row of any kind
    name, price = _called(row), _column("price")(row)
    return (name, price) if name and price else None


_KEYS: Final[tuple[tuple[str, Callable[[Any], object]], ...]] = (
    ("external_ref", _column("external_ref")),
    ("gtin", _column("gtin")),
    ("sku", _column("sku")),
    ("name and price", _called_at),
    ("name", _called),
)


def _sizes(canonical: Rows, seen: Rows, pairs: Mapping[str, str], known: Mapping[str, str]) -> Iterator[Proposal]:
    """The sizes of items that are probably the same: by name, within the item."""
    items = {row.id: row.external_id for row in seen.get("Item", ())}
    for row in seen.get("Variation", ()):
        item = pairs.get(items.get(row.parent) or "")
        if item is None or not row.external_id:
            continue
        same = [
            one
            for one in canonical.get("Variation", ())
            if one.parent == item and one.id not in known and _called(one) == _called(row)
        ]
        if len(same) == 1:
            yield Proposal("Variation", same[0].id, row.external_id, _name(same[0]), _name(row), "item and size")
