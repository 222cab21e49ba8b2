"""The deterministic simulation of the engine: its own rooms in a world without time, threads and sockets.

Comes in: a seed, and how large and how long a run shall be. Goes out: an outcome: what people did, what went wrong
around the platform, and what a judge found who knows nothing of how it decides.

    Core, Front (the rooms as `app.rooms` puts them together) ◄─ network ─► simulated partners ◄─ people
          └─ FarStore ─► MemoryStore                 weather strikes all of them; the judge reads all of them

Always true: only transport, clock, ids, dice and store are other ones than in a real process; everything that happens
is decided by the seed, on every machine and under every PYTHONHASHSEED; all that goes wrong is over before the quiet
in which it is judged.
On failure: what the judge finds is in the outcome, as sentences; a platform that stands still, goes round in circles,
or says that something in it broke, is a finding too.
"""

from tournant.sim.processes import Built
from tournant.sim.run import Outcome, Plan, run

__all__ = ["Built", "Outcome", "Plan", "run"]
