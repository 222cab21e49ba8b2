"""A small honest platform: it copies menus and orders properly, one thing after the other, and knows no faults.

It reads menus with the judge's eyes (`Till`, `Window`), which have tests of their own, and writes with its own hands.
"""

import copy
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.sandbox.honest_menus import Cells, Json, Page
from tests.sandbox.honest_orders import Orders
from tests.sandbox.memory import World as Partners
from tests.sandbox.uber_world import SCOPES

from tournant.sandbox.judge.identity import Identity
from tournant.sandbox.judge.names import Names
from tournant.sandbox.judge.square_menu import Till
from tournant.sandbox.judge.store import Window
from tournant.sandbox.judge.uber_menu import Showcase
from tournant.sandbox.world import Merchant, Store, Truth, World

OURS = {"name", "price", "on", "choice", "hours"}
A_SECOND = 9
"""Calls that it makes in one second of the clock: two such seconds stay below every limit."""


@dataclass
class Line:
    """The way to both partners, never too fast."""

    partners: Partners
    tokens: dict[str, str] = field(default_factory=dict)
    made: Counter[int] = field(default_factory=Counter)
    keys: int = 0

    async def sign_in(self, world: World) -> None:
        oauth = self.partners.uber.oauth
        form = {"client_id": oauth.client_id, "client_secret": oauth.client_secret}
        form |= {"grant_type": "client_credentials", "scope": SCOPES}
        got = await self.partners.call(self.partners.uber, "POST /oauth/v2/token", urlencode(form).encode())
        self.tokens["uber"] = got.document["access_token"]
        self.tokens |= {one.account.merchant_id: one.account.access_token for one in world.merchants}

    async def square(self, merchant: str, line: str, body: Json | None = None) -> Json:
        return await self._call(self.partners.square, merchant, line, body)

    async def uber(self, line: str, body: Json | None = None) -> Json:
        return await self._call(self.partners.uber, "uber", line, body)

    def key(self) -> str:
        self.keys += 1
        return f"honest-{self.keys}"

    async def _call(self, app: Any, token: str, line: str, body: Json | None) -> Json:  # noqa: ANN401 - either partner
        second = int(self.partners.time.at.timestamp())
        if self.made[second] >= A_SECOND:
            await self.partners.time.pass_(2)
            second += 2
        self.made[second] += 1
        got = await self.partners.call(app, line, body, {"authorization": f"Bearer {self.tokens[token]}"})
        assert got.status < 300, (line, got.body[:300])
        return got.document if got.body else {}


@dataclass
class Books:
    """One merchant: what was last seen on each side."""

    merchant: Merchant
    windows: list[Window]
    seen: dict[str, Cells] = field(default_factory=dict)
    values: Cells = field(default_factory=dict)


