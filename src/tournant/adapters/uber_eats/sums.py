"""What an order costs: amounts with their currency, and what changes the price: discounts, fees, taxes."""

import msgspec

from tournant.adapters.uber_eats import spelling
from tournant.adapters.uber_eats.spelling import read_only
from tournant.canon import Adjustment
from tournant.kernel import money
from tournant.kernel.money import Price
from tournant.lens import Conv, Each, F

Fields = dict[str, str | F]


def amount(at: str) -> F:
    """An amount with its currency."""

    def read(units: int | None, currency: str | None) -> Price | None:
        return None if units is None else money.from_scaled(units, 2, currency)

    def write(price: Price) -> tuple[int, str | None]:
        return money.to_scaled(price, 2), price.currency

    return F((f"{at}amount", f"{at}currency_code"), Conv((int, str), read, write), none="drop")


def always(value: object) -> F:
    """A column that is the same in every row of a list."""
    return F((), absent=value)


_FEES = ("delivery_fee", "small_order_fee", "bag_fee", "pick_and_pack_fee")
_TAXES = ("tax", "total_fee_tax")
_REMITTERS = {"uber": "channel", "restaurant": "merchant"}
_FUNDERS = {"uber": "channel", "organization": "merchant"}


class _Paid(msgspec.Struct):
    amount: int
    currency_code: str | None = None


class _Split(msgspec.Struct):
    funding_source: str | None = None
    amount_paid: _Paid | None = None

    @property
    def side(self) -> str | None:
        """Whose money it is."""
        return _FUNDERS.get((self.funding_source or "").lower())


def _funded_by(splits: list[_Split]) -> str | None:
    """The one side that bears a promotion, where one does."""
    sides = {split.side for split in splits}
    return sides.pop() if len(sides) == 1 else None


def _by_merchant(splits: list[_Split]) -> Price | None:
    """The merchant's part of a promotion that is shared."""
    parts = [split.amount_paid for split in splits if split.side == "merchant" and split.amount_paid is not None]
    if len(parts) != 1 or len(splits) == 1:
        return None
    return money.from_scaled(parts[0].amount, 2, parts[0].currency_code)


def adjustments(currency: str | None) -> tuple[Each, ...]:
    """Discounts, the fees that are the restaurant's, and the taxes by who pays them to the tax office."""
    splits = "promo_funding_splits"
    discount: Fields = {
        "sort": always("discount"),
        "name": "promo_type",
        "code": "external_promotion_id",
        "amount": F("promo_discount_value", spelling.hundredths(currency)),
        "funded_by": F(splits, Conv(list[_Split], _funded_by, read_only)),
        "funded_by_merchant": F(splits, Conv(list[_Split], _by_merchant, read_only)),
    }
    return (
        Each(Adjustment, "payment.promotions.promotions[]", key=None, fields=discount),
        *(_fee(code) for code in _FEES),
        *(_tax(code, who) for code in _TAXES for who in _REMITTERS),
    )


def _fee(code: str) -> Each:
    fields: Fields = {"sort": always("fee"), "code": always(code), "amount": amount(""), "kept_by": always("merchant")}
    return Each(Adjustment, f"payment.charges.{code}", key=None, fields=fields)


def _tax(code: str, who: str) -> Each:
    fields: Fields = {
        "sort": always("tax"),
        "code": always(code),
        "amount": amount("value."),
        "remitted_by": always(_REMITTERS[who]),
    }
    return Each(Adjustment, f"payment.accounting.tax_remittance.{code}.{who}[]", key=None, fields=fields)
