"""Everything that goes wrong in a run, by seed: at the partners, on the network, at the store, with our processes.

All of it is over before the end; then everybody who is down comes back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tournant.sandbox.world.doors import Control
from tournant.sim.chance import Chance
from tournant.sim.clock import SimClock
from tournant.sim.network import EDGE, Network
from tournant.sim.processes import Core, Front
from tournant.sim.store import FarStore

__all__ = ["Weather"]

_RATES: Final[Mapping[str, float]] = {
    "webhook_loss": 0.4,
    "webhook_duplication": 0.4,
    "webhook_reordering": 0.4,
    "webhook_delay": 0.4,
    "too_many_requests": 0.2,
    "server_error": 0.2,
    "slow_answer": 0.2,
    "answer_lost": 0.2,
    "dead_partner": 1.0,
    "token_rotation": 0.1,
}
_PARTNERS: Final = ("square", "uber_eats")


@dataclass
class Weather:
    """Who can be struck."""

    control: Control
    clock: SimClock
    chance: Chance
    network: Network
    store: FarStore
    core: Core
    front: Front
    happened: dict[str, int] = field(default_factory=dict)
    """How often what began."""

    async def around(self) -> None:
        """Something around us goes wrong, for as long as it takes."""
        await self.chance.one("around", (self.partner, self.partner, self.lossy, self.cut, self.away))()

    async def ours(self) -> None:
        """Something of ours goes wrong, for as long as it takes; one after the other."""
        await self.chance.one("ours", (self.crash, self.crash, self.pause, self.stop, self.front_down))()

    async def calm(self) -> None:
        """Everything around us is well."""
        self.network.mood.lost = self.network.mood.slow = self.store.away = 0
        self.network.mood.cut.clear()
        for name in _PARTNERS:
            await self.control(name, "PUT", "faults", dict.fromkeys(_RATES, 0.0))

    async def partner(self) -> None:
        """A partner has a fault for a while."""
        fault, partner = self.chance.one("fault", list(_RATES)), self.chance.one("partner", _PARTNERS)
        self._count(fault)
        await self.control(partner, "PUT", "faults", {fault: _RATES[fault]})
        await self._last(10, 70)
        await self.control(partner, "PUT", "faults", {fault: 0.0})

    async def lossy(self) -> None:
        """Messages are lost, or late."""
        self._count("lossy network")
        self.network.mood.lost, self.network.mood.slow = 0.1, 0.15
        await self._last(10, 60)
        self.network.mood.lost = self.network.mood.slow = 0

    async def cut(self) -> None:
        """Nobody reaches somebody."""
        self._count("network cut")
        name = self.chance.one("cut", (*_PARTNERS, EDGE))
        self.network.mood.cut.add(name)
        await self._last(5, 40)
        self.network.mood.cut.discard(name)

    async def away(self) -> None:
        """The store is away, mostly."""
        self._count("store away")
        self.store.away = self.chance.between("away", 0.05, 0.6)
        await self._last(2, 15)
        self.store.away = 0

    async def crash(self) -> None:
        """The core crashes, and comes back: some seconds later, or after its leases have run out."""
        self._count("crash")
        self.core.crash()
        await self._last(0.2, 20)
        self.core.start()

    async def pause(self) -> None:
        """The core stands still; where that is long, another one is started, and it is ended once it goes on."""
        self._count("pause")
        lasts_s, host = self.chance.between("pause", 0.5, 40), self.core.host
        self.core.pause(lasts_s)
        if lasts_s < self.chance.between("patience", 20, 60):
            await self.clock.pause(lasts_s)
            return
        await self.clock.pause(18)
        self.core.start()
        await self.clock.pause(lasts_s - 18 + self.chance.between("both", 0, 3))
        if host:
            self.core.ground.loop.crash(host)

    async def stop(self) -> None:
        """The core is told to stop, and started again."""
        self._count("stop")
        await self.core.stop()
        self.core.start()

    async def front_down(self) -> None:
        """The edge crashes, and comes back."""
        self._count("edge crash")
        self.front.crash()
        await self._last(0.2, 15)
        self.front.start()

    async def _last(self, least_s: float, most_s: float) -> None:
        await self.clock.pause(self.chance.between("lasts", least_s, most_s))

    def _count(self, what: str) -> None:
        self.happened[what] = self.happened.get(what, 0) + 1
