"""The stage: simulated partners that are served over HTTP, on the world's clock."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tournant.demo.breaking import PATH, Breaking, Door
from tournant.kernel.clock import Clock
from tournant.sandbox import PARTNERS, Mount, Ports, live
from tournant.sandbox.dice import Dice
from tournant.sandbox.world import Doors, Recipe, World, build

__all__ = ["Stage", "staged"]


@dataclass(frozen=True, slots=True)
class Stage:
    """The partners, and how the world acts there."""

    mount: Mount
    doors: Doors
    clock: Clock
    wait: Callable[[float], Awaitable[None]]
    """Wait for so many seconds of the world."""
    url: str
    """Where the partners are; each below its name."""
    breaking: Breaking
    """What people may break."""

    @property
    def door(self) -> str:
        """Where one asks for something to be broken."""
        return self.url + PATH.rstrip("/")

    async def build(self, recipe: Recipe) -> World:
        """Set the world up."""
        return await build(recipe, self.doors)

    async def tell(self, partner: str, url: str, key: str) -> None:
        """Have a partner send its webhooks to an address."""
        await self.doors(partner, "POST", "webhooks", {"url": url, "key": key})


@asynccontextmanager
async def staged(clock: Clock, speed: float, seed: int) -> AsyncIterator[Stage]:
    """Serve the partners on a free port."""
    socket = live.listen(0)
    timers = live.LoopTimers(speed)
    async with live.wire() as wire:
        ports = Ports(clock, timers, wire, Dice(seed))
        mount = Mount({name: partner(ports) for name, partner in PARTNERS.items()})
        faults = {name: partner.faults for name, partner in mount.partners.items()}
        breaking = Breaking(faults, clock, timers.after)
        async with live.serve(Door(mount, breaking), socket):
            address = f"http://127.0.0.1:{socket.getsockname()[1]}"
            yield Stage(mount, Doors(mount.partners), clock, timers.wait, address, breaking)
