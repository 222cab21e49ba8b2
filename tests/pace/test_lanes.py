"""Who goes first: orders, from a reserve too; then tenants in turns; and nobody waits for ever."""

import itertools
from collections.abc import Iterable
from dataclasses import replace

import pytest
from tests.pace.partner import limit, rules, want
from tests.pace.virtual import START, after

from tournant.kernel import bounds
from tournant.kernel.check import Impossible
from tournant.pace import TooMany
from tournant.pace.policy import Counter
from tournant.pace.policy.pool import LONG_AGO, Pool, reserve
from tournant.sdk import Limit, Want


def counter(*limits: Limit) -> Counter:
    made = Counter(rules(*limits))
    made.begin(START, clean=True)
    return made


def line_up(sells: Counter, wants: Iterable[Want], at_s: float = 0) -> None:
    for one in wants:
        sells.ask(one, after(at_s))


def sold(sells: Counter, at_s: float = 0) -> list[str]:
    """Who may call now, as `tenant:lane`; each is answered at once."""
    buyers = sells.sell(after(at_s))
    for one in buyers:
        sells.answered(one, after(at_s))
    return [f"{one.want.tenant}:{one.want.lane}" for one in buyers]


def test_orders_go_first_then_availability() -> None:
    """Whoever came first, the lane decides."""
    sells = counter(limit("three", 3, 10.0))
    line_up(sells, [want("other"), want("availability"), want("order"), want("order")])
    assert sold(sells) == ["ann:order", "ann:order", "ann:availability"]
    assert sold(sells, 10) == ["ann:other"]


def test_tenants_take_turns_and_each_is_served_in_its_order() -> None:
    """One tenant with much to do does not keep another waiting."""
    sells = counter(limit("six", 6, 4.0))
    line_up(sells, [want(tenant="ann")] * 9 + [want(tenant="bob")] * 2 + [want(tenant="cay")])
    names = [one.split(":")[0] for one in sold(sells)]
    assert names == ["ann", "bob", "cay", "ann", "bob", "ann"]
    line_up(sells, [want(tenant="bob", store=one) for one in ("s1", "s2", "s1")], 1)
    buyers = sells.sell(after(4))
    assert [one.number for one in buyers if one.want.tenant == "bob"] == [13, 14, 15]


def test_a_reserve_is_kept_of_what_refills_slowly() -> None:
    """One in a hundred of a limit that refills later than an order can wait; none of a quick or of a small one."""
    assert reserve(limit("an hour", 100, 3_600.0)) == 1
    assert reserve(limit("a quarter", 10_000, 900.0)) == 100
    assert reserve(limit("a second", 20, 1.0)) == 0
    assert reserve(limit("small", 9, 60.0)) == 0
    assert reserve(limit("cap", 50, 0.0)) == 0


def test_others_leave_the_reserve_to_orders() -> None:
    """The last slot is an order's, however many others wait."""
    sells = counter(limit("hour", 20, 3_600.0))
    line_up(sells, [want("availability"), *[want("other")] * 30])
    assert len(sold(sells)) == 19
    line_up(sells, [want("order")], 1)
    assert sold(sells, 1) == ["ann:order"]


def test_others_may_have_the_reserve_when_it_is_back_in_time() -> None:
    """Where another slot becomes free within what an order can wait, the last one need not lie idle."""
    pool = Pool(limit("minute", 10, 60.0), LONG_AGO)
    pool.ripen(START)
    pool.take(9)
    assert pool.earliest(1, keep=True) is None
    pool.answered(1, after(-50))
    assert pool.earliest(1, keep=True) == after(5)
    assert pool.earliest(1, keep=False) == LONG_AGO


def test_who_needs_more_is_not_overtaken_for_ever() -> None:
    """A call that takes three slots keeps those behind from the limit until it has them."""
    sells = counter(limit("three", 3, 4.0))
    line_up(sells, [want()])
    assert len(sold(sells)) == 1
    dear = Want("square", "read", "app_square", "acc_ann", "s1", "other", "ann", None, 3)
    line_up(sells, [dear, want(tenant="bob")], 1)
    assert sold(sells, 1) == []
    assert sells.next_at == after(4)
    assert sold(sells, 4) == ["ann:other"]
    assert sold(sells, 8) == ["bob:other"]


