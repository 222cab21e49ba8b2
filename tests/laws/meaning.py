"""What rows say, whatever their ids and position numbers: a tree that is expanded along the links."""

import re
from collections import Counter
from collections.abc import Iterable

import msgspec
from tests.laws.cases import Case, Rows

from tournant.kernel.row import UNSET, Entity, Link, Row

__all__ = ["Looped", "alike", "grouped", "key_of", "leaf_elements", "meaning", "own", "tokens"]

LEVELS_MAX = 40
TOKEN = re.compile(rb"u[0-9]+!")
LEXEME = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]')


class Looped(Exception):  # noqa: N818 - it says what the rows are
    """The rows stand in each other in a circle."""


def own(row: Row) -> tuple[object, ...]:
    """The fields of a kind itself, without its identity and place."""
    shared = len(Entity.__struct_fields__ if isinstance(row, Entity) else Link.__struct_fields__)
    return tuple(getattr(row, name) for name in row.__struct_fields__[shared:])


def key_of(case: Case, rows: Rows, kind: str, row: Row) -> str | None:
    """The partner's name for what stands there."""
    if isinstance(row, Entity):
        return row.external_id
    if kind not in case.shared:
        return row.target
    return next(x.external_id for x in rows[case.shared[kind]] if isinstance(x, Entity) and x.id == row.target)


def meaning(case: Case, rows: Rows) -> object:
    """The tree that a reader of the document would see."""
    return _Expansion(case, rows).children("", UNSET, 0)


class _Expansion:
    def __init__(self, case: Case, rows: Rows) -> None:
        self._case = case
        self._under: dict[tuple[str, object], list[Row]] = {}
        self._by_id: dict[tuple[str, str], Entity] = {}
        for kind, many in rows.items():
            for row in many:
                self._under.setdefault((kind, row.parent), []).append(row)
                if isinstance(row, Entity):
                    self._by_id[kind, row.id] = row

    def children(self, kind: str, mine: object, level: int) -> object:
        if level > LEVELS_MAX:
            raise Looped
        return tuple((inner, self._those(inner, mine, level)) for inner in self._case.inside.get(kind, ()))

    def _those(self, kind: str, parent: object, level: int) -> object:
        found = [self._node(kind, row, level) for row in self._under.get((kind, parent), ())]
        if level == 0:
            found.sort(key=lambda node: self._case.place(str(node[0])))
        return tuple(found)

    def _node(self, kind: str, row: Row, level: int) -> tuple[object, ...]:
        if isinstance(row, Entity):
            return row.external_id, own(row), self.children(kind, row.id, level + 1)
        target = self._case.shared.get(kind)
        if target is None:
            return row.target, own(row)
        shared = self._by_id[target, row.target]
        return shared.external_id, own(row), own(shared), self.children(target, shared.id, level + 1)


def grouped(case: Case, rows: Iterable[tuple[str, Row]]) -> dict[str, dict[str, list[Row]]]:
    """Rows by kind and parent, in their order, without position numbers; shared rows by id, as they have no order."""
    found: dict[str, dict[str, list[Row]]] = {}
    for kind, row in rows:
        bare = msgspec.structs.replace(row, position=None)
        if isinstance(row, Entity) and kind in case.shared.values():
            spot = row.id
        elif isinstance(row, Entity) and row.parent is UNSET:
            spot = case.place(row.external_id or "")
        else:
            spot = str(row.parent)
        found.setdefault(kind, {}).setdefault(spot, []).append(bare)
    return found


def alike(case: Case, rows: Rows, expected: list[Row]) -> bool:
    """Whether decoded rows are those that the oracle expects; positions count by their order alone."""
    seen = grouped(case, ((kind, row) for kind, many in rows.items() for row in many))
    wanted = grouped(case, ((type(row).__name__, row) for row in expected))
    for kind in sorted(seen.keys() | wanted.keys()):
        assert seen.get(kind, {}) == wanted.get(kind, {}), kind
    return True


def tokens(text: bytes) -> list[bytes]:
    """The marks of unknown members, in their order."""
    return TOKEN.findall(text)


def leaf_elements(text: bytes) -> Counter[str]:
    """The raw text of every element of a list that has no list in it."""
    found: Counter[str] = Counter()
    source, open_brackets, start, pure = text.decode(), [""], 0, False
    for lexeme in LEXEME.finditer(source):
        what = lexeme[0]
        if what in (",", "]") and open_brackets[-1] == "[" and pure:
            found[source[start : lexeme.start()].strip()] += 1
        if what in ("[", "{"):
            open_brackets.append(what)
        elif what in ("]", "}"):
            open_brackets.pop()
            pure = pure and what == "}"
        if what == "[" or (what == "," and open_brackets[-1] == "["):
            start, pure = lexeme.end(), True
    return found