class Honest:
    """The platform."""

    def __init__(self, partners: Partners, world: World) -> None:
        self.line = Line(partners)
        self.world, self.now = world, partners.time.now
        names = Names(world, Truth())
        self.books = [
            Books(one, [Window(one, store, Identity(one, store, names)) for store in one.stores])
            for one in world.merchants
        ]
        self.orders = Orders(self.line, world)

    async def connect(self) -> None:
        await self.line.sign_in(self.world)
        await self.turn()

    async def turn(self) -> None:
        """Look everywhere, and make everything agree."""
        for books in self.books:
            await self._menus(books)
            await self.orders.turn(books.merchant, {one.store.store_id: one.identity for one in books.windows})

    async def _menus(self, books: Books) -> None:
        merchant = books.merchant
        account = merchant.account.merchant_id
        objects = await self._catalog(account)
        locations = (await self.line.square(account, "GET /v2/locations"))["locations"]
        till = Till({"objects": list(objects.values()), "locations": locations})
        shown = {
            account: {
                cell: value for spot in merchant.locations for cell, value in till.cells(spot.location_id).items()
            }
        }
        menus: dict[str, Json] = {}
        for window in books.windows:
            store = window.store.store_id
            menus[store] = await self.line.uber(f"GET /v2/eats/stores/{store}/menus")
            window.identity.learn(Showcase(menus[store], self.now()), self.now())
            cells = window.cells({"menu": menus[store], "status": {}}, self.now())
            shown[store] = cells if store in books.seen else {}
        self._merge(books, shown)
        for window in books.windows:
            await self._write_menu(books, window, menus[window.store.store_id])
        await self._write_till(books, objects, shown[account])

    def _merge(self, books: Books, shown: dict[str, Cells]) -> None:
        """Take over what changed since the last look, wherever it did; the till first, where it is all new."""
        before = copy.copy(books.values)
        for place, cells in shown.items():
            for cell, value in cells.items():
                is_new = cell[0] in OURS and value is not None and books.seen.get(place, {}).get(cell) != value
                if is_new and value != before.get(cell):
                    books.values |= dict.fromkeys(self._wide(books.merchant, cell), value)
            books.seen[place] = {cell: value for cell, value in cells.items() if cell[0] in OURS}

    def _wide(self, merchant: Merchant, cell: tuple[str, ...]) -> list[tuple[str, ...]]:
        """A name, and a price that no location has of its own, hold at every location."""
        for course in merchant.courses:
            if cell[0] == "name" and cell[1] == course.item_id:
                return [("name", cell[1], where) for where in course.locations]
            for size in course.sizes:
                if cell[0] == "price" and cell[1] == size.variation_id and cell[2] not in size.elsewhere:
                    return [("price", cell[1], where) for where in course.locations if where not in size.elsewhere]
        return [cell]

    async def _write_menu(self, books: Books, window: Window, menu: Json) -> None:
        store: Store = window.store
        page = Page(menu if menu.get("menus") else {}, books.merchant, store, dict(store.matching))
        new = page.written(books.values)
        if new != menu:
            await self.line.uber(f"PUT /v2/eats/stores/{store.store_id}/menus", new)
        window.identity.learn(Showcase(new, self.now()), self.now())
        cells = window.cells({"menu": new, "status": {}}, self.now())
        books.seen[store.store_id] = {cell: value for cell, value in cells.items() if cell[0] in OURS}

    async def _write_till(self, books: Books, objects: dict[str, Json], shown: Cells) -> None:
        account = books.merchant.account.merchant_id
        changed: dict[str, Json] = {}
        for cell, value in books.values.items():
            if shown.get(cell) == value or cell not in shown:
                continue
            if cell[0] == "hours":
                await self._write_hours(account, cell[1], value)
            elif cell[0] == "on":
                await self._count(account, objects, (cell[1], cell[2]), on=value)
            else:
                owner = _owner(objects, cell[1])
                one = changed.setdefault(owner["id"], copy.deepcopy(owner))
                _set(one, cell, value)
        if changed:
            await self._upsert(account, list(changed.values()))
        books.seen[account] |= {cell: value for cell, value in books.values.items() if cell in shown}

    async def _write_hours(self, account: str, location: str, week: tuple[tuple[int, int], ...]) -> None:
        days = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
        whole = [(start, end) for start, end in week if not (start == 0 and week[-1][1] == 7 * 1440 and end < 1440)]
        over = next((end for start, end in week if start == 0 and week[-1][1] == 7 * 1440), 0)
        periods = []
        for start, end in whole:
            stop = (end + over if end == 7 * 1440 else end) % 1440
            times = {
                name: f"{at // 60:02}:{at % 60:02}:00"
                for name, at in (("start_local_time", start % 1440), ("end_local_time", stop))
            }
            periods.append({"day_of_week": days[start // 1440], **times})
        body = {"location": {"business_hours": {"periods": periods}}}
        await self.line.square(account, f"PUT /v2/locations/{location}", body)

    async def _count(self, account: str, objects: dict[str, Json], at: tuple[str, str], *, on: bool) -> None:
        """Make a size sold out, or not: it is counted from now on, and there are none, or many."""
        variation, location = at
        fresh = await self._catalog(account)
        item = _owner(fresh, variation)
        for size in item["item_data"]["variations"]:
            if size["id"] == variation:
                overrides = size["item_variation_data"].setdefault("location_overrides", [])
                mine = next((one for one in overrides if one["location_id"] == location), None)
                if mine is None:
                    mine = {"location_id": location}
                    overrides.append(mine)
                mine["track_inventory"] = True
        await self._upsert(account, [item])
        objects |= await self._catalog(account)
        said = {"catalog_object_id": variation, "location_id": location, "state": "IN_STOCK"}
        said |= {"quantity": "500" if on else "0", "occurred_at": self.now().isoformat()}
        body: Json = {
            "idempotency_key": self.line.key(),
            "changes": [{"type": "PHYSICAL_COUNT", "physical_count": said}],
        }
        await self.line.square(account, "POST /v2/inventory/changes/batch-create", body)
        objects |= await self._catalog(account)

    async def _upsert(self, account: str, objects: list[Json]) -> None:
        body = {"idempotency_key": self.line.key(), "batches": [{"objects": objects}]}
        await self.line.square(account, "POST /v2/catalog/batch-upsert", body)

    async def _catalog(self, account: str) -> dict[str, Json]:
        found: dict[str, Json] = {}
        cursor = ""
        while True:
            got = await self.line.square(account, f"GET /v2/catalog/list{cursor}")
            found |= {one["id"]: one for one in got.get("objects") or ()}
            if not got.get("cursor"):
                return found
            cursor = f"?cursor={got['cursor']}"


def _owner(objects: dict[str, Json], id_: str) -> Json:
    """The top-level object that is this one, or holds it."""
    if id_ in objects:
        return objects[id_]
    for one in objects.values():
        data = one.get("item_data") or one.get("modifier_list_data") or {}
        if any(each["id"] == id_ for each in data.get("variations") or data.get("modifiers") or ()):
            return one
    raise LookupError(id_)


def _set(one: Json, cell: tuple[str, ...], value: Any) -> None:  # noqa: ANN401 - a value of any field
    if cell[0] == "name":
        one["item_data"]["name"] = value
        return
    size = next(each for each in one["item_data"]["variations"] if each["id"] == cell[1])
    data = size["item_variation_data"]
    own = [
        each
        for each in data.get("location_overrides") or ()
        if each["location_id"] == cell[2] and each.get("price_money")
    ]
    (own[0] if own else data)["price_money"]["amount"] = value
