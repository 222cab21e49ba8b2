"""Nesting, as deep as the partner goes: what hangs deeper moves up beside the group that it hangs from.

    Item ► A ► a1 ► B ► b1 ► C          Item ► A ► a1 ► B ► b1 ► C
    three levels                        one level: Item ► A, Item ► B~a1, Item ► C~b1

A list that moved up is named by the link it stands for (`<group>~<choice>`), not by the path to it; it becomes
optional, and may be answered as often as there are ways to reach it. So every order that was possible stays possible at
the same price, and what is lost is said: the condition, and that an answer was required.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from tournant.canon.modifiers import GroupLink
from tournant.project.capability import Capability
from tournant.project.catalog import link_name
from tournant.project.graph import Ask, Graph, Node, Option

__all__ = ["Hang", "Listed", "Nested", "nest"]


class Listed(NamedTuple):
    """A list of choices as the partner holds it."""

    id: str
    group: str
    """The group whose choices it has."""
    via: Node | None = None
    """The choice that opened it, where it moved up."""


@dataclass(frozen=True, slots=True)
class Hang:
    """A list hanging on something."""

    listed: Listed
    at_least: int
    at_most: int | None
    explicit: bool
    """Whether the limits are said of this place, or are as the list has them."""
    link: GroupLink | None


@dataclass(slots=True)
class Nested:
    """All lists, and where they hang."""

    lists: dict[str, Listed] = field(default_factory=dict)
    hangs: dict[Node, list[Hang]] = field(default_factory=dict)


def nest(graph: Graph, roots: list[Node], capability: Capability) -> Nested:
    """Hang all lists no deeper than the partner nests."""
    return _Nesting(graph, roots, capability).all()


@dataclass(slots=True)
class _Nesting:
    graph: Graph
    roots: list[Node]
    capability: Capability
    sold: frozenset[Node] = field(init=False)
    lifted: set[tuple[Node, str]] = field(default_factory=set)
    seen: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sold = frozenset(self.roots)

    def all(self) -> Nested:
        grown = -1
        while grown != len(self.lifted):  # Each round lifts one more of finitely many links, or is the last.
            grown = len(self.lifted)
            self.seen = {}
            for root in self.roots:
                for ask in self.graph.asks(root):
                    self._visit(root, ask, 1)
        found = Nested()
        for root in self.roots:
            self._hang(root, found)
        return found

    def _visit(self, node: Node, ask: Ask, level: int) -> None:
        """Go down from a list at this level, and mark what hangs too deep."""
        if self.seen.get(ask.group, 0) >= level:
            return
        self.seen[ask.group] = level
        for option in self.graph.options(ask.group):
            for below in self.graph.asks(option.node):
                if self._moves_up(node, ask.group, option.node, level):
                    self.lifted.add((option.node, below.group))
                moved = (option.node, below.group) in self.lifted
                self._visit(option.node, below, level if moved else level + 1)

    def _moves_up(self, owner: Node, group: str, option: Node, level: int) -> bool:
        if self.capability.as_items and option.kind == "Item":
            if level >= self.capability.nesting_levels:
                self.graph.losses.add("Item", link_name(owner.id, option.id), group, "too_deep")
            return False  # It is one record, sold on its own too: what it asks stays with it.
        sizes_open_nothing = self.graph.groups[group].item is not None and self.capability.sizes == "variations"
        return sizes_open_nothing or level >= self.capability.nesting_levels

    def _hang(self, node: Node, found: Nested) -> None:
        """Hang on a node what it asks and what moved up to it, and go on below."""
        if node in found.hangs:
            return
        found.hangs[node] = []
        # As an option it may lose to its neighbours what it asks; as what is sold it keeps it.
        sold = node in self.sold
        direct = [ask for ask in self.graph.asks(node) if sold or (node, ask.group) not in self.lifted]
        order: dict[Listed, Ask] = {}
        for ask in direct:
            self._gather(Listed(ask.group, ask.group), ask, order)
        ways = self._ways(direct, list(order))
        for listed, ask in order.items():
            found.lists[listed.id] = listed
            found.hangs[node].append(self._hung(listed, ask, ways[listed]))
            for option in self.graph.options(listed.group):
                self._hang(option.node, found)

    def _gather(self, listed: Listed, ask: Ask, order: dict[Listed, Ask]) -> None:
        """The lists of one node in the order in which a guest meets them: what moved up follows what it hung from."""
        if listed in order:
            return
        order[listed] = ask
        for below, option in self._moved_from(listed):
            self._gather(Listed(f"{below.group}~{option.node.id}", below.group, option.node), below, order)

    def _moved_from(self, listed: Listed) -> list[tuple[Ask, Option]]:
        if not self.lifted:
            return []
        return [
            (below, option)
            for option in self.graph.options(listed.group)
            for below in self.graph.asks(option.node)
            if (option.node, below.group) in self.lifted
        ]

    def _ways(self, direct: list[Ask], order: list[Listed]) -> dict[Listed, int | None]:
        """How many times each list can be asked in one order; None is no limit."""
        ways: dict[Listed, int | None] = dict.fromkeys(order, 0)
        ways.update({Listed(ask.group, ask.group): 1 for ask in direct})
        for listed in self._topological(order):
            for below, option in self._moved_from(listed):
                target = Listed(f"{below.group}~{option.node.id}", below.group, option.node)
                times = self.graph.times(listed.group, option)
                ways[target] = _plus(ways[target], _times(ways[listed], times))
        return ways

    def _topological(self, order: list[Listed]) -> list[Listed]:
        """Each list before those that moved up from it."""
        found: dict[Listed, None] = {}

        def leave(listed: Listed) -> None:
            if listed in found:
                return
            for below, option in self._moved_from(listed):
                leave(Listed(f"{below.group}~{option.node.id}", below.group, option.node))
            found[listed] = None

        for listed in order:
            leave(listed)
        return list(reversed(found))

    def _hung(self, listed: Listed, ask: Ask, ways: int | None) -> Hang:
        if listed.via is None:
            link = ask.link
            said = link is not None and not {type(link.min_choices), type(link.max_choices)}.isdisjoint({int})
            return Hang(listed, ask.at_least, ask.at_most, said, link)
        name = link_name(listed.via.id, listed.group)
        self.graph.losses.add("ModifierGroup", name, "", "condition_lost")
        if ask.at_least > 0:
            self.graph.losses.add("ModifierGroup", name, "min_choices", "not_required")
        return Hang(listed, 0, _times(ask.at_most, ways), explicit=True, link=ask.link)


def _times(one: int | None, other: int | None) -> int | None:
    if one == 0 or other == 0:
        return 0
    return None if one is None or other is None else one * other


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
