"""Made-up worlds for tests: small ones, their partners in memory, and a day that passes as fast as it can."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.sandbox.memory import BEGUN
from tests.sandbox.memory import World as Partners

from tournant.sandbox.world import Day, Doors, Pace, Recipe, World, build, plan

SMALL = {"dishes_least": 20, "dishes_most": 30}


@dataclass
class Town:
    """A world, its partners, and the doors between them."""

    partners: Partners
    doors: Doors
    world: World

    def day(self, pace: Pace, turn: Callable[[], Awaitable[None]] | None = None) -> Day:
        """A day in which somebody takes a turn every ten seconds of the world."""
        return Day(self.world, plan(self.world, pace), self.doors, self.partners.time, self.passing(turn))

    def passing(self, turn: Callable[[], Awaitable[None]] | None) -> Callable[[float], Awaitable[None]]:
        async def wait(world_s: float) -> None:
            end = self.partners.time.at.timestamp() + world_s
            while (left := end - self.partners.time.at.timestamp()) > 0.001:
                await self.partners.time.pass_(min(10, left))
                if turn:
                    await turn()

        return wait


async def town(locations: int = 3, seed: int = 1, **more: int) -> Town:
    """Set a small world up."""
    partners = Partners(seed)
    doors = Doors({"square": partners.square, "uber_eats": partners.uber})
    return Town(partners, doors, await build(Recipe(BEGUN, seed, locations, **{**SMALL, **more}), doors))
