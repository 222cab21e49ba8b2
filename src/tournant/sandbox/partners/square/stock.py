"""Counts, and what follows from them: a tracked variation whose count is zero is sold out."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from tournant.sandbox.http import Json
from tournant.sandbox.times import stamp

__all__ = ["Count", "Stock"]


@dataclass(slots=True)
class Count:
    """How many there are of a variation at a location."""

    quantity: Decimal
    occurred_at: datetime
    """When the last physical count was taken, by the clock of whoever took it."""
    calculated_at: datetime


@dataclass
class Stock:
    """The counts of one seller, and what its staff marked as sold out by hand."""

    counts: dict[tuple[str, str], Count] = field(default_factory=dict)
    """By variation and location."""
    places: dict[str, list[str]] = field(default_factory=dict)
    """Where each variation is counted."""
    by_hand: dict[tuple[str, str], datetime | None] = field(default_factory=dict)
    """What staff marked, until when (None: until they take it back)."""

    def keep(self, place: tuple[str, str], count: Count) -> None:
        """Keep the count of a variation at a location."""
        if place not in self.counts:
            self.places.setdefault(place[0], []).append(place[1])
        self.counts[place] = count

    def sold_out(self, body: Json, now: datetime) -> dict[str, Json]:
        """Say for each location what is shown of an object: nothing where it is not sold out and not tracked."""
        said = {where: self._by_count(body, where) for where in self.places.get(body["id"], ())}
        for (one, where), until in self.by_hand.items():
            if one == body["id"] and (until is None or until > now):
                said[where] = {"sold_out": True} | ({"sold_out_valid_until": stamp(until)} if until else {})
        return {where: what for where, what in said.items() if what}

    def _by_count(self, body: Json, where: str) -> Json:
        if body["type"] != "ITEM_VARIATION" or not tracked(body["item_variation_data"], where):
            return {}
        return {"sold_out": True} if self.counts[body["id"], where].quantity <= 0 else {}


def tracked(data: Json, location: str) -> bool:
    """Say whether a variation is counted at a location: its override there decides, else the variation itself."""
    for one in data.get("location_overrides", ()):
        if one["location_id"] == location and one.get("track_inventory") is not None:
            return bool(one["track_inventory"])
    return bool(data.get("track_inventory"))
