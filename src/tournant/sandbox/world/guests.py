"""Guests: what they order is chosen from what the store shows at that moment, so that only what is on sale is asked."""

from datetime import datetime
from typing import Final

from tournant.sandbox.http import Json
from tournant.sandbox.world.doors import Refused
from tournant.sandbox.world.draw import Draw
from tournant.sandbox.world.scene import Scene
from tournant.sandbox.world.words import ALLERGIES, ASKS, GUESTS, NOTES

__all__ = ["Guests"]

_DEPTH: Final = 6
_TRIES: Final = 20
"""Dishes that a guest considers before leaving: of most menus nearly all can be had."""
_PER_CENT_TAX: Final = 8


class Guests:
    """Everybody who orders."""

    def __init__(self, scene: Scene, draw: Draw) -> None:
        """Order in this scene."""
        self._scene, self._draw = scene, draw

    async def order(self, number: int, store_id: str) -> None:
        """Look at a store, choose, and order; who is told that it is closed or sold out leaves."""
        scene = self._scene
        draw = self._draw.within(str(number))
        cart = _Choosing(await scene.menu(store_id), scene.now(), draw).cart()
        if not cart:
            scene.note("guest", "found nothing", store_id, "")
            return
        name = draw.one(GUESTS)
        eater = {"first_name": name, "phone": f"+1 555-555-{number % 10_000:04}", "phone_code": f"555 {number:04}"}
        body: Json = {"items": cart, "eater": eater, "special_instructions": draw.one(NOTES)}
        body["tax"] = _PER_CENT_TAX * draw.whole(5, 30)
        try:
            said = await scene.control("uber_eats", "POST", f"stores/{store_id}/orders", body)
        except Refused as why:
            scene.note("guest", "turned away", store_id, str(why))
            return
        scene.placed[number] = said["order"]["id"]
        scene.truth.place(scene.now(), store_id, said["order"])


class _Choosing:
    """One guest before one menu."""

    def __init__(self, menu: Json, now: datetime, draw: Draw) -> None:
        self._draw, self._asks, self._now_s = draw, draw.within("asks"), now.timestamp()
        self._items = {one["id"]: one for one in menu.get("items") or ()}
        self._groups = {one["id"]: one for one in menu.get("modifier_groups") or ()}
        shown = {one["id"]: None for category in menu.get("categories") or () for one in category.get("entities") or ()}
        self._shown = [one for one in shown if self._on_sale(one, None)]

    def cart(self) -> list[Json]:
        """Choose one to four dishes."""
        wanted, found = self._draw.whole(1, 4) if self._shown else 0, list[Json]()
        for _ in range(_TRIES):
            if len(found) == wanted:
                break
            item = self._draw.one(self._shown)
            options = self._options(item, 1)
            if options is not None:
                found.append(self._line(item, options))
        return found

    def _line(self, item: str, options: list[Json]) -> Json:
        quantity = self._draw.one((1, 1, 1, 1, 2, 3))
        return {"id": item, "quantity": quantity, "options": options} | self._asked()

    def _asked(self) -> Json:
        """What a guest has to say about a dish, or about something chosen in one: mostly nothing."""
        said: Json = {"special_instructions": self._asks.one(ASKS)} if self._asks.chance(1 / 12) else {}
        return said | ({"allergy": self._asks.one(ALLERGIES)} if self._asks.chance(1 / 25) else {})

    def _options(self, item: str, level: int) -> list[Json] | None:
        """Choose in every group of an item; None where a required choice cannot be had."""
        found: list[Json] = []
        for group in (self._items[item].get("modifier_group_ids") or {}).get("ids") or ():
            chosen = self._choices(group, level)
            if chosen is None:
                return None
            found += chosen
        return found

    def _choices(self, group_id: str, level: int) -> list[Json] | None:
        group = self._groups[group_id]
        rule = (group.get("quantity_info") or {}).get("quantity") or {}
        offered = [one["id"] for one in group.get("modifier_options") or () if self._on_sale(one["id"], group_id)]
        least, most = rule.get("min_permitted") or 0, rule.get("max_permitted")
        most = len(offered) if most is None else min(most, len(offered))
        if least > most or (least and level > _DEPTH):
            return None
        found: list[Json] = []
        for one in self._draw.some(offered, self._draw.whole(least, most) if level <= _DEPTH else 0):
            below = self._options(one, level + 1)
            if below is not None:
                found.append({"group": group_id, "id": one, "quantity": 1, "options": below} | self._asked())
        return found if len(found) >= least else None

    def _on_sale(self, item: str, group: str | None) -> bool:
        """Read the suspension as Uber's menu says it: until when, and where."""
        info = self._items[item].get("suspension_info") or {}
        rule = info.get("suspension") or {}
        for one in info.get("overrides") or ():
            if group and (one["context_type"], one["context_value"]) == ("MODIFIER_GROUP", group):
                rule = one.get("suspension") or {}
        return (rule.get("suspend_until") or 0) <= int(self._now_s)
