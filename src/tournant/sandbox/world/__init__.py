"""A world and its day: made up from a seed, set up at the simulated partners, and lived through their own doors.

What enters: a recipe (seed, how many locations, when it begins), the doors of the partners, a clock and a way to wait.
What leaves: a description of who has which account, store and secret (`World`), and what happened in truth (`Truth`).
What is always true: same recipe, same world and plan; what the plan leaves open is decided by what is to be seen at
that moment; nothing is done but through the doors; no fault outlasts half of the shortest deadline, or the last order.
How it fails: what a partner refuses (sold out, closed, too late) is left, noted, and no edit or order.

    recipe ─► houses ─► build ─► World ─► plan ─► Day.run ─► Truth
"""

from tournant.sandbox.world.building import build
from tournant.sandbox.world.day import Day
from tournant.sandbox.world.doors import Control, Doors, Refused
from tournant.sandbox.world.plan import Pace, Planned, plan
from tournant.sandbox.world.recipe import Recipe
from tournant.sandbox.world.truth import Truth
from tournant.sandbox.world.world import Merchant, Store, World

__all__ = [
    "Control",
    "Day",
    "Doors",
    "Merchant",
    "Pace",
    "Planned",
    "Recipe",
    "Refused",
    "Store",
    "Truth",
    "World",
    "build",
    "plan",
]
