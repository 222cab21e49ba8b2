"""What everybody in a day needs: the world, the doors, the clock, and the book in which their acts are noted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from tournant.sandbox.http import Json
from tournant.sandbox.world.doors import Control
from tournant.sandbox.world.truth import Truth
from tournant.sandbox.world.world import World

__all__ = ["Scene", "title"]


@dataclass
class Scene:
    """Where a day plays."""

    world: World
    control: Control
    now: Callable[[], datetime]
    truth: Truth
    placed: dict[int, str] = field(default_factory=dict)
    """The order that each planned one became."""

    async def menu(self, store_id: str) -> Json:
        """Look at what a store shows."""
        found: Json = (await self.control("uber_eats", "GET", f"stores/{store_id}"))["menu"]
        return found

    def note(self, who: str, what: str, account: str, about: str) -> None:
        """Note an act that was done."""
        self.truth.act(self.now(), who, what, (account, about))


def title(of: Json) -> str:
    """Read a title as people see it."""
    translations = (of.get("title") or {}).get("translations") or {}
    return str(next(iter(translations.values()), ""))
