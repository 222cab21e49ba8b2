"""At the first sight of a channel that has a menu already: which of its things are probably ours.

Proposals, for a person to confirm; nothing is matched by itself.

    by the number that our system left there, by bar code, by article number    almost surely the same
    by name and price, by name                                                  only where it is the only one so called
    by what it is in: the sizes of an item, the answers of a group              by name, where that one is the same
    by there being no other: the menu that holds everything                     ours may be one that a channel needs

What is matched already, what was ever written there by us, and what a person has refused, is proposed no more.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tournant.canon.modifiers import ModifierGroup
from tournant.kernel.row import UNSET
from tournant.project.graph import sizes_id

__all__ = ["SURE", "Known", "Proposal", "proposals"]

Rows = Mapping[str, list[Any]]
SURE: Final = frozenset({"external_ref", "gtin", "sku"})
"""What two things can have in common that is a number of somebody's, and not only a name."""
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
    """What they have in common: `external_ref`, `gtin`, `sku`, `name and price`, `name`, `the only menu`,
    `item and its sizes`, `item and size`, `group and choice`."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is decided already."""

    matched: Mapping[str, str] = field(default_factory=dict)
    """From our id to the partner's: what was matched, and what was written there by us."""
    refused: Collection[tuple[str, str]] = ()
    """Pairs of the two that a person has refused."""


def proposals(canonical: Rows, seen: Rows, known: Known) -> list[Proposal]:
    """Compare canonical rows, their menus as the channel would have them, with what it shows, freed of its form."""
    table = _Table(_Side(canonical, ours=True), _Side(seen, ours=False), known)
    for kind in _MENU:
        for by, keys in _KEYS:
            table.propose(kind, by, keys)
        if kind == "Menu":
            table.propose_only_menu()
        if kind == "Item":
            table.propose_sizes()
    table.propose_inside("Variation", "item and size", _Side.sizes)
    table.propose_inside("Modifier", "group and choice", _Side.choices)
    return table.found


class _Side:
    """The rows of one side, as far as they are compared."""

    def __init__(self, rows: Rows, *, ours: bool) -> None:
        self.rows, self.ours = rows, ours
        self.by_id = {row.id: row for kind in (*_MENU, "Variation") for row in rows.get(kind, ())}
        self._sizes = _grouped((row.parent, row) for row in rows.get("Variation", ()))
        links = ((link.parent, self.by_id.get(link.target)) for link in rows.get("GroupModifier", ()))
        own = ((row.parent, row) for row in rows.get("Modifier", ()))
        self.questions = _questions(rows, self.by_id)
        """By item: the groups that hang on it alone and of which just one has to be chosen."""
        self._choices = _grouped((parent, row) for parent, row in (*links, *own) if row is not None)

    def sizes(self) -> Mapping[str, list[Any]]:
        return self._sizes

    def choices(self) -> Mapping[str, list[Any]]:
        return self._choices

    def alike(self, row: Any) -> list[Any]:  # noqa: ANN401 - a row of any kind
        """The row, and its only size: numbers and price may stand on either."""
        sizes = self._sizes.get(row.id, [])
        return [row, *sizes] if len(sizes) == 1 else [row]

    def least(self, row: Any) -> object:  # noqa: ANN401 - a row of any kind
        """What it costs at least."""
        prices = [_value(one, "price") for one in self._sizes.get(row.id, [])] or [_value(row, "price")]
        return min((one for one in prices if one is not None), key=lambda one: getattr(one, "amount", 0), default=None)


