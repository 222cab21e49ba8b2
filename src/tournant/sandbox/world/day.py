"""A day: the plan carried out in the time of the world, each act noted as those who do it know it."""

from collections.abc import Awaitable, Callable, Sequence

from tournant.sandbox.dice import Dice
from tournant.sandbox.ports import Clock
from tournant.sandbox.world.doors import Control
from tournant.sandbox.world.draw import Draw
from tournant.sandbox.world.editing import Editing
from tournant.sandbox.world.floor import Floor
from tournant.sandbox.world.guests import Guests
from tournant.sandbox.world.plan import Hand, Kitchen, Order, Planned, Step, Void
from tournant.sandbox.world.scene import Scene
from tournant.sandbox.world.stories import Change
from tournant.sandbox.world.truth import Truth
from tournant.sandbox.world.weather import Weather
from tournant.sandbox.world.world import World

__all__ = ["Day"]


class Day:
    """One day in a world that its partners know."""

    def __init__(
        self,
        world: World,
        steps: Sequence[Planned],
        control: Control,
        clock: Clock,
        wait: Callable[[float], Awaitable[None]],
    ) -> None:
        """Take the plan, the doors, what time it is, and how to wait for seconds of the world."""
        self.truth = Truth()
        self._steps, self._clock, self._wait = steps, clock, wait
        self._scene = Scene(world, control, clock.now, self.truth)
        self._guests = Guests(self._scene, Draw(Dice(world.recipe.seed), "guest"))
        self._editing, self._floor = Editing(self._scene), Floor(self._scene)

    @property
    def scene(self) -> Scene:
        """Where it plays: for whoever does more than what is planned."""
        return self._scene

    async def run(self) -> None:
        """Carry the plan out. When it returns, the last order was placed, and no fault is on any more."""
        begun = self._clock.now()
        self.truth.begun = begun
        for one in self._steps:
            late_s = (self._clock.now() - begun).total_seconds()
            if one.at_s > late_s:
                await self._wait(one.at_s - late_s)
            await self._do(one.step)
        self.truth.ended = self._clock.now()

    async def _do(self, step: Step) -> None:
        match step:
            case Order(number, store_id):
                await self._guests.order(number, store_id)
            case Hand(number, to, who):
                await self._floor.step(number, to, who)
            case Kitchen(merchant_id):
                await self._floor.kitchen(merchant_id)
            case Void(merchant_id):
                await self._floor.void(merchant_id)
            case Change():
                await self._editing.change(step)
            case Weather():
                await self._change_weather(step)

    async def _change_weather(self, step: Weather) -> None:
        where = f"faults?account={step.account}" if step.account else "faults"
        await self._scene.control(step.partner, "PUT", where, {step.fault: step.rate})
        self._scene.note("weather", f"{step.fault} at {step.rate:g}", step.account or step.partner, step.fault)
