"""Inventory: how many of a variation are left to sell at a location. Counting 0 is how an app marks it sold out.

Only what is in stock is there to sell: counts in other states, adjustments and transfers are carried along.
"""

from tournant.adapters.square.catalog import digest
from tournant.canon import Availability, Location, Variation
from tournant.lens import Doc, Each, F

_IN_STOCK = ("state", "IN_STOCK")
_COUNT_OF = ("catalog_object_id", "location_id")


def _fields(counted_at: str, body: str = "") -> dict[str, str | F]:
    return {
        "subject": F(f"{body}catalog_object_id", to=Variation),
        "at_location": F(f"{body}location_id", to=Location),
        "count": f"{body}quantity",
        "counted_at": f"{body}{counted_at}",
    }


def _changes(*key: str) -> Each:
    body = "physical_count."
    return Each(
        Availability,
        "changes[]",
        key=tuple(body + member for member in key),
        fields=_fields("occurred_at", body),
        when=("type", "PHYSICAL_COUNT"),
        new={"type": "PHYSICAL_COUNT", "physical_count.state": "IN_STOCK"},
    )


def read(currency: str | None) -> Doc:  # noqa: ARG001 - every table is a function of the currency
    """Counts, and the changes that led to them, as Square gives them."""
    counts = Each(Availability, "counts[]", key=_COUNT_OF, fields=_fields("calculated_at"), when=_IN_STOCK, unit=True)
    return Doc("square.inventory", (counts, _changes("id"), Each(Availability, "count", fields=_fields("occurred_at"))))


def change(currency: str | None) -> Doc:  # noqa: ARG001 - every table is a function of the currency
    """A request to note what was counted."""
    return Doc("square.inventory-change", (_changes(*_COUNT_OF),), new={"idempotency_key": digest})