class _Table:
    def __init__(self, mine: _Side, there: _Side, known: Known) -> None:
        self.mine, self.there, self.known = mine, there, known
        self.found: list[Proposal] = []
        self._ours: dict[str, str] = {external: id_ for id_, external in known.matched.items()}
        self._done = set(known.matched) | set(self._ours)

    def propose(self, kind: str, by: str, keys: "Keys") -> None:
        mine = _only((row, keys(self.mine, row)) for row in self._open_here(self.mine.rows.get(kind, ())))
        there = _only((row, keys(self.there, row)) for row in self._open_there(self.there.rows.get(kind, ())))
        for key in sorted(mine.keys() & there.keys(), key=str):
            self._add(kind, mine[key], there[key], by)

    def propose_only_menu(self) -> None:
        """Two menus that each side has alone are one, whatever they are called: else guests see everything twice."""
        mine, there = self.mine.rows.get("Menu", ()), self.there.rows.get("Menu", ())
        if len(mine) == len(there) == 1:
            for one, other in zip(self._open_here(mine), self._open_there(there), strict=False):
                self._add("Menu", one, other, "the only menu")

    def propose_inside(self, kind: str, by: str, inside: Callable[[_Side], Mapping[str, list[Any]]]) -> None:
        """What stands in things that are the same, by name."""
        mine, there = inside(self.mine), inside(self.there)
        for above in sorted(there, key=str):
            row = self.there.by_id.get(above)
            ours = self._ours.get(row.external_id or "") if row is not None else None
            named = _only((one, _called(one)) for one in self._open_here(mine.get(ours or "", ())))
            same = _only((one, _called(one)) for one in self._open_there(there[above]))
            for key in sorted(named.keys() & same.keys(), key=str):
                self._add(kind, named[key], same[key], by)

    def propose_sizes(self) -> None:
        """A group of one item alone of which one must be chosen is its sizes, where it offers what they are called."""
        for item in sorted(self.there.questions):
            row = self.there.by_id.get(item)
            ours = self._ours.get(row.external_id or "") if row is not None else None
            sizes = _only((one, _called(one)) for one in self._open_here(self.mine.sizes().get(ours or "", ())))
            for group in self.there.questions[item]:
                choices = self.there.choices().get(group.id, [])
                same = _only((one, _called(one)) for one in self._open_there(choices))
                if ours and len(sizes) > 1 and len(same) == len(choices) and same.keys() <= sizes.keys():
                    self._add_sizes(ours, group, [(sizes[key], same[key]) for key in sorted(same, key=str)])

    def _add_sizes(self, item: str, group: Any, pairs: list[tuple[Any, Any]]) -> None:  # noqa: ANN401 - a ModifierGroup
        made = ModifierGroup(sizes_id(item), None, UNSET, UNSET, name=_name(self.mine.by_id[item]))
        if len(pairs) > 1 and group.external_id and group.external_id not in self._done:
            self._add("Sizes", made, group, "item and its sizes")
            for one, other in pairs:
                self._add("Variation", one, other, "item and size")

    def _open_here(self, rows: Iterable[Any]) -> Iterator[Any]:
        return (row for row in rows if row.id not in self._done)

    def _open_there(self, rows: Iterable[Any]) -> Iterator[Any]:
        return (row for row in rows if row.external_id and row.external_id not in self._done)

    def _add(self, kind: str, one: Any, other: Any, by: str) -> None:  # noqa: ANN401 - rows of any kind
        names = {one.id, other.external_id}
        if names & self._done or (one.id, other.external_id) in self.known.refused:
            return
        self._done |= names
        self._ours[other.external_id] = one.id
        self.found.append(Proposal(kind, one.id, other.external_id, _name(one), _name(other), by))


Keys = Callable[[_Side, Any], Iterable[object]]
"""By what a row of a side may be known."""


def _questions(rows: Rows, by_id: Mapping[str, Any]) -> dict[str, list[Any]]:
    links = rows.get("ItemGroup", ())
    uses = Counter(link.target for link in links)
    alone = [(link, by_id.get(link.target)) for link in links if uses[link.target] == 1]
    return _grouped((link.parent, group) for link, group in alone if group is not None and _is_one(link, group))


def _is_one(link: Any, group: Any) -> bool:  # noqa: ANN401 - an ItemGroup and its ModifierGroup
    least, most = (_value(link, column) or _value(group, column) for column in ("min_choices", "max_choices"))
    return bool(least == most == 1)


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for parent, row in pairs:
        if isinstance(parent, str):
            found.setdefault(parent, []).append(row)
    return found


def _only(pairs: Iterable[tuple[Any, Iterable[object]]]) -> dict[object, Any]:
    """The rows by key, where only one has it."""
    found: dict[object, dict[str, Any]] = {}
    for row, keys in pairs:
        for key in keys:
            found.setdefault(key, {})[row.id] = row
    return {key: next(iter(same.values())) for key, same in found.items() if len(same) == 1}


def _value(row: Any, column: str) -> Any:  # noqa: ANN401 - of a row of any kind
    value = getattr(row, column, None)
    return None if value is UNSET or not value else value


def _number(column: str) -> Keys:
    def keys(side: _Side, row: Any) -> Iterable[object]:  # noqa: ANN401 - a row of any kind
        # What a system leaves at a channel to find its record by is its id, its own reference or the article number.
        columns = ("external_ref", "external_id", "sku") if side.ours and column == "external_ref" else (column,)
        return {value for one in side.alike(row) for name in columns if (value := _value(one, name)) is not None}

    return keys


def _name(row: Any) -> str:  # noqa: ANN401 - a row of any kind
    return str(_value(row, "name") or "")


def _called(row: Any) -> list[object]:  # noqa: ANN401 - a row of any kind
    name = " ".join(_name(row).casefold().split())
    return [name] if name else []


def _by_name(_: _Side, row: Any) -> Iterable[object]:  # noqa: ANN401 - a row of any kind
    return _called(row)


def _by_name_and_price(side: _Side, row: Any) -> Iterable[object]:  # noqa: ANN401 - a row of any kind
    price = side.least(row)
    return [(name, price) for name in _called(row)] if price is not None else []


_KEYS: Final[tuple[tuple[str, Keys], ...]] = (
    ("external_ref", _number("external_ref")),
    ("gtin", _number("gtin")),
    ("sku", _number("sku")),
    ("name and price", _by_name_and_price),
    ("name", _by_name),
)
