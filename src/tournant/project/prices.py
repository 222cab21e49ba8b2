"""Prices as one link shows them, and the layer that each comes from.

    pin of this link  >  PriceRule for this channel  >  overlay of the location  >  the row itself

What is pinned, and what a PriceRule gives for this channel, is shown as it is; everything else goes through the link's
rule. A choice in a group has a price of its own only where somebody set one; else its general price holds.
"""

from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from tournant.canon.item import Item
from tournant.canon.price import PriceRule
from tournant.kernel.money import BareAmount, Money, Price
from tournant.project import markup
from tournant.project.capability import Capability
from tournant.project.catalog import Catalog, known
from tournant.project.graph import Graph, Node
from tournant.project.link import Key, Link
from tournant.project.markup import Markup, held, minor

__all__ = ["CONDITIONS", "PLACES", "Layer", "PriceList"]

PLACES: Final = ("in_menu", "in_item", "in_group")
CONDITIONS: Final = ("for_mode", "weekdays", "opens", "closes", "first_day", "last_day", "for_size")
_FREE: Final = BareAmount("0")


class Layer(NamedTuple):
    """Where a price comes from."""

    kind: Literal["pin", "PriceRule", "LocationOverlay", "row"]
    id: str | None
    """The id of the rule or overlay."""
    price: Price | None


@dataclass(slots=True)
class PriceList:
    """The prices of one catalog on one link."""

    catalog: Catalog
    link: Link
    capability: Capability
    _rules: dict[str, PriceRule] = field(init=False)
    _overlays: dict[str, tuple[str, Price]] = field(init=False)
    free: Price = field(init=False)
    """0 in the currency of the catalog."""
    _shown: dict[Key, Price | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find what holds at this location and on this channel."""
        rules = [row for row in self.catalog.of("PriceRule") if self._holds_here(row)]
        rules.sort(key=lambda row: (known(row, "rank") or 0, known(row, "at_location") is not None, row.id))
        self._rules = {str(row.parent): row for row in rules}
        self._overlays = {
            row.parent: (row.id, row.price)
            for row in self.catalog.of("LocationOverlay")
            if known(row, "at_location") == self.link.location is not None and known(row, "price") is not None
        }
        self.free = next(map(_zero, _prices(self.catalog)), _FREE)

    def used(self) -> set[str]:
        """The ids of the rules that hold for this channel as a whole."""
        return {rule.id for rule in self._rules.values()}

    def layer(self, key: Key) -> Layer:
        """The layer that decides the price at this place."""
        if key in self.link.pins:
            return Layer("pin", None, self.link.pins[key])
        below = self._below(key)
        rule = self._rule_about(key)
        if rule is not None:
            price = known(rule, "price")
            return Layer("PriceRule", rule.id, _changed(rule, below.price) if price is None else price)
        return below

    def shown(self, key: Key) -> Price | None:
        """The price that is shown at this place; None where it has none of its own."""
        if key not in self._shown:
            self._shown[key] = self._found(key)
        return self._shown[key]

    def _found(self, key: Key) -> Price | None:
        found = self.layer(key)
        if found.price is None or found.kind == "pin":
            return found.price
        return (
            held(found.price, self.capability.price_digits)
            if found.kind == "PriceRule"
            else self.show(key, found.price)
        )

    def show(self, key: Key, own: Price) -> Price:
        """What is shown for an own price at this place."""
        return held(self.rule(key).shown(own), self.capability.price_digits)

    def general(self, node: Node, graph: Graph) -> Price:
        """The shown price of a choice where its group says nothing: of an item with sizes, the least."""
        if node.kind != "Item":
            return self.shown((node.kind, node.id)) or self.free
        return self.least(self.catalog.get("Item", node.id), graph)

    def least(self, item: Item, graph: Graph) -> Price:
        """The least price of an item's shown sizes, sold-out ones included."""
        sizes = graph.visible(item) or graph.sizes(item)
        return min((self.shown(("Variation", row.id)) or self.free for row in sizes), key=minor)

    def rule(self, key: Key) -> Markup:
        """The rule for the price at this place: that of the item's category, else the link's."""
        item = known(self.catalog.get("Variation", key[1]), "parent") if key[0] == "Variation" else None
        if item is not None and self.link.rules:
            categories = sorted(str(row.parent) for row in self.catalog.naming("CategoryItem", item))
            return next((self.link.rules[one] for one in categories if one in self.link.rules), self.link.rule)
        return self.link.rule

    def _rule_about(self, key: Key) -> PriceRule | None:
        if key[0] == "GroupModifier":
            return None
        above = known(self.catalog.get("Variation", key[1]), "parent") if key[0] == "Variation" else None
        return self._rules.get(key[1]) or self._rules.get(str(above))

    def _below(self, key: Key) -> Layer:
        if key[0] == "GroupModifier":
            links = self.catalog.below("GroupModifier", key[1])
            row = next((link for link in links if link.target == key[2]), None)
            return Layer("row", None, known(row, "price"))
        if key[1] in self._overlays:
            return Layer("LocationOverlay", *self._overlays[key[1]])
        return Layer("row", None, known(self.catalog.get(key[0], key[1]), "price"))

    def _holds_here(self, rule: PriceRule) -> bool:
        here = known(rule, "at_location") in (None, self.link.location)
        mine = known(rule, "on_channel") == self.capability.partner
        return here and mine and not any(known(rule, column) for column in (*PLACES, *CONDITIONS))


def _changed(rule: PriceRule, below: Price | None) -> Price | None:
    if below is None:
        return None
    return Markup(known(rule, "rate_added") or 0, known(rule, "amount_added"), known(rule, "ending")).shown(below)


def _zero(price: Price) -> Price:
    return markup.price_of(0, price) if isinstance(price, Money) else _FREE


def _prices(catalog: Catalog) -> list[Price]:
    rows = [row for kind in ("Variation", "Item", "Modifier", "GroupModifier") for row in catalog.of(kind)]
    return [price for row in rows if (price := known(row, "price")) is not None]
