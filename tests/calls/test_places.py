"""Bulkheads and breakers: who is slow or dead leaves places and budget to the others."""

from datetime import timedelta

from tests.store.values import ANN, BOB, START

from tournant.calls.breaker import Breakers
from tournant.calls.places import Places, Seat, Sizes
from tournant.kernel import bounds
from tournant.log.records import Tenant
from tournant.sdk import errors

ME = (ANN, "acc")


def seat(account: str, partner: str = "square", tenant: Tenant = ANN, *, order: bool = False) -> Seat:
    return Seat(tenant, partner, account, order)


def taken(places: Places, wanted: Seat, tries: int = 100) -> int:
    return sum(places.take(wanted) for _ in range(tries))


def test_an_account_stops_at_its_bound() -> None:
    """However many calls one account has, it takes its own number of places and no more."""
    places = Places(Sizes(all=100, merchant=32, account=4))
    assert taken(places, seat("one")) == 4
    assert taken(places, seat("two")) == 4


def test_a_partner_leaves_half() -> None:
    """A partner that is dead for all accounts of a merchant takes half of its places; others have the rest."""
    places = Places(Sizes(all=1_000, merchant=32, account=8))
    assert sum(taken(places, seat(f"shop_{n}", "uber_eats")) for n in range(20)) == 16
    assert taken(places, seat("till")) == 8


def test_a_partner_leaves_half_of_everything() -> None:
    """A partner that is dead for all merchants takes half of the places of the process."""
    places = Places(Sizes(all=40, merchant=8, account=8))
    tenants = [Tenant("org", f"mer_{n}") for n in range(40)]
    assert sum(taken(places, seat("shop", "uber_eats", one)) for one in tenants) == 20
    assert taken(places, seat("till", tenant=BOB)) == 4


def test_orders_have_places_of_their_own() -> None:
    """When everything else is full, an order command still finds a place."""
    places = Places(Sizes(all=2, merchant=2, account=1))
    assert taken(places, seat("one")) == 1
    assert places.take(seat("one", order=True))
    assert not places.take(seat("one"))


def test_what_is_given_back_is_free() -> None:
    """After all have gone there is as much room as before."""
    places = Places(Sizes(all=10, merchant=6, account=3))
    assert places.free(ANN) == 12
    assert taken(places, seat("one")) == 3
    assert places.free(ANN) == 9
    for _ in range(3):
        places.give(seat("one"))
    assert places.free(ANN) == 12
    assert taken(places, seat("one")) == 3


def failing(breakers: Breakers, times: int) -> list[bool | None]:
    return [breakers.heard(ME, errors.Unanswered(), START, 1) for _ in range(times)]


def test_a_breaker_opens_once() -> None:
    """After several failures in a row the account is away: said once, and nobody calls until the rest is over."""
    breakers = Breakers()
    assert (
        failing(breakers, bounds.BREAKER_FAILURES_MAX + 3)
        == [None] * (bounds.BREAKER_FAILURES_MAX - 1) + [False] + [None] * 3
    )
    until = START + timedelta(seconds=bounds.BREAKER_REST_S_MIN)
    assert breakers.admits(ME, START) == until
    assert breakers.admits((ANN, "other"), START) is None


def test_one_call_tries() -> None:
    """When the rest is over one call goes, and no other until it is known what came of it."""
    breakers = Breakers()
    failing(breakers, bounds.BREAKER_FAILURES_MAX)
    later = START + timedelta(seconds=bounds.BREAKER_REST_S_MIN)
    assert breakers.admits(ME, later) is None
    assert breakers.admits(ME, later) is not None
    assert breakers.heard(ME, errors.Unreachable(), later, 1) is None
    assert breakers.admits(ME, later) == later + timedelta(seconds=2 * bounds.BREAKER_REST_S_MIN)


def test_an_answer_closes_it() -> None:
    """Whatever the partner says, it is there: said once."""
    breakers = Breakers()
    failing(breakers, bounds.BREAKER_FAILURES_MAX)
    later = START + timedelta(seconds=bounds.BREAKER_REST_S_MIN)
    assert breakers.admits(ME, later) is None
    assert breakers.heard(ME, errors.Rejected(), later, 1) is True
    assert breakers.heard(ME, None, later, 1) is None
    assert breakers.admits(ME, later) is None


def test_a_try_of_which_nothing_came_leaves_another() -> None:
    """A call that was called off says nothing about the partner; the next may try."""
    breakers = Breakers()
    failing(breakers, bounds.BREAKER_FAILURES_MAX)
    later = START + timedelta(seconds=bounds.BREAKER_REST_S_MIN)
    assert breakers.admits(ME, later) is None
    breakers.quiet(ME)
    assert breakers.admits(ME, later) is None


def test_failures_apart_open_nothing() -> None:
    """An answer in between begins the count anew; what is throttled is an answer."""
    breakers = Breakers()
    for _ in range(3):
        failing(breakers, bounds.BREAKER_FAILURES_MAX - 1)
        breakers.heard(ME, errors.Throttled(), START, 1)
    assert breakers.admits(ME, START) is None
