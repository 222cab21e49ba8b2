"""The life of an order, decided: events in; facts, intents and timers out. Pure.

    event ──hear──► facts ──fold──► state ──plan──► facts, intents, timers
                                      ▲───────────────┘

What comes in: the state (the fold of the order's facts), one event with its time, the settings of the link.
What goes out: a Decision. Nothing is done here, and nothing is asked: no clock, no dice, no store.
What is always true: the state is the fold of facts alone; at most one call is outstanding on each side; what is asked
for follows from the state and not from the event that happened to come, so that a lost, late or repeated event does no
harm.
On failure: a fact of an unknown kind or version is refused when it is read. An answer to what was not asked is noted.
"""

from tournant.orders.decide.decision import Decision, decide
from tournant.orders.decide.folding import fold, folded
from tournant.orders.decide.settings import Channel, Policy, Pos, Settings, exemptions
from tournant.orders.decide.state import State, ticket_shown, verdict

__all__ = [
    "Channel",
    "Decision",
    "Policy",
    "Pos",
    "Settings",
    "State",
    "decide",
    "exemptions",
    "fold",
    "folded",
    "ticket_shown",
    "verdict",
]
