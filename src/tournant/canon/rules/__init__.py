"""The invariants of the canonical model: what must hold between rows, whatever partner they came from.

What enters: rows by the name of their kind, as a mapping decodes them. What leaves: a list of violations, each with the
place and a reason in one sentence; an empty list when all is well.

What is always true: a rule reads and never changes; it judges only what the rows say, so that a column that a partner
does not carry (UNSET) breaks no rule, and a reference into a kind that the rows do not hold at all is not dangling.
Failure: broken data is a violation and never an exception, whatever values the rows hold. At most `VIOLATIONS_MAX` are
listed: a document with more is broken as a whole.
"""

from collections.abc import Callable, Iterable
from itertools import chain, islice
from typing import Final

from tournant.canon.rules import hours, limits, nesting, prices, references, totals, words
from tournant.canon.rules.violation import Rows, Violation
from tournant.kernel import bounds

__all__ = ["RULES", "Rows", "Violation", "violations"]

RULES: Final[tuple[Callable[[Rows], Iterable[Violation]], ...]] = (
    references.unique,
    references.dangling,
    nesting.cycles,
    words.known_words,
    limits.in_order,
    limits.minimums,
    prices.all_set,
    prices.currencies,
    prices.one_currency,
    hours.well_formed,
    totals.add_up,
)
"""Every rule, in the order in which their violations are listed."""


def violations(rows: Rows) -> list[Violation]:
    """Check all rules."""
    return list(islice(chain.from_iterable(rule(rows) for rule in RULES), bounds.VIOLATIONS_MAX))
