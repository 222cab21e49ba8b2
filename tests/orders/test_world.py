"""Random walks through a hostile world: whatever happens, every order ends where it should, or before a person."""

import zlib
from dataclasses import replace

import pytest
from tests.orders.drive import Drive
from tests.orders.judge import Broken
from tests.orders.lives import LIFE_S
from tests.orders.world import Flavour

from tournant.orders.decide import Channel, Policy, Pos, Settings

WALKS = 50
BASE = Flavour()
UBER_LISTS = frozenset({"received", "cancelled"})


def settings_for(flavour: Flavour, policy: Policy) -> Settings:
    return Settings(
        channel=Channel(observable=flavour.readable, listable=frozenset(flavour.lists)),  # type: ignore[arg-type]  # some of its words
        pos=Pos(keyed=flavour.keyed, pays=flavour.pays, lag_s=flavour.lag_s),
        policy=policy,
    )


def walk(seed: int, flavour: Flavour, policy: Policy) -> Drive:
    """One order from its placing to its end; what breaks says the seed and how it came to it."""
    drive = Drive(seed, flavour, settings_for(flavour, policy))
    try:
        drive.run()
    except Broken as broken:
        pytest.fail(f"seed {seed}: {broken}\n{flavour}\n{policy}\n" + "\n".join(drive.log[-80:]))
    return drive


INJECT = Policy(life_s=LIFE_S)
ACCEPT = Policy(injection="accept_first", life_s=LIFE_S)
POLICIES = {
    "inject, deny": INJECT,
    "inject, accept": Policy(at_margin="accept", life_s=LIFE_S),
    "inject, person": Policy(kitchen="person", life_s=LIFE_S),
    "accept": ACCEPT,
    "accept, person": Policy(injection="accept_first", kitchen="person", life_s=LIFE_S),
}
WORLDS = {
    "no key": BASE,
    "a key that gives the same ticket": replace(BASE, keyed=True),
    "a key that refuses a second": replace(BASE, keyed=True, refuses_twice=True),
    "tickets that have to be paid": replace(BASE, keyed=True, pays=True),
    "lists that lag for minutes": replace(BASE, lag_s=400.0),
    "a channel that only takes commands": replace(BASE, only_taken=True),
    "lists as at Uber Eats": replace(BASE, lists=UBER_LISTS),
    "a channel that calls it cancelled": replace(BASE, lists=UBER_LISTS, gives_up="cancelled"),
    "a dead point of sale": replace(BASE, pos_dead=True),
    "a channel that cannot be read": replace(BASE, readable=False, webhooks_lost=False, lists=frozenset()),
}


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("policy", POLICIES)
def test_every_order_ends_where_it_should(world: str, policy: str) -> None:
    """I5, never two tickets, never reopened, never a create for the dead: in every world and under every policy."""
    first = zlib.crc32(f"{world}, {policy}".encode()) % 1_000_000
    for seed in range(first, first + WALKS):
        walk(seed, WORLDS[world], POLICIES[policy])


@pytest.mark.parametrize("policy", POLICIES)
def test_without_faults_nobody_is_called(policy: str) -> None:
    """Without faults and people every order is accepted, in the point of sale once, completed, and raises no alarm."""
    for keyed, pays in ((False, False), (True, True)):
        flavour = Flavour(faults=False, people=False, keyed=keyed, pays=pays)
        for seed in range(20):
            drive = walk(seed, flavour, POLICIES[policy])
            assert (drive.channel.status, len(drive.pos.ours), drive.alarms) == ("completed", 1, set())


@pytest.mark.parametrize("dead", [False, True])
def test_a_bad_point_of_sale_never_costs_the_deadline(dead: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """With a prompt channel, whatever the point of sale does, the order is answered in time."""
    flavour = Flavour(channel_faults=False, webhooks_lost=False, people=False, pos_dead=dead)
    for policy in (INJECT, POLICIES["inject, accept"], ACCEPT):
        for seed in range(60):
            assert "expired" not in walk(seed, flavour, policy).channel.history, f"seed {seed}"
