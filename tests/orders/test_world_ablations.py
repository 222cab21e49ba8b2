"""The judge of the random walks is worth something: take a rule away, and some walk shows it."""

import pytest
from tests.orders.ablations import ABLATIONS, take_away
from tests.orders.drive import Drive
from tests.orders.judge import Broken
from tests.orders.test_world import POLICIES, WORLDS, settings_for

WALKS_MAX = 600

# rule -> the worlds and policies in which its loss shows soonest
SHOWN = {
    "one write per order and side": ("a key that gives the same ticket", "inject, deny"),
    "a claim means unknown": ("no key", "accept"),
    "tickets are read until the order ends": ("a key that refuses a second", "inject, deny"),
    "one last look after completion": ("no key", "accept"),
    "entered by hand is an event": ("a dead point of sale", "accept, person"),
    "after it our own ticket is voided": ("lists that lag for minutes", "accept, person"),
    "what nobody claimed is withdrawn": ("a dead point of sale", "inject, accept"),
    "a conflict is a question": ("a dead point of sale", "inject, accept"),
    "the kitchen timer": ("a dead point of sale", "accept"),
    "completed without a ticket is a person's": ("a dead point of sale", "accept, person"),
    "expired is an alarm": ("a dead point of sale", "inject, deny"),
    "given up is expired, whatever it is called": ("a channel that calls it cancelled", "inject, deny"),
    "a refused void is a person's": ("tickets that have to be paid", "inject, person"),
    "an unreadable channel needs eyes": ("a channel that cannot be read", "accept"),
    "no second create on a time-out": ("no key", "accept"),
    "nothing found proves nothing before the bound": ("no key", "accept"),
    "dead while unknown is not final": ("no key", "accept, person"),
    "what is found of a dead order is voided": ("no key", "accept, person"),
    "seen, not acknowledged": ("a channel that only takes commands", "inject, deny"),
    "a duplicate means look": ("a key that refuses a second", "inject, accept"),
    "both sides are read on": ("no key", "accept, person"),
}
# rule -> why walks do not show it; each has its story in test_scenarios
EXEMPT = {
    "an error settles only its own attempt": "needs a cancellation within the seconds between two attempts",
    "nor where the look-up began before it": "needs a look-up that is on its way at the very instant of the bound",
    "the margin": "what it costs is the deadline, which a walk with faults may miss rightly (expired, with an alarm)",
    "the last word counts": "without it an alarm stays up, which the judge takes for an answer",
    "what may have ended it is read first": "what is made for nothing is taken back, or somebody is told to stop it",
    "what there is time for is tried": "as for the margin: it costs the deadline, which a walk with faults may miss",
    "older messages are never applied": "the status table alone refuses what this world's channel can say",
}


def test_every_rule_is_tried_or_exempt() -> None:
    """No rule is left out, and none is both."""
    assert sorted([*SHOWN, *EXEMPT]) == sorted(ABLATIONS)


@pytest.mark.parametrize("rule", SHOWN)
def test_a_walk_shows_what_a_rule_is_for(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the rule, one of some hundred walks breaks a promise."""
    take_away(rule, monkeypatch)
    world, policy = SHOWN[rule]
    settings = settings_for(WORLDS[world], POLICIES[policy])
    for seed in range(WALKS_MAX):
        try:
            Drive(seed, WORLDS[world], settings).run()
        except Broken:
            return
    pytest.fail(f"{WALKS_MAX} walks did not miss it")
