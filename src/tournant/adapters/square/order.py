"""Orders: lines with their choices, what changes their price, how they reach the guest, and what was paid."""

from tournant.adapters.square import spelling
from tournant.adapters.square.spelling import words
from tournant.canon import (
    Adjustment,
    Courier,
    Customer,
    Fulfilment,
    Location,
    Modifier,
    Order,
    OrderLine,
    Payment,
    TaxRate,
    Variation,
)
from tournant.lens import Conv, Doc, Each, F

Fields = dict[str, str | F]

_TICKET = words({"OPEN": "open", "COMPLETED": "open", "CANCELED": "voided", "DRAFT": "none"}, strict=False)
"""A completed order is an open ticket that `closed_at` says is done: the ticket was not taken back."""
_LINES = words({"ITEM": "item", "CUSTOM_AMOUNT": "open", "GIFT_CARD": "item"}, strict=False)
_KITCHEN = words(
    {"PROPOSED": "queued", "RESERVED": "preparing", "PREPARED": "ready", "COMPLETED": "ready"}, strict=False
)
_INCLUDED = words({"ADDITIVE": False, "INCLUSIVE": True})
_METHODS = words(
    {
        "CARD": "card",
        "THIRD_PARTY_CARD": "card",
        "CASH": "cash",
        "WALLET": "wallet",
        "SQUARE_GIFT_CARD": "voucher",
        "OTHER": "other",
        "NO_SALE": "other",
        "BANK_ACCOUNT": "other",
        "BUY_NOW_PAY_LATER": "other",
        "SQUARE_ACCOUNT": "other",
    },
    strict=False,
)


class _Orders:
    """The parts of an order's table, for one currency and one way of saying what an adjustment comes to."""

    def __init__(self, currency: str | None, *, new: bool, named: bool = True) -> None:
        """In a new order lines need no uid yet, and only what an adjustment declares is known, not what it comes to."""
        self._price = spelling.Prices(currency)
        self._amount = "amount_money" if new else "applied_money"
        self._uid = "uid" if named else None

    def each(self, at: str, key: str | None) -> Each:
        """An order at this place."""
        price = self._price
        fields: Fields = {
            "display_id": "ticket_name",
            "reference": "reference_id",
            "channel": "source.name",
            "location": F("location_id", to=Location),
            "ticket": F("state", _TICKET),
            "placed_at": "created_at",
            "updated_at": "updated_at",
            "closed_at": "closed_at",
            "version": "version",
            "total": price("total_money"),
            "tax_total": price("total_tax_money"),
            "discount_total": price("total_discount_money"),
            "tip_total": price("total_tip_money"),
            "fee_total": price("total_service_charge_money"),
            "due": price("net_amount_due_money"),
        }
        rounding: Fields = {"sort": _always("rounding"), "name": "name", "amount": price("amount_money")}
        inside = (
            self._line(),
            *self._adjustments(),
            Each(Adjustment, "rounding_adjustment", key=None, fields=rounding),
            self._payment(),
            _PICKUP,
            _DELIVERY,
        )
        return Each(Order, at, key=key, fields=fields, inside=inside, unit=at.endswith("[]"))

    def _line(self) -> Each:
        price = self._price
        fields: Fields = {
            "sort": F("item_type", _LINES),
            "name": "name",
            "variation": F("catalog_object_id", to=Variation),
            "variation_name": "variation_name",
            "quantity": "quantity",
            "unit": spelling.unit("quantity_unit.measurement_unit"),
            "note": "note",
            "price": price("base_price_money"),
            "subtotal": price("gross_sales_money"),
            "total": price("total_money"),
            "tax_total": price("total_tax_money"),
            "discount_total": price("total_discount_money"),
        }
        chosen: Fields = {
            "sort": _always("modifier"),
            "name": "name",
            "modifier": F("catalog_object_id", to=Modifier),
            "quantity": "quantity",
            "price": price("base_price_money"),
        }
        applied: Fields = {"amount": price("applied_money")}
        inside = (
            Each(OrderLine, "modifiers[]", key=self._uid, scoped=True, fields=chosen),
            _adjustment("applied_taxes[]", "tax", applied, "tax_uid"),
            _adjustment("applied_discounts[]", "discount", applied, "discount_uid"),
            _adjustment("applied_service_charges[]", "fee", applied, "service_charge_uid"),
        )
        return Each(OrderLine, "line_items[]", key=self._uid, scoped=True, fields=fields, inside=inside)

    def _adjustments(self) -> tuple[Each, ...]:
        amount = self._price(self._amount)
        fields: Fields = {"name": "name", "rate": F("percentage", spelling.PERCENT)}
        taxed: Fields = {
            **fields,
            "amount": self._price("applied_money"),
            "included": F("type", _INCLUDED),
            "tax_rate": F("catalog_object_id", to=TaxRate),
        }
        coded: Fields = {**fields, "amount": amount, "code": "catalog_object_id"}
        return (
            _adjustment("taxes[]", "tax", taxed),
            _adjustment("discounts[]", "discount", coded),
            _adjustment("service_charges[]", "fee", coded),
        )

    def _payment(self) -> Each:
        price = self._price
        fields: Fields = {
            "method": F("type", _METHODS),
            "amount": price("amount_money"),
            "tip": price("tip_money"),
            "processing_fee": price("processing_fee_money"),
            "paid_at": "created_at",
            "note": "note",
        }
        return Each(Payment, "tenders[]", fields=fields)


