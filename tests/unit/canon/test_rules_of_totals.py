"""What an order costs is what its parts cost."""

from tests.unit.canon.rows import check, entity, usd

from tournant import canon
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET, Row


def order(**sums: Money) -> list[Row]:
    """Two burgers with cheese and one tea."""
    fees, tips, discounts = {"fee_total": usd(300)}, {"tip_total": usd(0)}, {"discount_total": usd(500)}
    known = {"subtotal": usd(2_700), "tax_total": usd(200), "total": usd(2_700), **fees, **tips, **discounts, **sums}
    return [
        entity(canon.Order, "ord_1", UNSET, **known),
        entity(canon.OrderLine, "lin_1", "ord_1", quantity="2", price_with_modifiers=usd(1_200), subtotal=usd(2_400)),
        entity(canon.OrderLine, "lin_2", "lin_1", quantity="1", price=usd(200)),
        entity(canon.OrderLine, "lin_3", "ord_1", quantity="1", price=usd(300), subtotal=usd(300)),
    ]


def test_an_order_adds_up() -> None:
    """Lines to the subtotal, sums to the total, with taxes on top or in the prices."""
    assert check(*order()) == []
    assert check(*order(total=usd(2_500))) == []
    assert [path for path, _ in check(*order(total=usd(2_701)))] == ["Order ord_1, total"]
    assert [path for path, _ in check(*order(subtotal=usd(2_800), total=usd(2_800)))] == ["Order ord_1, subtotal"]


def test_what_the_guest_took_away_costs_nothing() -> None:
    """A line that stands only to say "without" is not in the sum."""
    without = entity(canon.OrderLine, "lin_4", "ord_1", removed=True, subtotal=usd(50))
    assert check(*order(), without) == []


def test_deposits_and_roundings_count() -> None:
    """What is neither tax, fee, tip nor discount is in the adjustments."""
    deposit = entity(canon.Adjustment, "adj_1", "ord_1", sort="deposit", amount=usd(25))
    assert check(*order(total=usd(2_725)), deposit) == []


def test_a_line_is_price_times_quantity() -> None:
    """To the minor unit for whole quantities, and to within one where something was weighed."""
    line = entity(canon.OrderLine, "lin_1", quantity="3", price=usd(333), subtotal=usd(1_000))
    assert [path for path, _ in check(line)] == ["OrderLine lin_1, subtotal"]
    weighed = entity(canon.OrderLine, "lin_1", quantity="0.333", price=usd(1_000), subtotal=usd(333))
    assert check(weighed) == []
    assert len(check(entity(canon.OrderLine, "lin_1", quantity="two"))) == 1


def test_what_is_unknown_is_not_judged() -> None:
    """An order whose sums a partner does not carry adds up to nothing wrong."""
    assert check(entity(canon.Order, "ord_1", total=usd(5)), entity(canon.OrderLine, "lin_1", "ord_1")) == []