def test_who_waits_for_one_limit_holds_nothing_of_another() -> None:
    """All slots of a call at once or none: a store that rests does not use up the app's."""
    sells = counter(limit("app", 2, 4.0), limit("store", 1, 4.0, "store"))
    line_up(sells, [want(store="a"), want(store="a"), want(store="a"), want(store="b")])
    buyers = sells.sell(after(0))
    assert [one.want.store for one in buyers] == ["a", "b"]


def starve(seconds: int, *others: Want) -> list[tuple[float, str]]:
    """One call a second, and always more orders than that; gives when which of the others was served."""
    sells = counter(limit("second", 1, 1.0))
    line_up(sells, others)
    served: list[tuple[float, str]] = []
    for second in range(seconds):
        line_up(sells, [want("order", "eve")] * 2, second)
        served += [(second, one) for one in sold(sells, second) if "order" not in one]
    return served


def test_nothing_starves() -> None:
    """Where orders take everything, whoever is overdue gets one call in ten: the bound on waiting."""
    served = starve(1_100, want("other", "ann"), want("availability", "bob"), want("other", "cay"))
    assert [name for _, name in served] == ["bob:availability", "ann:other", "cay:other"]
    times = [at for at, _ in served]
    assert bounds.WAIT_AVAILABILITY_S_MAX <= times[0] <= bounds.WAIT_AVAILABILITY_S_MAX + bounds.OVERDUE_EVERY
    assert bounds.WAIT_OTHER_S_MAX <= times[1] <= bounds.WAIT_OTHER_S_MAX + bounds.OVERDUE_EVERY
    assert times[2] <= bounds.WAIT_OTHER_S_MAX + 2 * bounds.OVERDUE_EVERY


def test_orders_keep_nine_calls_in_ten_from_the_overdue() -> None:
    """However many are overdue, no more than each tenth call is theirs."""
    served = starve(1_000, *[want("availability", f"t{number}") for number in range(90)])
    times = [at for at, _ in served]
    assert len(times) == 90
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) == bounds.OVERDUE_EVERY


def test_an_overdue_call_may_have_the_reserve() -> None:
    """Orders that always leave less than the reserve do not starve the others."""
    sells = counter(limit("ten", 10, 200.0))
    for tick in range(9):
        line_up(sells, [want("order", "eve")], 20 * tick)
        assert sold(sells, 20 * tick) == ["eve:order"]
    line_up(sells, [want("availability", "bob")], 185)
    for tick in range(10, 13):  # each order takes the slot that has just become free, and one is left: the reserve
        line_up(sells, [want("order", "eve")], 20 * tick)
        assert sold(sells, 20 * tick) == ["eve:order"]
    assert sells.next_at == after(185 + bounds.WAIT_AVAILABILITY_S_MAX)
    assert sold(sells, 185 + bounds.WAIT_AVAILABILITY_S_MAX) == ["bob:availability"]


def test_a_tenant_that_is_served_is_not_overdue() -> None:
    """A backlog of hours gives no right to go before somebody who has just come."""
    sells = counter(limit("second", 1, 1.0))
    line_up(sells, [want(tenant="ann")] * 2_000)
    for second in range(1_000):
        assert sold(sells, second) == ["ann:other"]
    line_up(sells, [want(tenant="bob")], 999.5)
    assert "bob:other" in sold(sells, 1_000) + sold(sells, 1_001)


def named(of: Limit, *operations: str) -> Limit:
    return replace(of, operations=frozenset(operations))


def test_two_limits_that_others_take_in_turns_do_not_starve_who_needs_both() -> None:
    """Shortly before both are free they are kept for the one that is overdue."""
    sells = counter(named(limit("three", 1, 3.0), "both", "b"), named(limit("nine", 1, 9.0), "both", "c"))
    for second in range(1_000):
        if second % 3 == 0:  # one limit is free in every third second, the other a second after one of those
            sells.ask(replace(want(tenant="bob"), operation="b"), after(second))
        if second % 9 == 1:
            sells.ask(replace(want(tenant="cay"), operation="c"), after(second))
        if second == 1:
            sells.ask(replace(want(tenant="ann"), operation="both"), after(second))
        if "ann:other" in sold(sells, second):
            assert bounds.WAIT_OTHER_S_MAX <= second <= bounds.WAIT_OTHER_S_MAX + 20
            return
    pytest.fail("it starved")


