"""What every step of the projection works with: the catalog, the link, the graph, the prices, and the draft."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec import structs

from tournant.canon.availability import Availability, standing
from tournant.canon.price import PriceRule
from tournant.kernel.money import Price
from tournant.kernel.row import UNSET
from tournant.project.availability import AVAILABLE, as_said_of, by_instant, state_of
from tournant.project.capability import Capability
from tournant.project.catalog import Catalog, known
from tournant.project.draft import Draft
from tournant.project.graph import Graph
from tournant.project.link import Key, Link
from tournant.project.loss import Losses
from tournant.project.markup import held, minor
from tournant.project.nesting import Nested
from tournant.project.prices import CONDITIONS, PLACES, PriceList

__all__ = ["Place", "Scene"]

Place = tuple[str, str]
"""Where a price holds: the column of the condition (in_menu, in_item, in_group) and the id it names."""
_ELSEWHERE: Final = (*CONDITIONS, "at_location", "on_channel")


@dataclass(slots=True)
class Scene:
    """One projection at work."""

    catalog: Catalog
    capability: Capability
    link: Link
    losses: Losses
    graph: Graph
    prices: PriceList
    nested: Nested
    draft: Draft

    def priced(self, key: Key) -> Price:
        """The shown price; 0 where none is set: a choice without a price is free."""
        price = self.prices.shown(key)
        return self.prices.free if price is None else price

    def least(self, prices: Sequence[Price]) -> Price:
        """The least of these."""
        return min(prices, key=minor)

    def places(self, *ids: str) -> Iterator[tuple[str, str]]:
        """The places in which one of these has a price of its own, and the columns that name them."""
        found: set[tuple[str, str]] = set()
        for id_ in ids:
            for rule in self.catalog.about("PriceRule", id_):
                place = self.place_of(rule)
                if place is not None:
                    found.add((place[1], place[0]))
        return iter(sorted(found))

    def place_of(self, rule: PriceRule) -> Place | None:
        """The one place in which this rule gives a price, where the partner has such a thing; None otherwise."""
        named = [(column, value) for column in PLACES if (value := known(rule, column)) is not None]
        plain = not any(known(rule, column) is not None for column in _ELSEWHERE)
        if len(named) != 1 or not plain or known(rule, "price") is None:
            return None
        return named[0] if named[0][0] in self.capability.contexts else None

    def price_in(self, key: Key, place: Place) -> Price:
        """The shown price of something in one place."""
        for rule in self.catalog.about("PriceRule", key[-1]):
            if self.place_of(rule) == place:
                return self.prices.show(key, rule.price)
        return self.priced(key)

    def put_price_rule(self, id_: str, place: Place, price: Price) -> None:
        """Put down a price that holds in one place."""
        column, where = place
        row = PriceRule(f"{id_}~{where}", None, id_, UNSET, price=held(price, self.capability.price_digits))
        self.draft.put(structs.replace(row, **{column: where}))

    def put_sold_out_in_places(self) -> None:
        """Put down what is sold out in one menu, item or group only, where the partner has such a thing."""
        there = {id_ for _, id_ in self.draft.back_map}
        for row in self.catalog.of("Availability"):
            places = [column for column in PLACES if known(row, column) is not None]
            if not places or known(row, "at_location") not in (None, self.link.location):
                continue
            about = known(row, "subject") or row.parent
            if len(places) == 1 and places[0] in self.capability.contexts and about in there:
                said = by_instant(row) if self.capability.by_instant else row
                here = structs.replace(said, external_id=None, parent=about, subject=UNSET)
                self.draft.put(structs.replace(here, **{places[0]: getattr(row, places[0])}))
            elif state_of(row) != AVAILABLE:
                self.losses.add("Availability", str(about), places[0], "sold_out_lost")

    def put_sold_out(self, id_: str, row: Availability | None, *, choice: bool = False) -> None:
        """Put down that something is sold out, where the partner takes that with its menu."""
        if row is None:
            return
        if not self.capability.shows_sold_out[choice]:
            self.losses.add("Availability", id_, "", "sold_out_lost")
            return
        if self.capability.by_instant and standing(row) in ("until_end_of_day", "hidden"):
            self.losses.add("Availability", id_, standing(row), "sold_out_longer")
        self.draft.put(as_said_of(by_instant(row) if self.capability.by_instant else row, id_))
