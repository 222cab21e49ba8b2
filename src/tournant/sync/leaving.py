"""What stays at a till once nothing is written there any more: dishes that a count of ours keeps sold out.

They are not given back on the way out, for the catalog still says that they are sold out. What there was before stays
noted: staff count them, or the link goes live again and they are given back once they are on sale.
"""

from typing import Final

from tournant.kernel import bounds
from tournant.log.records import Link
from tournant.sync.decide.state import Former
from tournant.sync.decide.stock import Pair, at_places, is_left, pair_of
from tournant.sync.desk import Desk
from tournant.sync.library import Library
from tournant.sync.partners import AVAILABILITY, MENU, Partners, Spot, spot_of
from tournant.sync.stock import shelf_of

__all__ = ["left_at"]

_STAYS: Final = (
    "what we counted away there stays sold out until somebody counts it at the till, or it is on sale again in the "
    "catalog and this link is live"
)


async def left_at(desk: Desk, partners: Partners, link: Link, library: Library) -> str | None:
    """What a person is told who lets a link observe; None where nothing of ours is left there."""
    spot = spot_of(desk, partners, (link.account, AVAILABILITY))
    kept = at_places(desk.shadow((link.account, AVAILABILITY)).former, (link.location,))
    if spot is None or not kept:
        return None
    found = await _left(desk, spot, {pair_of(one): former for one, former in kept.items()}, library)
    said = [f"{_called(desk, size)} ({_before(former)})" for (size, _), former in sorted(found.items())]
    if not said:
        return None
    some = ", ".join(said[: bounds.DIFFERENCES_NOTED_MAX])
    more = len(said) - bounds.DIFFERENCES_NOTED_MAX
    some += f" and {more} more" if more > 0 else ""
    return f"{_STAYS}: {some}"


async def _left(desk: Desk, spot: Spot, kept: dict[Pair, Former], library: Library) -> dict[Pair, Former]:
    """Those that are not as they were before us, or may not be once what is on its way has arrived."""
    shelf = await shelf_of(desk, spot, library)
    if shelf is None or desk.shadow(spot.place).open or desk.shadow((spot.place[0], MENU)).open:
        return kept
    return {pair: former for pair, former in kept.items() if pair[0] in shelf.sizes and is_left(former, shelf.at(pair))}


def _called(desk: Desk, size: str) -> str:
    """What a size is called: as its item, and by its own name where that has several."""
    row = desk.rows.get("Variation", {}).get(size)
    item = getattr(row, "parent", None)
    name = getattr(desk.rows.get("Item", {}).get(str(item)), "name", None) or size
    sizes = sum(1 for one in desk.rows.get("Variation", {}).values() if one.parent == item)
    own = getattr(row, "name", None)
    return f"{name}, {own}" if sizes > 1 and own else str(name)


def _before(former: Former) -> str:
    return "not counted before" if former.count is None else f"{former.count} before"
