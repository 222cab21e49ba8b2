"""An order, as it is read: its lines with what was chosen for them, what it costs, for whom it is, who brings it.

A choice is a line below the line that it was made for, and may have choices of its own. Sums are in the currency that
stands beside each; sums of promotions have none, and count in the one that the caller names.
"""

import msgspec

from tournant.adapters.uber_eats.spelling import read_only, words
from tournant.adapters.uber_eats.sums import adjustments, always, amount
from tournant.canon import (
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
from tournant.lens import Again, Conv, Doc, Each, F

Fields = dict[str, str | F]

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


# ---------------------------------------------------------------------- lines


class _Allergen(msgspec.Struct):
    type: str | None = None
    freeform_text: str | None = None


class _Allergy(msgspec.Struct):
    allergens_to_exclude: list[_Allergen] | None = None
    allergy_instructions: str | None = None


class _Requests(msgspec.Struct):
    allergy: _Allergy | None = None


# The reference page says a list; its own words, and those who read such orders, speak of one object.
_Asked = _Requests | list[_Requests]
_ALLERGENS = {"DAIRY": "milk", "TREENUTS": "tree_nuts"}


def _allergies(asked: _Asked) -> list[_Allergy]:
    requests = asked if isinstance(asked, list) else [asked]
    return [request.allergy for request in requests if request.allergy is not None]


def _allergens(asked: _Asked) -> tuple[str, ...]:
    listed = [one for allergy in _allergies(asked) for one in allergy.allergens_to_exclude or ()]
    words_of = (one.freeform_text or _ALLERGENS.get(one.type or "", (one.type or "").lower()) for one in listed)
    return tuple(word for word in words_of if word)


def _allergy_note(asked: _Asked) -> str | None:
    notes = [allergy.allergy_instructions for allergy in _allergies(asked) if allergy.allergy_instructions]
    return "\n".join(notes) or None


_LINE: Fields = {
    "name": "title",
    "item": F("id", to=Item),
    "external_ref": "external_data",
    "quantity": F("quantity", Conv(int, str, int)),
    "price": amount("price.base_unit_price."),
    "price_with_modifiers": amount("price.unit_price."),
    "subtotal": amount("price.total_price."),
    "note": "special_instructions",
    "allergens_to_avoid": F("special_requests", Conv(_Asked, _allergens, read_only)),
    "allergy_note": F("special_requests", Conv(_Asked, _allergy_note, read_only)),
    "tax_labels": F("tax_info.labels", _LABELS),
    "if_missing": "fulfillment_action.fulfillment_action_type",
}
_CHOICE: Fields = {
    **_LINE,
    "sort": always("modifier"),
    "group": F("^.id", to=ModifierGroup),
    "group_name": "^.title",
}
_CHOSEN = "selected_modifier_groups[].selected_items[]"
_CHOICE_KEY = ("^.id", "id")
"""The same option may be chosen in two groups of one line."""
_TAKEN_AWAY = Each(
    OrderLine,
    "selected_modifier_groups[].removed_items[]",
    key=_CHOICE_KEY,
    scoped=True,
    fields={**_CHOICE, "removed": always(value=True)},
)
_CHOICES = Each(
    OrderLine,
    _CHOSEN,
    key=_CHOICE_KEY,
    scoped=True,
    fields=_CHOICE,
    inside=(Again(OrderLine, _CHOSEN), _TAKEN_AWAY),
)
_LINES = Each(
    OrderLine,
    "cart.items[]",
    key="instance_id",
    fields={**_LINE, "sort": always("item")},
    inside=(_CHOICES, _TAKEN_AWAY),
)

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
    "subtotal": amount("payment.charges.sub_total."),
    "tax_total": amount("payment.charges.tax."),
    "fee_total": amount("payment.charges.total_fee."),
    "tip_total": amount("payment.charges.tip."),
    "total": amount("payment.charges.total."),
    "due": amount("payment.charges.cash_amount_due."),
}


def order(currency: str | None) -> Doc:
    """One order; amounts that name no currency are in this one."""
    inside = (
        Each(Customer, "", key=None, fields=_CUSTOMER),
        Each(Fulfilment, "", key=None, fields=_FULFILMENT),
        _LINES,
        *adjustments(currency),
        _COURIERS,
    )
    return Doc("uber_eats.order", (Each(Order, "", fields=_ORDER, inside=inside),))


def orders(currency: str | None) -> Doc:  # noqa: ARG001 - every table is a function of the currency
    """A list of orders, which says no more of each than that it is there, how it stands, and since when."""
    fields: Fields = {"state": F("current_state", _STATES), "placed_at": "placed_at"}
    return Doc("uber_eats.orders", (Each(Order, "orders[]", key="id", fields=fields),))
