"""Books made by hand: one merchant, one location, one store, two dishes, and whatever a test enters."""

import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.sandbox.memory import BEGUN

from tournant.sandbox import judge
from tournant.sandbox.judge import Evidence, Settings
from tournant.sandbox.judge.evidence import Pages
from tournant.sandbox.times import stamp
from tournant.sandbox.world import Recipe, Truth, World
from tournant.sandbox.world.hours import Opening
from tournant.sandbox.world.world import Account, Course, Extras, Merchant, Serving, Spot, Store

Json = dict[str, Any]
PRICE = ("price", "V-soup", "P")
OPEN = Opening(600, 1320)
SOUP = Course("I-soup", "Soup", (Serving("V-soup", "Regular", 500, {}),), ("L-bread",), ("P",), twin=False, fields=True)
TEA = Course(
    "I-tea",
    "Tea",
    (Serving("V-s", "Small", 200, {}), Serving("V-l", "Large", 350, {})),
    (),
    ("P",),
    twin=False,
    fields=False,
)
BREAD = Extras("L-bread", "Bread", (("M-white", "White", 0), ("M-rye", "Rye", 100)))
STORE = Store(
    "S",
    "The Spoon",
    "M",
    "P",
    incumbent=True,
    virtual=False,
    client_id="c",
    client_secret="s",  # noqa: S106 - of a partner that is not there
    matching={"I-soup": "u-soup", "V-soup": "u-soup", "I-tea": "u-tea"},
)
WORLD = World(
    Recipe(BEGUN, locations=1),
    (
        Merchant(
            "The Spoon",
            "USD",
            Account("M", "code", "access", "refresh", "c", "s"),
            (Spot("P", "Here", "America/New_York", OPEN),),
            (SOUP, TEA),
            (BREAD,),
            (STORE,),
        ),
    ),
)


def at(seconds: float) -> datetime:
    return BEGUN + timedelta(seconds=seconds)


def text(said: str) -> Json:
    return {"translations": {"en_us": said}}


def money(amount: int) -> Json:
    return {"amount": amount, "currency": "USD"}


def till() -> Json:
    def size(variation: str, name: str, price: int) -> Json:
        data = {"name": name, "price_money": money(price)}
        return {"type": "ITEM_VARIATION", "id": variation, "item_variation_data": data}

    soup = {
        "name": "Soup",
        "variations": [size("V-soup", "Regular", 500)],
        "modifier_list_info": [{"modifier_list_id": "L-bread"}],
    }
    tea = {"name": "Tea", "variations": [size("V-s", "Small", 200), size("V-l", "Large", 350)]}
    choices = [
        {"type": "MODIFIER", "id": one, "modifier_data": {"name": name, "price_money": money(price)}}
        for one, name, price in BREAD.choices
    ]
    custom = {"Square:kitchen-station": {"string_value": "Pass"}}
    return {
        "locations": [{"id": "P", "name": "Here", "business_hours": OPEN.square()}],
        "objects": [
            {"type": "ITEM", "id": "I-soup", "item_data": soup, "custom_attribute_values": custom},
            {"type": "ITEM", "id": "I-tea", "item_data": tea},
            {"type": "MODIFIER_LIST", "id": "L-bread", "modifier_list_data": {"name": "Bread", "modifiers": choices}},
        ],
        "orders": [],
    }


def menu() -> Json:
    def item(item_id: str, name: str, price: int, *groups: str) -> Json:
        found: Json = {"id": item_id, "title": text(name), "price_info": {"price": price}}
        return found | ({"modifier_group_ids": {"ids": list(groups)}} if groups else {})

    def group(group_id: str, name: str, *options: str, least: int = 0) -> Json:
        rule = {"quantity": {"min_permitted": least, "max_permitted": 1}}
        entities = [{"id": one, "type": "ITEM"} for one in options]
        return {"id": group_id, "title": text(name), "quantity_info": rule, "modifier_options": entities}

    return {
        "menus": [{"id": "m", "service_availability": OPEN.uber(), "category_ids": ["c"]}],
        "categories": [{"id": "c", "title": text("All"), "entities": [{"id": "u-soup"}, {"id": "u-tea"}]}],
        "items": [
            item("u-soup", "Soup", 500, "g-bread") | {"house_note": {"printer": "bar"}},
            item("u-tea", "Tea", 200, "g-size"),
            item("u-s", "Small", 0),
            item("u-l", "Large", 150),
            item("u-white", "White", 0),
            item("u-rye", "Rye", 100),
        ],
        "modifier_groups": [
            group("g-bread", "Bread", "u-white", "u-rye"),
            group("g-size", "Size", "u-s", "u-l", least=1),
        ],
        "house_layout": {"columns": 2},
    }


