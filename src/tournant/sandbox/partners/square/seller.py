"""A seller: what belongs to one Square account."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tournant.sandbox.http import Json
from tournant.sandbox.partners.square.catalog import Catalog
from tournant.sandbox.partners.square.errors import refuse
from tournant.sandbox.partners.square.stock import Stock

__all__ = ["Seller", "once"]


@dataclass
class Seller:
    """One merchant with its locations, its catalog, its counts and its orders."""

    id: str
    name: str
    currency: str
    country: str
    catalog: Catalog
    stock: Stock
    locations: dict[str, Json] = field(default_factory=dict)
    orders: dict[str, Json] = field(default_factory=dict)
    payments: dict[str, Json] = field(default_factory=dict)
    writing: set[str] = field(default_factory=set)
    """The kinds of catalog writes that are being processed: `update`, `delete`."""
    answered: dict[tuple[str, str], tuple[Json, Json]] = field(default_factory=dict)
    """What was answered to which idempotency key of which operation, with the request."""

    def location(self, location: str | None) -> Json:
        """Give a location; refuses one that is not there."""
        found = self.locations.get(location or "")
        if found is None:
            raise refuse(404, "NOT_FOUND", f"Location {location!r} was not found.", "location_id")
        return found


def once(seller: Seller, operation: str, asked: Json, do: Callable[[], Json]) -> Json:
    """Do something once for each idempotency key: the same request again gets the same answer, another is refused."""
    key = asked.get("idempotency_key")
    if key is None:
        return do()
    if not isinstance(key, str) or not key:
        raise refuse(400, "VALUE_EMPTY", "The idempotency key is empty.", "idempotency_key")
    before = seller.answered.get((operation, key))
    if before is None:
        found = do()
        seller.answered[operation, key] = (asked, found)
        return found
    if before[0] != asked:
        raise refuse(400, "IDEMPOTENCY_KEY_REUSED", "The idempotency key was used with another request.")
    return before[1]
