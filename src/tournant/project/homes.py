"""Where the values that a partner's user changed are at home: prices, availability, limits, hours.

A price goes back to the layer that it came from. Under a link's rule it becomes a pin on that link, unless the link
says that the nearest own price which is shown so shall be taken.
"""

from msgspec import structs

from tournant.canon.availability import Availability
from tournant.canon.modifiers import NO_LIMIT
from tournant.kernel import ids
from tournant.kernel.money import Price
from tournant.kernel.row import UNSET
from tournant.project.availability import AVAILABLE, State, state
from tournant.project.book import Book, key_of
from tournant.project.catalog import known
from tournant.project.dayparts import Opening, Week, hours_of, joined, opening_rows
from tournant.project.graph import Node
from tournant.project.link import Key
from tournant.project.markup import AS_IT_IS, nearest
from tournant.project.prices import Layer

__all__ = [
    "offer",
    "put_state",
    "set_available",
    "set_hours",
    "set_limits",
    "set_limits_here",
    "set_opening",
    "set_price",
]


def set_price(book: Book, key: Key, shown: Price) -> None:
    """Bring a price home."""
    pinned = key in book.link.pins
    book.pin(key, None)
    if key[0] == "GroupModifier" and _is_general(book, key, shown):
        return
    prices = book.prices()
    if prices.shown(key) == shown:
        return  # It is what the rule gives anyway.
    layer = prices.layer(key)
    if layer.kind == "PriceRule":
        _set_channel_price(book, key, layer, shown)
        return
    own = None if pinned or not _goes_through(book, key) else offer(book, key, shown)
    if own is None:
        book.pin(key, shown)
    elif layer.kind == "LocationOverlay":
        book.change(("LocationOverlay", str(layer.id)), price=own)
    else:
        book.change(key, price=own)


def _goes_through(book: Book, key: Key) -> bool:
    """Whether an edit under this rule changes the own price."""
    return book.link.on_price == "invert" or book.prices().rule(key) == AS_IT_IS


def offer(book: Book, key: Key, shown: Price) -> Price | None:
    """The own price nearest to the present one that this link's rule shows so; None where none is."""
    prices = book.prices()
    near = prices.layer(key).price
    if near is None and key[0] == "GroupModifier":
        near = prices.layer(("Modifier", key[2])).price
    return nearest(lambda own: prices.show(key, own), shown, near or prices.free)


def _is_general(book: Book, key: Key, shown: Price) -> bool:
    """Whether a choice costs here what it costs everywhere; its own price in this group is then taken back."""
    graph, prices = book.graph(), book.prices()
    kind = "Modifier" if book.catalog().get("Modifier", key[2]) is not None else "Item"
    if prices.general(Node(kind, key[2]), graph) != shown:
        return False
    if known(book[key], "price") is None:
        return True
    if _goes_through(book, key):
        book.change(key, price=None)
        return True
    return False


def _set_channel_price(book: Book, key: Key, layer: Layer, shown: Price) -> None:
    """A rule that gives the price for this channel is changed; one that computes it, or holds for more, is not."""
    rule = book["PriceRule", str(layer.id)]
    if known(rule, "price") is not None and rule.parent == key[1]:
        book.change(("PriceRule", rule.id), price=shown)
    else:
        book.pin(key, shown)


def set_available(book: Book, item: str, wanted: State) -> str | None:
    """Bring an item's availability home; returns what must be asked, if anything."""
    graph = book.graph()
    row = book["Item", item]
    only = graph.only(row)
    if only is not None:
        put_state(book, only.id, wanted)
        if wanted == AVAILABLE:
            put_state(book, item, wanted)
        return None
    sizes = [state(book.catalog(), size.id, book.link.location) for size in graph.visible(row)]
    if wanted == AVAILABLE and AVAILABLE not in sizes:
        return "every size is sold out: which is back?"
    put_state(book, item, wanted)
    return None


def put_state(book: Book, id_: str, wanted: State) -> None:
    """Say whether something can be sold at this link's location."""
    catalog, here = book.catalog(), book.link.location
    if state(catalog, id_, here) == wanted:
        return
    for row in catalog.about("Availability", id_):
        if known(row, "at_location") == here:
            book.drop(key_of(row))
    if state(book.catalog(), id_, here) == wanted:
        return
    until = wanted[1] if wanted[0] == "until" else UNSET
    own = ids.derived("tournant", "Availability", f"{id_} {here}")
    row = Availability(own, None, id_, UNSET, at_location=UNSET if here is None else here)
    book.put(structs.replace(row, available=wanted == AVAILABLE, unavailable_until=until))


def set_limits(book: Book, group: str, limits: tuple[int, int | None]) -> None:
    """How many choices a group takes wherever nothing else is said."""
    book.change(("ModifierGroup", group), min_choices=limits[0], max_choices=limits[1])


def set_limits_here(book: Book, key: Key, limits: tuple[int, int | None]) -> None:
    """How many choices a group takes in one place; nothing is said there if it is what the group says."""
    group = book.graph().groups[key[2]]
    if limits == (group.at_least, group.at_most):
        book.change(key, min_choices=None, max_choices=None)
    else:
        most = NO_LIMIT if limits[1] is None else limits[1]
        book.change(key, min_choices=limits[0], max_choices=most)


def set_opening(book: Book, location: str, hours: Opening) -> str | None:
    """Open a place at these hours; returns what must be asked, if anything."""
    if not hours:
        return "is the place closed for good? its hours are restored"
    for row in book.catalog().below("OpeningHours", location):
        if known(row, "for_mode") is None:
            book.drop(key_of(row))
    for row in opening_rows(location, hours):
        book.put(row)
    return None


def set_hours(book: Book, id_: str, hours: Week | None) -> None:
    """Offer a menu or category at these hours."""
    for row in hours_of(book.catalog(), id_):
        if row.parent == id_:
            book.drop(key_of(row))
    for link in book.catalog().below("DaypartLink", id_):
        book.drop(key_of(link))
    for row in joined(f"{id_}~hours", id_, hours):
        book.put(row)
