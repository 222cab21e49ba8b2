"""Pace: every call to a partner is bought from a scarce budget, and every look has its time.

Comes in: wants (who asks for the right to call what, in which lane, until when), what became of each call, what a
partner said about being too fast; timers `look.…` of merchants. Goes out: rights to call, one by one; intents to read.

    calls ──buy──► governor ──► counter: pools of slots, lines of buyers ──► the right to call
             answered, timed out, unsent ◄──┘                                (long windows: written down first)
    timer `look.menu` ──► poller ──► intent `call` ──► calls        policy: when next

Always true:
- A limit of n calls in a window W is n slots, and a call holds one of each of its limits from before it is sent until W
  after its answer; a time-out counts as answered when the request can arrive no more. So no window ever holds more.
- All slots of a call are had at once, or none: who waits holds nothing.
- Orders go first; within a lane tenants take turns; nothing that waits too long is passed over for ever.
- Windows of a minute and more are in the ledger before anything is sent; shorter ones are waited out after a crash.
- A partner that says "slower" is believed, one that says "faster" is not.

On failure: a deadline that passes first is TooLate, a line that is full TooMany; a ledger that is away is raised to the
buyer, and nothing is held. Whoever buys says exactly once what became of it, or its slots stay taken.

`policy` decides and is pure; `governor`, `durable` and `poller` are its shells.
"""

from tournant.pace.governor import StrictGovernor
from tournant.pace.ledger import Ledger
from tournant.pace.policy import FixedIntervals, Look, Policy, Rules, TooMany, rules_of
from tournant.pace.poller import Poller

__all__ = ["FixedIntervals", "Ledger", "Look", "Policy", "Poller", "Rules", "StrictGovernor", "TooMany", "rules_of"]
