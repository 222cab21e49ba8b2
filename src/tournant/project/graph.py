"""What a guest is asked, and with which choices: items, sizes, groups and options as one graph.

    Item ── asks ──► group ── options ──► Modifier ── asks ──► group ...
                     its sizes ─────────► Variation ─ asks ──►
                     group ─────────────► Item (also sold on its own) ── asks ──►

An Item with two or more Variations asks for its size first; the group of its sizes is `<item>~sizes`. With one
Variation it asks no such thing, and what hangs on that Variation hangs on the Item. Structure follows the existence of
rows, never availability, hiding or price.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from tournant.canon.item import Item, Variation
from tournant.canon.modifiers import NO_LIMIT, GroupLink, GroupModifier, ModifierGroup
from tournant.kernel import bounds
from tournant.project.catalog import Catalog, known, link_name, said
from tournant.project.link import Key, Link
from tournant.project.loss import Losses

__all__ = ["Ask", "Graph", "Group", "Node", "Option", "at_most", "sizes_id"]

_LINKS: Final = {"Item": "ItemGroup", "Variation": "VariationGroup", "Modifier": "ModifierGroupLink"}


class Node(NamedTuple):
    """What is chosen, and may ask further: an Item, a Variation or a Modifier."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Group:
    """A question: a ModifierGroup, or the sizes of an Item."""

    id: str
    row: ModifierGroup | None
    """None for sizes."""
    item: str | None = None
    """The Item whose sizes these are."""
    at_least: int = 1
    at_most: int | None = 1
    """None is no limit."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A group hanging on something, with the limits that hold there."""

    group: str
    at_least: int
    at_most: int | None
    link: GroupLink | None = None
    """None for sizes."""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice in a group."""

    node: Node
    link: GroupModifier | None = None
    """None for sizes."""


def sizes_id(item: str) -> str:
    """The id of the group of an Item's sizes. It is looked up, and made; nobody takes it apart."""
    return f"{item}~sizes"


def at_most(count: int | None) -> int | None:
    """A maximum, or None where there is none."""
    return None if count is None or count >= NO_LIMIT else count