def test_an_overdue_call_of_a_store_that_rests_keeps_nobody_waiting() -> None:
    """Only what it lacks is kept from those behind, for however long it lacks it."""
    sells = counter(limit("app", 2, 1.0), limit("day", 1, 86_400.0, "store"))
    line_up(sells, [want(store="a"), want(store="a")])
    assert len(sold(sells)) == 1
    line_up(sells, [want(store="b")], 5_000)
    assert sold(sells, 5_000) == ["ann:other"]


def test_turns_go_on_from_sale_to_sale() -> None:
    """Whoever was served last stands last, also where one slot becomes free at a time."""
    sells = counter(limit("one", 1, 1.0))
    line_up(sells, [want(tenant="ann")] * 3 + [want(tenant="bob")] * 3)
    assert [sold(sells, second)[0][:3] for second in range(6)] == ["ann", "bob"] * 3


def test_who_is_refused_by_the_ledger_stands_where_it_stood() -> None:
    """It waits for about a slot's time, and is not overtaken by who came later."""
    sells = counter(limit("hour", 4, 3_600.0))
    line_up(sells, [want()] * 2 + [Want("square", "read", "app_square", "acc_ann", "s1", "order", "ann", None, 4)])
    (dear,) = sells.sell(START)
    sells.refused(dear, dear.need.pools[0], START)
    assert sells.sell(START) == []
    assert sells.next_at == after(900)
    assert sells.sell(after(900)) == [dear]
    sells.unsent(dear, after(900))
    first, second = sells.sell(after(900))
    line_up(sells, [want()] * 4, 900)
    sells.refused(first, first.need.pools[0], after(900))
    sells.unsent(second, after(900))
    assert sells.sell(after(900))[0] is first


def test_a_call_that_takes_the_whole_limit_can_be_made() -> None:
    """The reserve for orders never keeps a call from what it needs for ever."""
    sells = counter(limit("ten", 10, 60.0))
    line_up(sells, [Want("square", "read", "app_square", "acc_ann", "s1", "other", "ann", None, 10)])
    assert sold(sells) == ["ann:other"]


def test_a_partner_that_says_slower_is_believed() -> None:
    """Nothing more of the same app, account and operation; a shorter word later takes nothing back."""
    sells = counter(limit("many", 100, 1.0))
    sells.slow_down(want(), after(30), START)
    sells.slow_down(want(), after(10), START)
    line_up(sells, [want("order"), want(tenant="bob")])
    assert sold(sells) == ["bob:other"]
    assert sells.next_at == after(30)
    assert sold(sells, 29.9) == []
    assert sold(sells, 30) == ["ann:order"]
    sells.slow_down(want(), after(10**9), after(40))
    line_up(sells, [want()], 40)
    assert sold(sells, 40 + bounds.BRAKE_S_MAX) == ["ann:other"]


def test_a_full_line_turns_buyers_away_by_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others that wait in thousands do not keep an order from waiting."""
    monkeypatch.setattr(bounds, "BUYERS_WAITING_MAX", 3)
    sells = counter(limit("none", 1, 60.0))
    line_up(sells, [want()] * 3)
    with pytest.raises(TooMany, match="Too many wait"):
        sells.ask(want(), START)
    line_up(sells, [want("order")])


def test_pools_that_are_whole_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody uses any more is forgotten; where all is in use, a buyer is turned away."""
    monkeypatch.setattr(bounds, "POOLS_MAX", 3)
    sells = counter(limit("store", 1, 5.0, "store"))
    for number in range(3):
        line_up(sells, [want(store=f"s{number}")])
    assert len(sold(sells)) == 3
    with pytest.raises(TooMany):
        sells.ask(want(store="s3"), after(1))
    line_up(sells, [want(store="s3")], 5)
    assert sold(sells, 5) == ["ann:other"]


def test_a_call_that_no_limit_can_ever_allow_is_a_bug() -> None:
    """A cost above a whole limit is refused at once instead of waiting for ever; so is an unknown partner."""
    sells = counter(limit("two", 2, 1.0))
    with pytest.raises(Impossible, match="no 3 slots"):
        sells.ask(Want("square", "read", "app", "acc", None, "other", "ann", None, 3), START)
    with pytest.raises(Impossible, match="nobody said"):
        sells.ask(Want("other", "read", "app", "acc", None, "other", "ann"), START)
