"""What pace decides: who may call when, and what is to be looked at next. Pure: times come in as arguments.

pool      one limit for one app, account or store: its slots, free now or from an instant on
needs     which pools a wanted call takes slots of
line      who waits, by lane, tenant and need
counter   pools and lines together: who may call now, and when it is worth asking again
looks     when a target is to be looked at again: the seam behind which a cleverer policy comes
"""

from tournant.pace.policy.counter import Counter, TooMany, is_durable
from tournant.pace.policy.line import Buyer
from tournant.pace.policy.looks import FixedIntervals, Look, Policy
from tournant.pace.policy.needs import Need, PoolName, Rules, rules_of

__all__ = [
    "Buyer",
    "Counter",
    "FixedIntervals",
    "Look",
    "Need",
    "Policy",
    "PoolName",
    "Rules",
    "TooMany",
    "is_durable",
    "rules_of",
]
