"""One decision: event → facts → state → plan. Everything that happens to an order goes through here."""

from dataclasses import dataclass
from datetime import datetime

from tournant.orders.decide import timers
from tournant.orders.decide.events import Event
from tournant.orders.decide.facts import Fact
from tournant.orders.decide.folding import folded
from tournant.orders.decide.hear import hear
from tournant.orders.decide.intents import Intent
from tournant.orders.decide.plan import plan
from tournant.orders.decide.settings import Settings
from tournant.orders.decide.state import State

__all__ = ["Decision", "decide"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is written down, what is to be done, and when to look again."""

    facts: tuple[Fact, ...]
    """To be appended to the order's stream."""
    intents: tuple[Intent, ...]
    """To be done in the same transaction, in this order."""
    timers: dict[str, datetime]
    """All that should be set; every other name of `timers.NAMES` is to be cancelled."""
    state: State
    """The fold of the facts: what the next decision begins with."""


def decide(state: State, event: Event, settings: Settings) -> Decision:
    """Decide what follows from an event. The same arguments give the same decision, on every machine."""
    heard = hear(state, event, settings)
    after = folded(heard, state)
    told, wants = plan(after, settings, event.at)
    after = folded(told, after)
    return Decision((*heard, *told), tuple(wants), timers.due(after, settings, event.at), after)