@dataclass(slots=True)
class Graph:
    """Questions and choices of one catalog as one link shows them."""

    catalog: Catalog
    link: Link
    losses: Losses
    asks_for_text: bool
    groups: dict[str, Group] = field(init=False)
    _cut: set[tuple[Node, str]] = field(init=False)
    _asked: dict[Node, list[Ask]] = field(init=False, default_factory=dict)
    _offered: dict[str, list[Option]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Gather the groups, and cut what opens itself."""
        self.groups = {row.id: _group(row) for row in self.catalog.of("ModifierGroup") if self._takes(row)}
        for item in self.catalog.of("Item"):
            if len(self.sizes(item)) > 1:
                self.groups[sizes_id(item.id)] = Group(sizes_id(item.id), None, item.id)
        self._cut = set()
        done: set[Node] = set()
        for node in self._nodes():
            self._cut_cycles(node, done)

    def _takes(self, row: ModifierGroup) -> bool:
        written = known(row, "selection") == "text"
        if written and not self.asks_for_text:
            self.losses.add("ModifierGroup", row.id, "selection", "kind_lost", "the guest is not asked to write")
        return not _away(row) and (self.asks_for_text or not written)

    def sizes(self, item: Item) -> list[Variation]:
        """An item's Variations, those that are not shown too."""
        return self.catalog.below("Variation", item.id)

    def visible(self, item: Item) -> list[Variation]:
        """The sizes that this link shows."""
        return [row for row in self.sizes(item) if ("Variation", row.id) not in self.link.hidden]

    def only(self, item: Item) -> Variation | None:
        """The Variation of an item that has one."""
        sizes = self.sizes(item)
        return sizes[0] if len(sizes) == 1 else None

    def asks(self, node: Node) -> list[Ask]:
        """What choosing this asks, in order."""
        found = self._asked.get(node)
        if found is None:
            found = self._asked[node] = list(self._asks(node))
        return [ask for ask in found if (node, ask.group) not in self._cut] if self._cut else found

    def options(self, group: str) -> list[Option]:
        """The choices in a group, in order."""
        found = self._offered.get(group)
        if found is None:
            found = self._offered[group] = list(self._options(self.groups[group]))
        return found

    def times(self, group: str, option: Option) -> int | None:
        """How often a choice may be made in one answer; None is no limit."""
        found = self.groups[group]
        modifier = self.catalog.get(option.node.kind, option.node.id)
        most: int | None = said("max_quantity", option.link, modifier)
        most = known(found.row, "max_of_each") if most is None else most
        if most is None:
            most = found.at_most if known(found.row, "repeatable") is True else 1
        return most if most is None or found.at_most is None else min(most, found.at_most)

    def _options(self, group: Group) -> Iterator[Option]:
        if group.item is None:
            yield from self._listed(group.id)
            return
        for row in self.catalog.below("Variation", group.item):
            if ("Variation", row.id) not in self.link.hidden:
                yield Option(Node("Variation", row.id))

    def _listed(self, group: str) -> Iterator[Option]:
        for link in self.catalog.below("GroupModifier", group):
            key: Key = ("GroupModifier", group, link.target)
            kind = "Modifier" if self.catalog.get("Modifier", link.target) is not None else "Item"
            row = self.catalog.get(kind, link.target)
            gone = row is None or (kind == "Modifier" and ("Modifier", link.target) in self.link.hidden)
            if kind == "Item" and row is not None and not self.visible(row):
                continue  # Of an item without sizes that are shown, none can be chosen.
            if not gone and key not in self.link.hidden and not _away(link) and not _away(row):
                yield Option(Node(kind, link.target), link)

    def _asks(self, node: Node) -> Iterator[Ask]:
        item = self.catalog.get("Item", node.id) if node.kind == "Item" else None
        if item is not None and sizes_id(item.id) in self.groups:
            yield Ask(sizes_id(item.id), 1, 1)
        yield from self._hanging(_LINKS[node.kind], node.id)
        only = self.only(item) if item is not None else None
        if only is not None:
            yield from self._hanging("VariationGroup", only.id)

    def _hanging(self, kind: str, parent: str) -> Iterator[Ask]:
        for link in self.catalog.below(kind, parent):
            group = self.groups.get(link.target)
            hidden = {(kind, parent, link.target), ("ModifierGroup", link.target)} & self.link.hidden
            if group is None or hidden or _away(link) or known(link, "enabled") is False:
                continue
            least, most = known(link, "min_choices"), known(link, "max_choices")
            yield Ask(
                group.id,
                group.at_least if least is None else least,
                group.at_most if most is None else at_most(most),
                link,
            )

    def _nodes(self) -> list[Node]:
        return [Node(kind, row.id) for kind in _LINKS for row in self.catalog.of(kind)]

    def _cut_cycles(self, root: Node, done: set[Node]) -> None:
        """Cut each link by which a walk from here comes back to a group it is in, or goes deeper than anything may."""
        trail: dict[str, None] = {}

        def walk(node: Node) -> None:
            for ask in self.asks(node):
                if ask.group in trail or len(trail) >= bounds.NESTING_LEVELS_MAX:
                    self._cut.add((node, ask.group))
                    self.losses.add(node.kind, link_name(node.id, ask.group), "", "cycle")
                    continue
                trail[ask.group] = None
                for option in self.options(ask.group):
                    if option.node not in done:
                        walk(option.node)
                del trail[ask.group]
            done.add(node)

        if root not in done:
            walk(root)


def _group(row: ModifierGroup) -> Group:
    least, most = known(row, "min_choices"), known(row, "max_choices")
    return Group(row.id, row, None, least or 0, at_most(most))


def _away(row: object) -> bool:
    """Whether the source itself says that this is not there, or not for guests."""
    return any(getattr(row, column, None) is True for column in ("deleted", "hidden", "archived"))
