"""Laws of an order's sums at the simulated Square, on random orders."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tournant.sandbox.partners.square.catalog import Catalog
from tournant.sandbox.partners.square.pricing import priced


def money(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "USD"}


percentages = st.decimals("0.5", "40", places=1).map(str)
lines = st.builds(
    lambda amount, quantity: {"name": "Dish", "quantity": str(quantity), "base_price_money": money(amount)},
    st.integers(0, 5_000),
    st.integers(1, 9),
)
discounts = st.one_of(
    st.builds(lambda uid, percentage: {"uid": f"p{uid}", "percentage": percentage}, st.integers(), percentages),
    st.builds(
        lambda uid, amount: {"uid": f"a{uid}", "amount_money": money(amount)}, st.integers(), st.integers(0, 900)
    ),
)
taxes = st.builds(
    lambda uid, percentage, kind: {"uid": f"t{uid}", "percentage": percentage, "type": kind},
    st.integers(),
    percentages,
    st.sampled_from(["ADDITIVE", "INCLUSIVE"]),
)


@given(st.lists(lines, max_size=6), st.lists(discounts, max_size=3), st.lists(taxes, max_size=2))
def test_what_is_shared_out_adds_up(
    sold: list[dict[str, Any]], off: list[dict[str, Any]], due: list[dict[str, Any]]
) -> None:
    """A tax of the order is the sum of its shares, each total that of its lines, and none is below 0."""
    order = {"location_id": "L", "line_items": sold, "discounts": off, "taxes": due}
    found = priced(order, Catalog(lambda _: {}), "USD")
    for tax in found.get("taxes", ()):
        shares = [one for line in found["line_items"] for one in line.get("applied_taxes", ())]
        mine = [one["applied_money"]["amount"] for one in shares if one["tax_uid"] == tax["uid"]]
        named = sum(one["uid"] == tax["uid"] for one in found["taxes"])
        assert named > 1 or sum(mine) == tax["applied_money"]["amount"]
    for name in ("total_money", "total_tax_money", "total_discount_money"):
        amounts = [line[name]["amount"] for line in found["line_items"]]
        assert sum(amounts) == found[name]["amount"]
        assert all(amount >= 0 for amount in amounts)
