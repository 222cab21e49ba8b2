"""The processes of a run: a core and an edge, made of the same rooms as the real ones, that crash and come back.

up ──crash──► down (its memory is gone, nothing tidied up) ──start──► up, under another name
 └──stop───► drained, leases given back ──start──► up
 └──pause──► stands still; its lease may run out meanwhile ──► goes on as if nothing had been
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from tournant.app.outlook import Outlook
from tournant.app.rooms import Outside, door, governed, staffed
from tournant.app.system import SystemIds
from tournant.edge import Edge
from tournant.log import Store
from tournant.log.errors import StoreError
from tournant.sdk import Governor
from tournant.sim.chance import Chance
from tournant.sim.clock import SimClock
from tournant.sim.loop import SimLoop
from tournant.sim.network import Wire

__all__ = ["Built", "Core", "Front", "Ground"]


@dataclass(frozen=True)
class Ground:
    """What processes stand on."""

    loop: SimLoop
    clock: SimClock
    seed: int
    store: Store

    def outside(self, name: str) -> Outside:
        """What the rooms of one process take from outside."""
        chance = Chance(self.seed, name)
        ids = SystemIds(self.clock.now, chance.entropy)
        return Outside(self.store, self.clock, ids, lambda: chance.fraction("room"))


@dataclass(frozen=True)
class Built:
    """How a core is put together: an ablation changes a part."""

    changed: Callable[[Outside], Outside] = lambda outside: outside
    governor: Callable[[Governor], Governor] = lambda governor: governor


@dataclass
class Core:
    """The work for merchants, one incarnation after the other."""

    ground: Ground
    wire: Wire
    built: Built = field(default_factory=Built)
    born: int = 0
    host: str | None = None
    """The incarnation that is up."""
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin another incarnation."""
        self.born += 1
        self.host = f"core-{self.born}"
        self._stopping = asyncio.Event()
        self._task = self.ground.loop.on(self.host, self._run(self.host, self._stopping))

    def crash(self) -> None:
        """End it as a power cut does."""
        if self.host:
            self.ground.loop.crash(self.host)
        self.host = None

    def pause(self, seconds: float) -> None:
        """Let it stand still."""
        if self.host:
            self.ground.loop.stand_still(self.host, seconds)

    async def stop(self) -> None:
        """Tell it to stop, and wait until it has."""
        if self.host and self._task:
            self._stopping.set()
            self.host = None
            await asyncio.wait([self._task])

    async def _run(self, host: str, stopping: asyncio.Event) -> None:
        """As `app.wiring.core`, without its upkeep, which needs a database; who starts it again is in here too."""
        outside = self.built.changed(self.ground.outside(host))
        while True:
            governor = governed(outside)
            try:
                await governor.start()
                break
            except StoreError:
                await outside.clock.pause(1)
        await staffed(outside, self.wire, self.built.governor(governor), Outlook()).run(stopping)
        try:
            await governor.stop()
        except StoreError:
            return  # The mark stays, and the next one waits short windows out.


@dataclass
class Front:
    """All that partners call, one incarnation after the other."""

    ground: Ground
    born: int = 0
    here: tuple[str, Edge] | None = None

    def start(self) -> None:
        """Begin another incarnation."""
        self.born += 1
        name = f"edge-{self.born}"
        self.here = (name, door(self.ground.outside(name)))

    def crash(self) -> None:
        """End it as a power cut does."""
        if self.here:
            self.ground.loop.crash(self.here[0])
        self.here = None
