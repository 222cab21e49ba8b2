"""What an order costs, by the rules of Square's Orders API.

    gross = (price + modifiers) x quantity; then percentages, the lowest first; then fixed amounts; then taxes

An amount for the whole order is shared out over its lines in proportion, to the minor unit, by largest remainders.
Sums are rounded half to even. The response that Square's specification gives as an example is the test of all this.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal

from tournant.sandbox.http import Json
from tournant.sandbox.partners.square.catalog import Catalog
from tournant.sandbox.partners.square.errors import refuse

__all__ = ["priced"]


@dataclass(frozen=True, slots=True)
class _Till:
    """Where prices come from."""

    catalog: Catalog
    currency: str
    location: str

    def price(self, data: Json) -> Json | None:
        """Give the price of a variation or a modifier at this location."""
        for one in data.get("location_overrides", ()):
            if one["location_id"] == self.location and one.get("price_money"):
                override: Json = one["price_money"]
                return override
        return data.get("price_money")


@dataclass(slots=True)
class _Line:
    """One line while its sums are made."""

    said: Json
    gross: int = 0
    discount: int = 0
    tax: int = 0
    inclusive: int = 0
    applied: list[Json] = field(default_factory=list)
    taxes: list[Json] = field(default_factory=list)

    @property
    def net(self) -> int:
        """What is left after discounts."""
        return self.gross - self.discount


def priced(order: Json, catalog: Catalog, currency: str) -> Json:
    """Give the order with every sum that Square derives."""
    till = _Till(catalog, currency, order["location_id"])
    lines = [_line(one, till) for one in order.get("line_items") or ()]
    discounts = [_described(one, catalog, "discount_data") for one in order.get("discounts") or ()]
    taxes = [_described(one, catalog, "tax_data") for one in order.get("taxes") or ()]
    for one in sorted(discounts, key=lambda one: (one["type"] == "FIXED_AMOUNT", Decimal(one.get("percentage") or 0))):
        _discount(one, lines, currency)
    for one in taxes:
        _tax(one, lines, currency)
    charges = [_charge(one, sum(line.net for line in lines), currency) for one in order.get("service_charges") or ()]
    service = sum(one["applied_money"]["amount"] for one in charges)
    tax, discount = sum(line.tax for line in lines), sum(line.discount for line in lines)
    total = sum(line.net + line.tax - line.inclusive for line in lines) + service

    def money(amount: int) -> Json:
        return {"amount": amount, "currency": currency}

    sums = {"tax": tax, "discount": discount, "service_charge": service, "tip": 0}
    found = order | {f"total_{name}_money": money(amount) for name, amount in sums.items()}
    found |= {"total_money": money(total), "line_items": [_closed(line, currency) for line in lines]}
    found["net_amounts"] = {f"{name}_money": money(amount) for name, amount in sums.items()} | {
        "total_money": money(total)
    }
    parts = {"discounts": discounts, "taxes": taxes, "service_charges": charges}
    return found | {name: every for name, every in parts.items() if every}


def _line(said: Json, till: _Till) -> _Line:
    currency = till.currency
    quantity = _quantity(said)
    body = dict(said)
    if said.get("catalog_object_id"):
        data = _data(till.catalog, said["catalog_object_id"], "ITEM_VARIATION")
        item = till.catalog.objects[data["item_id"]].body["item_data"]
        body = {
            "name": item.get("name"),
            "variation_name": data.get("name"),
            "base_price_money": till.price(data),
        } | body
    base = _price(body, currency)
    modifiers = [_modifier(one, quantity, till) for one in said.get("modifiers") or ()]
    gross = _round(base * quantity) + sum(one["total_price_money"]["amount"] for one in modifiers)
    body |= {
        "quantity": said["quantity"],
        "base_price_money": {"amount": base, "currency": currency},
        "variation_total_price_money": {"amount": _round(base * quantity), "currency": currency},
        "gross_sales_money": {"amount": gross, "currency": currency},
        "item_type": said.get("item_type", "ITEM"),
    }
    return _Line(body | ({"modifiers": modifiers} if modifiers else {}), gross)


def _modifier(said: Json, quantity: Decimal, till: _Till) -> Json:
    currency = till.currency
    body = dict(said)
    if said.get("catalog_object_id"):
        data = _data(till.catalog, said["catalog_object_id"], "MODIFIER")
        free = {"amount": 0, "currency": currency}
        body = {"name": data.get("name"), "base_price_money": till.price(data) or free} | body
    base = _price(body, currency)
    total = _round(base * quantity * Decimal(said.get("quantity", "1")))
    money = {"base_price_money": {"amount": base, "currency": currency}}
    return body | money | {"total_price_money": {"amount": total, "currency": currency}}


def _discount(one: Json, lines: Sequence[_Line], currency: str) -> None:
    struck = _struck(one, lines, "applied_discounts", "discount_uid")
    if one["type"] == "FIXED_AMOUNT":
        total = min(one["amount_money"]["amount"], sum(line.net for line in struck))
    else:
        total = _round(sum(line.net for line in struck) * Decimal(one["percentage"]) / 100)
    for line, share in zip(struck, _shares(total, [line.net for line in struck]), strict=True):
        line.discount += share
        line.applied.append({"discount_uid": one["uid"], "applied_money": {"amount": share, "currency": currency}})
    one["applied_money"] = {"amount": total, "currency": currency}


def _tax(one: Json, lines: Sequence[_Line], currency: str) -> None:
    struck = _struck(one, lines, "applied_taxes", "tax_uid")
    rate = Decimal(one["percentage"]) / 100
    inclusive = one["type"] == "INCLUSIVE"
    net = sum(line.net for line in struck)
    total = _round(net - net / (1 + rate)) if inclusive else _round(net * rate)
    for line, share in zip(struck, _shares(total, [line.net for line in struck]), strict=True):
        line.tax += share
        line.inclusive += share if inclusive else 0
        line.taxes.append({"tax_uid": one["uid"], "applied_money": {"amount": share, "currency": currency}})
    one["applied_money"] = {"amount": total, "currency": currency}


def _charge(said: Json, net: int, currency: str) -> Json:
    share = Decimal(said.get("percentage") or 0) / 100
    amount = said["amount_money"]["amount"] if said.get("amount_money") else _round(net * share)
    money = {"amount": amount, "currency": currency}
    zero = {"amount": 0, "currency": currency}
    return {"type": "CUSTOM"} | said | {"applied_money": money, "total_money": money, "total_tax_money": zero}


def _struck(one: Json, lines: Sequence[_Line], applied: str, uid: str) -> list[_Line]:
    if one.get("scope", "ORDER") == "ORDER":
        return list(lines)
    return [line for line in lines if any(each.get(uid) == one["uid"] for each in line.said.get(applied) or ())]


def _shares(total: int, weights: Sequence[int]) -> list[int]:
    whole = sum(weights)
    if not whole:
        return [0 for _ in weights]
    shares = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda n: -(total * weights[n] % whole))
    for n in order[: total - sum(shares)]:
        shares[n] += 1
    return shares


def _closed(line: _Line, currency: str) -> Json:
    sums = {
        "total_discount_money": line.discount,
        "total_tax_money": line.tax,
        "total_service_charge_money": 0,
        "total_money": line.net + line.tax - line.inclusive,
    }
    body = line.said | {name: {"amount": amount, "currency": currency} for name, amount in sums.items()}
    body |= {"applied_discounts": line.applied} if line.applied else {}
    return body | ({"applied_taxes": line.taxes} if line.taxes else {})


def _described(said: Json, catalog: Catalog, name: str) -> Json:
    body = dict(said)
    if said.get("catalog_object_id"):
        data = _data(catalog, said["catalog_object_id"], name.removesuffix("_data").upper())
        kept = ("name", "percentage", "amount_money")
        body |= {key: data[key] for key in kept if data.get(key) is not None and key not in said}
    if name == "tax_data":
        return {"type": "ADDITIVE", "scope": "ORDER"} | body
    kind = "FIXED_AMOUNT" if body.get("amount_money") else "FIXED_PERCENTAGE"
    return {"type": kind, "scope": "ORDER"} | body


def _data(catalog: Catalog, object_id: str, kind: str) -> Json:
    if catalog.kind(object_id) != kind:
        raise refuse(404, "NOT_FOUND", f"There is no {kind} {object_id!r} in the catalog.", "catalog_object_id")
    body = catalog.objects[object_id].body
    found: Json = body[next(name for name in body if name.endswith("_data"))]
    return found


def _price(body: Json, currency: str) -> int:
    money = body.get("base_price_money")
    if not money or not isinstance(money.get("amount"), int):
        raise refuse(400, "MISSING_REQUIRED_PARAMETER", "A line has no price.", "base_price_money")
    if money.get("currency") != currency:
        raise refuse(400, "INVALID_VALUE", f"The currency of this seller is {currency}.", "currency")
    amount: int = money["amount"]
    return amount


def _quantity(said: Json) -> Decimal:
    if not isinstance(said.get("quantity"), str):
        raise refuse(400, "EXPECTED_STRING", "The quantity of a line is text.", "quantity")
    return Decimal(said["quantity"])


def _round(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
