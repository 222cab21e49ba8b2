"""Counting over HTTP: the only way in which an application makes a variation sold out."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import partial

from tournant.sandbox.http import Answer, Json, Request
from tournant.sandbox.partner import Partner
from tournant.sandbox.partners.square import limits
from tournant.sandbox.partners.square.errors import refuse
from tournant.sandbox.partners.square.events import Events
from tournant.sandbox.partners.square.paging import page
from tournant.sandbox.partners.square.seller import Seller, once
from tournant.sandbox.partners.square.stock import Count, tracked
from tournant.sandbox.times import parsed, stamp, unix_ms

__all__ = ["Inventory"]

_OUT = frozenset({"SOLD", "WASTE"})


class Inventory:
    """Changes and counts."""

    def __init__(self, partner: Partner, events: Events) -> None:
        """Take the partner, and what tells subscribers."""
        self._partner, self._events = partner, events

    def change(self, seller: Seller, request: Request) -> Answer:
        """POST /v2/inventory/changes/batch-create: all of the changes or none."""
        asked = request.document
        if not isinstance(asked.get("idempotency_key"), str):
            raise refuse(400, "MISSING_REQUIRED_PARAMETER", "The idempotency key is missing.", "idempotency_key")
        if len(asked.get("changes") or ()) > limits.CHANGES:
            raise refuse(400, "ARRAY_LENGTH_TOO_LONG", f"At most {limits.CHANGES} changes.", "changes")
        return Answer(200, once(seller, "inventory", asked, partial(self._change, seller, asked)))

    def retrieve(self, seller: Seller, request: Request) -> Answer:
        """POST /v2/inventory/counts/batch-retrieve: the newest first."""
        asked = request.document
        return self._counts(seller, asked, asked.get("catalog_object_ids"), asked.get("location_ids"))

    def of_object(self, seller: Seller, request: Request) -> Answer:
        """GET /v2/inventory/{catalog_object_id}."""
        wanted = [one for one in request.query.get("location_ids", "").split(",") if one]
        asked = {"cursor": request.query.get("cursor"), "location_ids": wanted}
        return self._counts(seller, asked, [request.params["catalog_object_id"]], wanted)

    def count(self, seller: Seller, place: tuple[str, str], quantity: Decimal, taken: datetime, by: str) -> None:
        """Set a count, whoever took it; an older one than the last does not move it."""
        before = seller.stock.counts.get(place)
        if before and taken < before.occurred_at:
            return
        self._set(seller, place, Count(quantity, taken, self._partner.shown()), by)

    def sell(self, seller: Seller, variation: str, location: str, quantity: Decimal) -> None:
        """Take away what was sold, where it is counted."""
        before = seller.stock.counts.get((variation, location))
        stored = seller.catalog.live(variation)
        if before and stored and tracked(stored.body["item_variation_data"], location):
            after = Count(before.quantity - quantity, before.occurred_at, self._partner.shown())
            self._set(seller, (variation, location), after, "partner")

    def _change(self, seller: Seller, asked: Json) -> Json:
        changes = [self._read(seller, one) for one in asked.get("changes") or ()]
        for place, kind, quantity, taken in changes:
            if kind == "PHYSICAL_COUNT":
                self.count(seller, place, quantity, taken, "api")
            else:
                before = seller.stock.counts.get(place)
                moved = (before.quantity if before else Decimal(0)) + quantity
                self._set(seller, place, Count(moved, before.occurred_at if before else taken, taken), "api")
        places = dict.fromkeys(place for place, *_ in changes)
        return {"counts": [_shown(place, seller.stock.counts[place]) for place in places]}

    def _read(self, seller: Seller, one: Json) -> tuple[tuple[str, str], str, Decimal, datetime]:
        kind = one.get("type")
        if kind not in {"PHYSICAL_COUNT", "ADJUSTMENT"}:
            raise refuse(400, "INVALID_ENUM_VALUE", f"This sandbox does not take {kind!r}.", "type")
        said = one[kind.lower()]
        variation, location = said["catalog_object_id"], said["location_id"]
        if seller.catalog.kind(variation) != "ITEM_VARIATION":
            raise refuse(404, "NOT_FOUND", f"There is no item variation {variation!r}.", "catalog_object_id")
        seller.location(location)
        quantity = _quantity(said["quantity"])
        if kind == "ADJUSTMENT" and said["to_state"] in _OUT:
            quantity = -quantity
        elif kind == "PHYSICAL_COUNT" and said.get("state") != "IN_STOCK":
            raise refuse(400, "INVALID_VALUE", "This sandbox counts what is IN_STOCK.", "state")
        return (variation, location), kind, quantity, self._taken(said["occurred_at"])

    def _taken(self, text: str) -> datetime:
        try:
            taken = parsed(text)
        except (ValueError, TypeError):
            raise refuse(400, "INVALID_TIME", f"{text!r} is no RFC 3339 timestamp.", "occurred_at") from None
        age_s = (self._partner.shown() - taken).total_seconds()
        if not -limits.COUNT_AHEAD_S <= age_s <= limits.COUNT_AGE_S:
            raise refuse(400, "INVALID_TIME", "occurred_at is older than 24 hours or in the future.", "occurred_at")
        return taken

    def _set(self, seller: Seller, place: tuple[str, str], count: Count, by: str) -> None:
        variation = seller.catalog.objects[place[0]]
        shown_before = seller.catalog.shown(place[0])
        unchanged = place in seller.stock.counts and seller.stock.counts[place].quantity == count.quantity
        seller.stock.keep(place, count)
        if unchanged:
            return
        self._partner.wrote(by, seller.id, "inventory.count", place[0], _shown(place, count))
        self._events.counted(seller, _shown(place, count))
        if seller.catalog.shown(place[0]) != shown_before:
            self.touch(seller, variation.body["id"])

    def touch(self, seller: Seller, object_id: str) -> None:
        """Give an object a new version because what it shows changed (assumed: its count alone does not)."""
        version = seller.catalog.next_version(unix_ms(self._partner.shown()))
        for one in (object_id, seller.catalog.objects[object_id].parent):
            if one:
                stored = seller.catalog.objects[one]
                stored.body = stored.body | {"version": version, "updated_at": self._partner.stamp()}
        self._events.catalog_changed(seller)

    def _counts(self, seller: Seller, asked: Json, variations: list[str] | None, locations: list[str] | None) -> Answer:
        after = parsed(asked["updated_after"]) if asked.get("updated_after") else None
        states = asked.get("states")
        found = [
            (place, count)
            for place, count in seller.stock.counts.items()
            if (not variations or place[0] in variations) and (not locations or place[1] in locations)
            if (after is None or count.calculated_at > after) and (not states or "IN_STOCK" in states)
        ]
        limit = asked.get("limit") or limits.COUNTS_PAGE
        numbers = {place: number for number, place in enumerate(seller.stock.counts)}

        def newest_first(one: tuple[tuple[str, str], Count]) -> int:
            return (10**14 - unix_ms(one[1].calculated_at)) * 10**6 + numbers[one[0]]

        shown, cursor = page(found, newest_first, asked, min(limit, limits.COUNTS_PAGE))
        counts = [_shown(place, count) for place, count in shown]
        return Answer(200, {"counts": counts} | ({"cursor": cursor} if cursor else {}))


def _quantity(text: object) -> Decimal:
    try:
        found = Decimal(text) if isinstance(text, str) else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise refuse(400, "EXPECTED_STRING", f"{text!r} is no decimal text.", "quantity")
    return found


def _shown(place: tuple[str, str], count: Count) -> Json:
    return {
        "catalog_object_id": place[0],
        "catalog_object_type": "ITEM_VARIATION",
        "state": "IN_STOCK",
        "location_id": place[1],
        "quantity": format(count.quantity, "f"),
        "calculated_at": stamp(count.calculated_at),
    }
