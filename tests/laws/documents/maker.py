"""Draws the pieces of a document: leaves, objects, lists, things unknown, and faults where they are wanted."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hypothesis import strategies as st
from tests.laws.documents import spelling
from tests.laws.documents.text import Arr, Fault, Leaf, Node, Obj, without_faults

__all__ = ["Entry", "Maker", "Members"]

T = TypeVar("T")
Members = list[tuple[str, Node]]
"""Members that keep their order: repeats of one name, the last of which counts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One element of a list: how it is made under a key, and where it can be spoilt (path to the kind of its leaf).

    Without a key it is nothing that the mapping knows, and can stand there twice.
    """

    key: str
    make: Callable[[str], Node]
    spoils: Mapping[str, str]
    wrong: Sequence[str] = spelling.WRONG["element"]


@functools.cache
def below(number: int) -> st.SearchStrategy[int]:
    return st.integers(0, number - 1)


class Maker:
    def __init__(self, draw: st.DrawFn, *, faulty: bool, budget: int = 20) -> None:
        self._draw = draw
        self._faulty = faulty
        self._budget = budget
        self._count = 0
        self._shared: dict[tuple[str, str], Node] = {}

    # chance

    def odds(self, percent: int) -> bool:
        return self._draw(below(100)) >= 100 - percent

    def pick(self, options: Sequence[T]) -> T:
        return options[self._draw(below(len(options)))]

    def number(self, most: int) -> int:
        """How many elements a list has; fewer as the document grows."""
        count = self._draw(below(1 + max(0, min(most, self._budget))))
        self._budget -= count
        return count

    def fresh(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count}"

    def names(self, prefix: str, most: int) -> list[str]:
        """New keys that nothing else in the document has."""
        return [self.fresh(prefix) for _ in range(self.number(most))]

    def subset(self, pool: Sequence[str], most: int) -> list[str]:
        """Distinct keys of a pool: others may have them too."""
        start, count = self._draw(below(len(pool))), self.number(most)
        return [pool[(start + i) % len(pool)] for i in range(count)]

    # members

    def key(self, name: str, value: str) -> Members:
        return [(f'"{name}"', Leaf(spelling.key(value, escaped=self.odds(8))))]

    def leaf(self, name: str, kind: str) -> Members:
        """A member of a kind: there, absent, null, or there twice."""
        how = self._draw(below(20))
        if how < 3:
            return []
        if how < 5:
            return [(f'"{name}"', Leaf("null"))]
        repeats = 2 if how == 5 else 1
        return [(f'"{name}"', self.value(kind)) for _ in range(repeats)]

    def value(self, kind: str) -> Leaf:
        if kind == "str" and self.odds(40):
            return Leaf(f'"{self.fresh("n")}"')
        return Leaf(self.pick(spelling.GOOD[kind]))

    def inner(self, name: str, *groups: Members) -> Members:
        """An object on the way to a leaf: there, absent, null, or shadowed by a later one."""
        how = self._draw(below(20))
        if how < 2:
            return []
        if how == 2:
            return [(f'"{name}"', Leaf("null"))]
        shadow: Members = [(f'"{name}"', self.junk_object())] if how == 3 else []
        return [*shadow, (f'"{name}"', self.obj(*groups))]

    def translated(self, name: str) -> Members:
        """A text under the only member of a map."""
        language = self.pick(("en", "de", "zh-Hant"))
        return self.inner(name, self.only("translations", self.leaf(language, "str")[-1:]))

    def only(self, name: str, members: Members) -> Members:
        """An object with these members and nothing unknown."""
        return [] if self.odds(10) else [(f'"{name}"', Obj(tuple(members)))]

    def obj(self, *groups: Members) -> Obj:
        """An object of these members and unknown ones, in an order of its own."""
        unknown: list[Members] = [
            [(f'"{self.pick(("z0", "z1", "z2"))}"', self.junk())] for _ in range(self.pick((0, 0, 0, 1, 2)))
        ]
        parts = [group for group in (*groups, *unknown) if group]
        if not parts:
            return Obj(())
        turn = self._draw(below(2 * len(parts)))
        parts = parts[turn % len(parts) :] + parts[: turn % len(parts)]
        if turn >= len(parts):
            parts.reverse()
        members = [member for group in parts for member in group]
        odd = self._draw(below(10 + len(members))) - 10
        return Obj(tuple((spelling.escaped(n) if i == odd else n, v) for i, (n, v) in enumerate(members)))

    # unknown things

    def token(self) -> str:
        return f'"{self.fresh("u")}!"'

    def junk(self) -> Leaf:
        return Leaf(self.pick(spelling.JUNK).replace("@", self.token()))

    def junk_object(self) -> Obj:
        return Obj((('"z3"', self.junk()),))

    # elements

    def listing(self, name: str, entries: Sequence[Entry]) -> Members:
        """A list of records, with faults planted between them; now and then a list before it that does not count."""
        if self._faulty and self.odds(4):
            return [(f'"{name}"', Fault(Leaf(self.pick(spelling.WRONG["list"]).replace("@", self.token()))))]
        if not entries and self.odds(60):
            return [(f'"{name}"', Leaf("null"))] if self.odds(50) else []
        shadow: Members = [(f'"{name}"', Arr(()))] if self.odds(3) else []
        return [*shadow, (f'"{name}"', Arr(tuple(self._with_faults(entries))))]

    def mapping(self, name: str, entries: Sequence[Entry]) -> Members:
        """A map of records under their keys."""
        members: Members = []
        for entry in entries:
            if self._fault_here():
                members.append((f'"{self.fresh("9")}"', self._spoilt(entry)))
            members.append((f'"{entry.key}"', entry.make(entry.key)))
        return [(f'"{name}"', Obj(tuple(members)))] if members or self.odds(50) else []

    def single(self, name: str, entry: Entry) -> Members:
        """One record in a member of its own."""
        if self._fault_here():
            return [(f'"{name}"', self._spoilt(entry))]
        return [] if self.odds(30) else [(f'"{name}"', entry.make(entry.key))]

    def copy(self, kind: str, key: str, make: Callable[[str], Node]) -> Node:
        """A record that stands in several places: as it was there (with other unknown members), or different."""
        known = self._shared.get((kind, key))
        if isinstance(known, Obj) and self.odds(60):
            again = known if self._faulty else without_faults(known)
            return Obj((*again.members, ('"z4"', self.junk()))) if self.odds(30) else again
        self._shared[kind, key] = made = make(key)
        return made

    def _with_faults(self, entries: Sequence[Entry]) -> list[Node]:
        nodes: list[Node] = []
        for entry in entries:
            if self._fault_here():
                nodes.append(self._spoilt(entry))
            nodes.append(entry.make(entry.key))
        known = [entry for entry in entries if entry.key]
        if known and self._fault_here():
            entry = known[self._draw(below(len(known)))]
            nodes.append(Fault(self._sound(entry, entry.key), duplicate=True))
        return nodes

    def _fault_here(self) -> bool:
        return self._faulty and self.odds(15)

    def _sound(self, entry: Entry, key: str) -> Node:
        faulty, self._faulty = self._faulty, False
        made = entry.make(key)
        self._faulty = faulty
        return made

    def _spoilt(self, entry: Entry) -> Fault:
        if not entry.spoils or self.odds(40):
            return Fault(Leaf(self.pick(entry.wrong).replace("@", self.token())))
        node = self._sound(entry, self.fresh("bad"))
        assert isinstance(node, Obj)
        path = self.pick(tuple(entry.spoils))
        steps = path.split(".")
        depth = self._draw(st.integers(1, len(steps)))
        kind = entry.spoils[path] if depth == len(steps) else "object"
        wrong: Node = Leaf(self.pick(spelling.WRONG[kind]).replace("@", self.token()))
        for step in reversed(steps[1:depth]):
            wrong = Obj(((f'"{step}"', wrong),))
        others = tuple(m for m in node.members if spelling.plain(m[0]) != steps[0])
        return Fault(Obj((*others, (f'"{steps[0]}"', wrong))), at="".join(f".{step}" for step in steps[:depth]))
