"""Lies that a judge must find: told at the partners, in the application's name, so that no platform is to blame.

Each is told once, after the last act of a day: whatever a platform does about it afterwards, the truth is another.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Final

from tournant.sandbox.http import Json
from tournant.sandbox.world.doors import Refused
from tournant.sandbox.world.scene import Scene
from tournant.sandbox.world.truth import Edit
from tournant.sandbox.world.uber_side import HOUSE_FIELD
from tournant.sandbox.world.world import Merchant, Serving

__all__ = ["SABOTAGES"]

_OLD: Final = timedelta(seconds=90)
"""An edit younger than this may still be overwritten by chance; an older one is lost by nobody but a liar."""
_COPIED: Final = ("location_id", "reference_id", "ticket_name", "note", "metadata", "source")
_LINE: Final = ("name", "quantity", "catalog_object_id", "variation_name", "base_price_money", "note")
_CHOICE: Final = ("name", "quantity", "catalog_object_id", "base_price_money")


async def lost_update(scene: Scene) -> str:
    """Put a price or a name back to what it was before somebody changed it, as one does who writes stale data."""
    for edit in reversed(scene.truth.edits):
        kind, thing, *_ = edit.cells[0]
        if kind not in {"name", "price"} or edit.at > scene.now() - _OLD or not _is_final(scene, edit):
            continue
        for merchant in scene.world.merchants:
            path, first = _first(merchant, edit)
            if path:
                where = f"merchants/{merchant.account.merchant_id}/objects/{thing}?as=api"
                await scene.control("square", "POST", where, {"path": path, "value": first})
                scene.note("saboteur", "lost_update", merchant.account.merchant_id, thing)
                return f"{kind} of {thing} was put back to {first}"
    raise Refused(404, "no price and no name was changed for good: there is nothing to lose")


def _is_final(scene: Scene, edit: Edit) -> bool:
    """Say whether the field was changed, and never back."""
    every = [one for one in scene.truth.edits if edit.cells[0] in one.cells]
    values = {_first(merchant, edit)[1] for merchant in scene.world.merchants}
    return every[-1] is edit and all(one.value not in values for one in every)


def _first(merchant: Merchant, edit: Edit) -> tuple[list[str | int], str | int | None]:
    """Give where the field lies at Square and what it was; nothing where the merchant has no such thing."""
    kind, thing, where = edit.cells[0]
    for course in merchant.courses:
        if kind == "name" and course.item_id == thing:
            return ["item_data", "name"], course.name
        for size in course.sizes:
            if size.variation_id == thing:
                return _price_path(size, where), size.elsewhere.get(where, size.price)
    return [], None


def _price_path(size: Serving, where: str) -> list[str | int]:
    if where not in size.elsewhere:
        return ["item_variation_data", "price_money", "amount"]
    return ["item_variation_data", "location_overrides", list(size.elsewhere).index(where), "price_money", "amount"]


async def doubled_order(scene: Scene) -> str:
    """Enter a ticket a second time, as a platform does that sends again what it had no answer to."""
    for merchant in scene.world.merchants:
        here = f"merchants/{merchant.account.merchant_id}/orders"
        for one in reversed((await scene.control("square", "GET", here))["orders"]):
            if one.get("tenders") and one["state"] != "CANCELED":
                made = await scene.control("square", "POST", f"{here}?as=api", {"order": _copy(one)})
                again = made["order"]["id"]
                await scene.control("square", "POST", f"{here}/{again}?as=api", {"tender": "OTHER"})
                scene.note("saboteur", "doubled_order", merchant.account.merchant_id, again)
                return f"ticket {one['id']} was entered again as {again}"
    raise Refused(404, "no ticket stands at any till: there is nothing to double")


def _copy(order: Json) -> Json:
    found: Json = {name: order[name] for name in _COPIED if name in order}
    found["line_items"] = [
        {name: line[name] for name in _LINE if name in line}
        | {"modifiers": [{name: one[name] for name in _CHOICE if name in one} for one in line.get("modifiers") or ()]}
        for line in order["line_items"]
    ]
    steps = [{name: one[name] for name in one if name != "uid"} for one in order.get("fulfillments") or ()]
    return found | {"fulfillments": steps}


async def erased_field(scene: Scene) -> str:
    """Strip a member that nobody models from an item, as a platform does that writes what it decoded."""
    for merchant in scene.world.merchants:
        for store in merchant.stores:
            for course in merchant.courses:
                item = store.matching.get(course.item_id)
                if not (course.fields and item):
                    continue
                where = f"stores/{store.store_id}/items/{item}?as=api"
                await scene.control("uber_eats", "POST", where, {HOUSE_FIELD: None})
                scene.note("saboteur", "erased_field", store.store_id, item)
                return f"{HOUSE_FIELD} of {item} at {store.name} is gone"
    raise Refused(404, "no item carries a member of its own: there is nothing to erase")


SABOTAGES: Final[Mapping[str, Callable[[Scene], Awaitable[str]]]] = {
    "lost_update": lost_update,
    "doubled_order": doubled_order,
    "erased_field": erased_field,
}
"""Every lie by its name; each says what it did, and raises Refused where there is nothing to lie about."""
