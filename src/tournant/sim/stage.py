"""The stage of a run: the partners, the network, the store, our processes and all who act, put together."""

from dataclasses import dataclass
from functools import partial

from tournant.control.connecting import Office
from tournant.log import MemoryStore
from tournant.sandbox import PARTNERS, Partner, Ports
from tournant.sandbox.dice import Dice
from tournant.sandbox.http import Json
from tournant.sandbox.world.doors import Doors
from tournant.sim.asgi import App
from tournant.sim.chance import Chance
from tournant.sim.clock import SimClock, SimTimers
from tournant.sim.loop import SimLoop
from tournant.sim.network import EDGE, Hooks, Network, Wire
from tournant.sim.operator import Operator
from tournant.sim.people import People
from tournant.sim.processes import Built, Core, Front, Ground
from tournant.sim.reading import Cell, Value, at_location
from tournant.sim.store import FarStore
from tournant.sim.town import Merchant, Town, settle
from tournant.sim.weather import Weather

__all__ = ["Stage", "staged"]


@dataclass(frozen=True)
class Stage:
    """Everything and everybody."""

    clock: SimClock
    chance: Chance
    store: MemoryStore
    partners: dict[str, Partner]
    control: Doors
    town: Town
    operator: Operator
    people: People
    weather: Weather

    @property
    def core(self) -> Core:
        """The work for merchants."""
        return self.weather.core

    async def objects(self, merchant: Merchant) -> list[Json]:
        """What a merchant's point of sale holds now."""
        found: list[Json] = (await self.control("square", "GET", f"merchants/{merchant.seller}"))["objects"]
        return found

    async def places(self, merchant: Merchant) -> list[Json]:
        """What a merchant's point of sale says of its locations now."""
        found: list[Json] = (await self.control("square", "GET", f"merchants/{merchant.seller}"))["locations"]
        return found

    async def menu(self, store: str) -> Json:
        """What a store shows now."""
        found: Json = (await self.control("uber_eats", "GET", f"stores/{store}"))["menu"]
        return found

    async def cells(self, merchant: Merchant) -> dict[tuple[str, Cell], Value]:
        """What every cell is at every location of a merchant now."""
        objects, places = await self.objects(merchant), await self.places(merchant)
        return {
            (location, cell): value
            for location in merchant.locations
            for cell, value in at_location(objects, places, location).items()
        }


async def staged(
    seed: int, loop: SimLoop, store: MemoryStore, built: Built, sizes: tuple[tuple[int, int], ...]
) -> Stage:
    """Put everything together; our processes are up, and know nobody yet."""
    clock = SimClock(loop)
    network = Network(loop, clock, Chance(seed, "network"))
    ports = Ports(clock, SimTimers(loop, clock), Hooks(network), Dice(seed))
    partners: dict[str, Partner] = {name: make(ports) for name, make in PARTNERS.items()}
    for name, one in partners.items():
        network.add(name, partial(_always, name, one))
    far = FarStore(store, clock, Chance(seed, "store"))
    ground = Ground(loop, clock, seed, far)
    core, front = Core(ground, Wire(network, clock), built), Front(ground)
    network.add(EDGE, lambda: front.here)
    control = Doors(partners)
    town = await settle(control, sizes)
    office = Office(far, clock, ground.outside("operator").ids, f"http://{EDGE}")
    core.start()
    front.start()
    return Stage(
        clock,
        Chance(seed, "stage"),
        store,
        partners,
        control,
        town,
        Operator(office, control, town, Chance(seed, "operator")),
        People(town, control, clock, Chance(seed, "people")),
        Weather(control, clock, Chance(seed, "weather"), network, far, core, front),
    )


def _always(name: str, partner: Partner) -> tuple[str, App]:
    return name, partner
