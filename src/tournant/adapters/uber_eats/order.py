"""An order, as it is read: its lines with what was chosen for them, what it costs, for whom it is, who brings it.

A choice is a line below the line that it was made for, and may have choices of its own. Sums are in the currency that
stands beside each; sums of promotions have none, and count in the one that the caller names.
"""

import msgspec

from tournant.adapters.uber_eats import spelling
from tournant.adapters.uber_eats.spelling import read_only, words
from tournant.canon import (
    Adjustment,
    Brand,
    Courier,
    Customer,
    Fulfilment,
    Item,
    Location,
    ModifierGroup,
    Order,
    OrderLine,
)
from tournant.kernel import money
from tournant.kernel.money import Price
from tournant.lens import Conv, Doc, Each, F

Fields = dict[str, str | F]

_LEVELS = 6
"""How deep choices of choices are read: as many levels as our capability record says."""
_STATES = words(
    {
        "CREATED": "received",
        "ACCEPTED": "accepted",
        "DENIED": "denied",
        "FINISHED": "completed",
        "CANCELED": "cancelled",
    }
)
_DELIVERED_BY = words(
    {
        "DELIVERY_BY_UBER": "channel",
        "DELIVERY_BY_RESTAURANT": "merchant",
        "PICK_UP": "customer_collects",
        "DINE_IN": "dine_in",
    }
)
_COURIER = words(
    {
        "SCHEDULED": "assigned",
        "EN_ROUTE_TO_PICKUP": "assigned",
        "ARRIVED_AT_PICKUP": "at_store",
        "EN_ROUTE_TO_DROPOFF": "picked_up",
        "COMPLETED": "delivered",
        "FAILED": "failed",
    }
)
_MODES = {
    "DELIVERY_BY_UBER": "delivery",
    "DELIVERY_BY_RESTAURANT": "delivery",
    "PICK_UP": "pickup",
    "DINE_IN": "dine_in",
}
_LABELS = Conv(list[str], tuple, list)


def _sum(at: str) -> F:
    """An amount with its currency."""

    def read(units: int | None, currency: str | None) -> Price | None:
        return None if units is None else money.from_scaled(units, 2, currency)

    def write(price: Price) -> tuple[int, str | None]:
        return money.to_scaled(price, 2), price.currency

    return F((f"{at}amount", f"{at}currency_code"), Conv((int, str), read, write), none="drop")


def _always(value: object) -> F:
    return F((), absent=value)


# ---------------------------------------------------------------------- lines

_LINE: Fields = {
    "name": "title",
    "item": F("id", to=Item),
    "external_ref": "external_data",
    "quantity": F("quantity", Conv(int, str, int)),
    "price": _sum("price.base_unit_price."),
    "price_with_modifiers": _sum("price.unit_price."),
    "subtotal": _sum("price.total_price."),
    "note": "special_instructions",
    "tax_labels": F("tax_info.labels", _LABELS),
    "if_missing": "fulfillment_action.fulfillment_action_type",
}
_CHOICE: Fields = {
    **_LINE,
    "sort": _always("modifier"),
    "group": F("^.id", to=ModifierGroup),
    "group_name": "^.title",
}


def _choices(levels: int) -> tuple[Each, ...]:
    """What was chosen for a line, and what was taken away; what was chosen may have choices of its own."""
    taken = {**_CHOICE, "removed": _always(value=True)}
    below = _choices(levels - 1) if levels > 1 else ()
    groups = "selected_modifier_groups[]"
    return (
        Each(OrderLine, f"{groups}.selected_items[]", key="id", scoped=True, fields=_CHOICE, inside=below),
        Each(OrderLine, f"{groups}.removed_items[]", key="id", scoped=True, fields=taken),
    )


_LINES = Each(
    OrderLine,
    "cart.items[]",
    key="instance_id",
    fields={**_LINE, "sort": _always("item")},
    inside=_choices(_LEVELS),
)

# ---------------------------------------------------------------------- sums


class _Split(msgspec.Struct):
    funding_source: str | None = None


_SIDES = {"uber": "channel", "organization": "merchant"}


def _funded_by(splits: list[_Split]) -> str | None:
    """The one side that pays for a promotion, where one does."""
    sides = {_SIDES.get((split.funding_source or "").lower()) for split in splits}
    return sides.pop() if len(sides) == 1 else None


def _promotions(currency: str | None) -> Each:
    fields: Fields = {
        "sort": _always("discount"),
        "name": "promo_type",
        "code": "external_promotion_id",
        "amount": F("promo_discount_value", spelling.hundredths(currency)),
        "funded_by": F("promo_funding_splits", Conv(list[_Split], _funded_by, read_only)),
    }
    return Each(Adjustment, "payment.promotions.promotions[]", key="promotion_uuid", fields=fields)


# ---------------------------------------------------------------------- people

_CUSTOMER: Fields = {
    "first_name": "eater.first_name",
    "last_name": "eater.last_name",
    "phone": "eater.phone",
    "phone_code": "eater.phone_code",
    "tax_number": "eater.corporate_tax_id_taiwan",
}
_ADDRESS = "eater.delivery.location"
_FULFILMENT: Fields = {
    "mode": F("type", Conv(str, _MODES.get, read_only)),
    "address_line_1": f"{_ADDRESS}.street_address",
    "address_line_2": f"{_ADDRESS}.unit_number",
    "latitude": f"{_ADDRESS}.latitude",
    "longitude": f"{_ADDRESS}.longitude",
    "instructions": "eater.delivery.notes",
    "contactless": F("eater.delivery.type", Conv(str, lambda how: how == "LEAVE_AT_DOOR", read_only)),
    "curbside": F("eater.delivery.type", Conv(str, lambda how: how == "CURBSIDE", read_only)),
}
_COURIERS = Each(
    Courier,
    "deliveries[]",
    fields={
        "name": "first_name",
        "phone": "phone",
        "phone_code": "phone_code",
        "vehicle": "vehicle.model",
        "state": F("current_state", _COURIER),
        "at_store_at": "estimated_pickup_time",
    },
)
_ORDER: Fields = {
    "display_id": "display_id",
    "reference": "external_reference_id",
    "channel": F("brand", Conv(str, str.lower, str.upper)),
    "location": F("store.id", to=Location),
    "brand": F("store.integrator_brand_id", to=Brand),
    "state": F("current_state", _STATES),
    "delivery_by": F("type", _DELIVERED_BY),
    "placed_at": "placed_at",
    "due_at": "estimated_ready_for_pickup_at",
    "note": "cart.special_instructions",
    "cutlery": "packaging.disposable_items.should_include",
    "subtotal": _sum("payment.charges.sub_total."),
    "tax_total": _sum("payment.charges.tax."),
    "fee_total": _sum("payment.charges.total_fee."),
    "tip_total": _sum("payment.charges.tip."),
    "total": _sum("payment.charges.total."),
    "due": _sum("payment.charges.cash_amount_due."),
}


def order(currency: str | None) -> Doc:
    """One order; amounts that name no currency are in this one."""
    inside = (
        Each(Customer, "", key=None, fields=_CUSTOMER),
        Each(Fulfilment, "", key=None, fields=_FULFILMENT),
        _LINES,
        _promotions(currency),
        _COURIERS,
    )
    return Doc("uber_eats.order", (Each(Order, "", fields=_ORDER, inside=inside),))