def _always(word: str) -> F:
    """A column that is the same in a whole list."""
    return F((), absent=word)


def _adjustment(at: str, sort: str, fields: Fields, key: str = "uid") -> Each:
    """Adjustments of one sort. A uid is unique in its own list only, so the sort stands before it in ours."""
    mark = f"{sort}:"
    named = F(key, Conv(str, lambda uid: mark + uid, lambda ours: ours.removeprefix(mark)))
    return Each(Adjustment, at, key=named, scoped=True, fields={"sort": _always(sort), **fields})


def _fulfilment(sort: str, mode: str, due: str, own: Fields) -> Each:
    """A fulfilment of this type; its details lie in a member that is named after the type."""
    details = f"{sort.lower()}_details."
    to = f"{details}recipient."
    fields: Fields = {
        "mode": _always(mode),
        "state": F("state", _KITCHEN),
        "due_at": details + due,
        "ready_at": f"{details}ready_at",
        "prep_time_s": F(f"{details}prep_time_duration", spelling.SECONDS),
        "note": f"{details}note",
        "address_line_1": f"{to}address.address_line_1",
        "address_line_2": f"{to}address.address_line_2",
        "locality": f"{to}address.locality",
        "region": f"{to}address.administrative_district_level_1",
        "postal_code": f"{to}address.postal_code",
        "country": f"{to}address.country",
        **{name: f"{details}{path}" for name, path in own.items()},
    }
    courier: Fields = {
        "provider": f"{details}courier_provider_name",
        "phone": f"{details}courier_support_phone_number",
        "at_store_at": f"{details}courier_pickup_at",
    }
    guest: Fields = {"name": f"{to}display_name", "phone": f"{to}phone_number", "email": f"{to}email_address"}
    return Each(
        Fulfilment,
        "fulfillments[]",
        key="uid",
        scoped=True,
        when=("type", sort),
        fields=fields,
        inside=(Each(Customer, "", key=None, fields=guest), Each(Courier, "", key=None, fields=courier)),
    )


_PICKUP = _fulfilment(
    "PICKUP",
    "pickup",
    "pickup_at",
    {
        "handed_over_at": "picked_up_at",
        "curbside": "is_curbside_pickup",
        "instructions": "curbside_pickup_details.curbside_details",
    },
)
_DELIVERY = _fulfilment(
    "DELIVERY",
    "delivery",
    "deliver_at",
    {
        "delivered_at": "delivered_at",
        "contactless": "is_no_contact_delivery",
        "instructions": "dropoff_notes",
    },
)


def read(currency: str | None) -> Doc:
    """One order or several, as Square gives them; a search may say no more than which there are."""
    entry: Fields = {"location": F("location_id", to=Location), "version": "version"}
    orders = _Orders(currency, new=False)
    entries = Each(Order, "order_entries[]", key="order_id", fields=entry)
    return Doc("square.order", (orders.each("order", "id"), orders.each("orders[]", "id"), entries))


def new(currency: str | None) -> Doc:
    """An order that has no id yet: the request that makes it, or what one would cost."""
    return Doc("square.order-new", (_Orders(currency, new=True, named=False).each("order", None),))


def write(currency: str | None) -> Doc:
    """The request that makes an order, as we write it: every line has a uid, which Square lets its writer choose."""
    return Doc("square.order-write", (_Orders(currency, new=True).each("order", None),))