@dataclass
class Books:
    """What a test makes of them."""

    square: Json = field(default_factory=till)
    uber: Json = field(default_factory=menu)
    status: Json = field(default_factory=lambda: {"status": "ONLINE"})
    truth: Truth = field(default_factory=Truth)
    calls: list[Json] = field(default_factory=list)
    writes: list[Json] = field(default_factory=list)
    orders: list[Json] = field(default_factory=list)
    histories: Json = field(default_factory=dict)
    tickets: Json = field(default_factory=dict)
    deliveries: list[Json] = field(default_factory=list)
    violations: list[Json] = field(default_factory=list)
    lost: int = 0

    def item(self, item_id: str) -> Json:
        return next(one for one in self.uber["items"] if one["id"] == item_id)

    def size(self, variation: str) -> Json:
        sizes = (size for one in self.square["objects"][:2] for size in one["item_data"]["variations"])
        return next(one["item_variation_data"] for one in sizes if one["id"] == variation)

    def edit(self, seconds: float, partner: str, cell: tuple[str, ...], value: Any) -> None:  # noqa: ANN401 - of any field
        self.truth.edit(at(seconds), (partner, "M" if partner == "square" else "S"), [cell], value)

    def look(self, partner: str, begin: float, end: float | None = None, kind: str = "menu", **more: object) -> None:
        """The application looked, and had its answer."""
        paths = {
            ("square", "menu"): "/v2/catalog/list",
            ("square", "hours"): "/v2/locations",
            ("uber_eats", "menu"): "/v2/eats/stores/S/menus",
            ("uber_eats", "status"): "/v1/eats/store/S/status",
        }
        said = {
            "at": stamp(at(begin)),
            "ended": stamp(at(begin if end is None else end)),
            "status": 200,
            "method": "GET",
        }
        account = "M" if partner == "square" else "S"
        call = {"partner": partner, "path": paths[partner, kind], "account": account, "further": False}
        self.calls.append(call | said | more)

    def upload(self, seconds: float, by: str, change: Json | None = None) -> None:
        """A whole menu was put: the one that stands in these books, with the soup changed."""
        value = copy.deepcopy(self.uber)
        value["items"][0] |= change or {}
        self.wrote(seconds, by, "uber_eats", ("menu.replace", "S", value))

    def wrote(self, seconds: float, by: str, partner: str, change: tuple[str, str, object]) -> None:
        what, ref, value = change
        account = "M" if partner == "square" else "S"
        said = {"at": stamp(at(seconds)), "by": by, "account": account, "what": what, "ref": ref, "value": value}
        self.writes.append({"partner": partner, "number": len(self.writes) + 1, **said})

    def evidence(self) -> Evidence:
        first = [self._first("uber_eats", "menu.replace", "S", menu())]
        first += [self._first("square", "catalog.upsert", one["id"], one) for one in till()["objects"]]
        writes = [*first, *sorted(self.writes, key=lambda one: str(one["at"]))]
        tickets = list(self.square["orders"])
        pages = {
            name: Pages(
                [one for one in self.calls if one["partner"] == name],
                [one for one in writes if one["partner"] == name],
                self.tickets if name == "square" else self.histories,
                self.deliveries,
                self.violations if name == "square" else [],
                {"webhook_loss": 2},
                5,
                self.lost,
            )
            for name in ("square", "uber_eats")
        }
        store = {"menu": self.uber, "status": self.status, "orders": self.orders}
        seller = self.square | {"orders": tickets}
        return Evidence(stamp(at(2_000)), pages["square"], pages["uber_eats"], {"M": seller}, {"S": store})

    def _first(self, partner: str, what: str, ref: str, value: Json) -> Json:
        account = "M" if partner == "square" else "S"
        said = {"at": stamp(at(-100)), "by": "staff", "account": account, "what": what, "ref": ref, "value": value}
        return {"partner": partner, "number": 0, **said}

    def report(self, *with_a_person: str, settings: Settings | None = None, world: World = WORLD) -> Json:
        exact = settings or Settings(way_s=0, race_s=30)
        return judge.judge(world, self.truth, self.evidence(), (with_a_person, None), exact)


def edited(*edits: tuple[float, str, int], shown: int) -> Books:
    """The price of the soup was edited so, and both sides show this in the end."""
    books = Books()
    for seconds, partner, value in edits:
        books.edit(seconds, partner, PRICE, value)
    books.item("u-soup")["price_info"] = {"price": shown}
    books.size("V-soup")["price_money"]["amount"] = shown
    return books


def looks(books: Books, *times: float) -> Books:
    for one in times:
        books.look("square", one)
        books.look("uber_eats", one)
    return books
