"""What becomes of a call that did not end well: pure decisions, which read no clock and roll no dice.

Comes in: how an attempt ended, the call, the time and a number by chance. Goes out: an outcome, or when to try again.
"""

from tournant.calls.decide.rest import rested
from tournant.calls.decide.ruling import Again, Attempt, Failure, Ruling, Settled, Unfit, ruled

__all__ = ["Again", "Attempt", "Failure", "Ruling", "Settled", "Unfit", "rested", "ruled"]
