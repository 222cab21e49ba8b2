"""The demo: a small world of simulated partners, the platform between them, people, and a judge who trusts nobody.

What enters: how large the world is, how busy, whether things fail. What leaves: what is to be seen on the way, and the
judge's report.
What is always true: the platform runs as `tournant serve` runs it, in processes of its own, and meets the partners over
HTTP alone; people act through `control` as an operator does; the judge reads the world's truth and the partners' books.
On failure: what goes wrong in the platform is what the judge is there to find; what the demo itself cannot do (a port,
a database) is one sentence.
"""

from tournant.demo.options import Options
from tournant.demo.people import Late
from tournant.demo.platform import Broken
from tournant.demo.run import Ended, demo

__all__ = ["Broken", "Ended", "Late", "Options", "demo"]
