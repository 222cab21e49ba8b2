"""Who handles orders by hand: the kitchen, the till, the tablet, couriers, and guests who change their mind."""

from datetime import timedelta
from typing import Final

from tournant.sandbox.http import Json
from tournant.sandbox.times import parsed
from tournant.sandbox.world.doors import Refused
from tournant.sandbox.world.scene import Scene

__all__ = ["Floor"]

_STEPS: Final = (("COMPLETED", 420.0), ("PREPARED", 240.0), ("RESERVED", 30.0))
"""What a kitchen makes of a ticket that is so many seconds old."""
_RANK: Final = {"PROPOSED": 0, "RESERVED": 1, "PREPARED": 2, "COMPLETED": 3}
_VOIDED_S: Final = 240.0
"""Only a ticket younger than this is taken back: the kitchen has not finished it."""


class Floor:
    """All of them."""

    def __init__(self, scene: Scene) -> None:
        """Work in this scene."""
        self._scene = scene

    async def kitchen(self, merchant_id: str) -> None:
        """Move every ticket on that is old enough."""
        for ticket in await self._tickets(merchant_id):
            for state, after_s in _STEPS:
                if self._is_older(ticket, after_s):
                    await self._move(merchant_id, ticket, state)
                    break

    async def void(self, merchant_id: str) -> None:
        """Take the youngest ticket back that the till shows."""
        young = [one for one in await self._tickets(merchant_id) if not self._is_older(one, _VOIDED_S)]
        if young:
            await self._at_till(merchant_id, young[-1]["id"], {"state": "CANCELED"}, "voided")

    async def step(self, number: int, to: str, who: str) -> None:
        """Let somebody cancel, accept, deny or finish an order at Uber Eats; what cannot be done is left."""
        order = self._scene.placed.get(number)
        if order is None:
            return
        store = next(one.store_id for one in self._scene.truth.orders if one.order_id == order)
        try:
            await self._scene.control("uber_eats", "POST", f"orders/{order}", {"to": to, "by": who})
        except Refused as why:
            self._scene.note(who, f"could not {to}: {why}", store, order)
            return
        self._scene.note(who, to, store, order)

    async def _tickets(self, merchant_id: str) -> list[Json]:
        """Look at what the till shows: what is paid and not over, the oldest first."""
        orders = (await self._scene.control("square", "GET", f"merchants/{merchant_id}/orders"))["orders"]
        return [one for one in orders if one["state"] == "OPEN" and one.get("tenders") and one.get("fulfillments")]

    async def _move(self, merchant_id: str, ticket: Json, state: str) -> None:
        if all(_RANK.get(one["state"], 3) < _RANK[state] for one in ticket["fulfillments"]):
            await self._at_till(merchant_id, ticket["id"], {"fulfillment": state}, state.lower())

    async def _at_till(self, merchant_id: str, ticket: str, body: Json, what: str) -> None:
        try:
            await self._scene.control("square", "POST", f"merchants/{merchant_id}/orders/{ticket}", body)
        except Refused as why:
            self._scene.note("kitchen", f"could not: {why}", merchant_id, ticket)
            return
        self._scene.note("till" if what == "voided" else "kitchen", what, merchant_id, ticket)

    def _is_older(self, ticket: Json, than_s: float) -> bool:
        return parsed(ticket["created_at"]) + timedelta(seconds=than_s) <= self._scene.now()
