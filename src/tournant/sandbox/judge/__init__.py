"""The judge of a run: reads the world's truth and the partners' books, and trusts nobody.

What enters: the world and its truth, the evidence (`read`), the orders that an operator's list showed. What leaves: a
report with stable keys (docs/reference/demo-report.md), and a verdict in sentences; nothing said means all is right.
What is always true: nothing of the platform is imported or asked; menus of both partners are read here anew; every
order counts in exactly one of injected, denied in time, cancelled by the customer, with a person, lost.
What it cannot tell: two dishes of one name whose ids were swapped from the beginning; two edits between the same looks;
an edit that was overwritten before any look could show it. The latter two are counted.
How it fails: books that have forgotten something are a finding; nothing is guessed instead.
"""

from tournant.sandbox.judge.agreement import Settings
from tournant.sandbox.judge.evidence import Evidence, read
from tournant.sandbox.judge.report import judge, verdict

__all__ = ["Evidence", "Settings", "judge", "read", "verdict"]
