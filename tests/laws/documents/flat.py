"""Random documents for the flat table."""

from hypothesis import strategies as st
from tests.laws.documents import spelling
from tests.laws.documents.maker import Entry, Maker, Members
from tests.laws.documents.text import Document, Leaf, Node, document

__all__ = ["documents"]

TITLE = {"title.translations.en": "str"}
NUTRITION = {"kcal": "int", "facts.label": "str"}
PERIOD = {"start_time": "key", "end_time": "hhmm"}
DAY = {"day_of_week": "key", "label": "str"}
MENU = {"id": "key", "note": "str", **TITLE}
CATEGORY = {"id": "key", "subtitle.text": "str", **TITLE}
OPTION = {"id": "key", "price_info.price": "int"}
GROUP = {"id": "key", "quantity.min": "int", "quantity.max": "int", **TITLE}
RULE = {"item_id": "key", "mode": "key", "cost.amount": "int", "cost.currency": "currency", "label": "str"}
ITEM = {
    "id": "key",
    "description": "str",
    "price_info.price": "int",
    "quantity_info.quantity.max_permitted": "int",
    "tax_info.rate": "percent",
    "external_data": "str",
    "display.visible": "bool",
    "substitute_id": "ref",
    **TITLE,
}


@st.composite
def documents(draw: st.DrawFn, *, faulty: bool = False) -> Document:
    maker = Maker(draw, faulty=faulty)
    root = maker.obj(
        maker.listing("menus", [Entry(k, lambda k: _menu(maker, k), MENU) for k in maker.names("M", 2)]),
        maker.listing("categories", [Entry(k, lambda k: _category(maker, k), CATEGORY) for k in maker.names("C", 3)]),
        maker.listing("items", [Entry(k, lambda k: _item(maker, k), ITEM) for k in maker.names("I", 3)]),
        maker.listing("modifier_groups", [Entry(k, lambda k: _group(maker, k), GROUP) for k in maker.names("G", 2)]),
        maker.listing("rules", _rules(maker)),
    )
    return document(root, draw(st.lists(st.sampled_from(spelling.SPACES), max_size=5)))


def _ids(maker: Maker, name: str, pool: tuple[str, ...]) -> Members:
    keys = maker.subset(pool, 3)
    return maker.listing(
        name, [Entry(k, lambda k: Leaf(spelling.key(k, escaped=False)), {}, spelling.WRONG["bare"]) for k in keys]
    )


def _menu(maker: Maker, key: str) -> Node:
    days = [Entry(k, lambda k: _day(maker, k), DAY) for k in maker.subset(("monday", "tuesday", "é", "a b"), 2)]
    return maker.obj(
        maker.key("id", key),
        maker.translated("title"),
        maker.leaf("note", "str"),
        maker.listing("service_availability", days),
        _ids(maker, "category_ids", ("C1", "C2", 'q"', "é")),
    )


def _day(maker: Maker, key: str) -> Node:
    times = maker.subset(("09:00", "12:00", "18:30"), 2)
    return maker.obj(
        maker.key("day_of_week", key),
        maker.leaf("label", "str"),
        maker.listing("time_periods", [Entry(k, lambda k: _period(maker, k), PERIOD) for k in times]),
    )


def _period(maker: Maker, key: str) -> Node:
    return maker.obj(maker.key("start_time", key), maker.leaf("end_time", "hhmm"))


def _category(maker: Maker, key: str) -> Node:
    entries = [
        Entry(k, lambda k: maker.obj(maker.key("id", k)), {"id": "key"})
        for k in maker.subset(("I1", "I2", "I3", "x y"), 3)
    ]
    return maker.obj(
        maker.key("id", key),
        maker.translated("title"),
        maker.inner("subtitle", maker.leaf("text", "str")),
        maker.listing("entities", entries),
    )


def _item(maker: Maker, key: str) -> Node:
    return maker.obj(
        maker.key("id", key),
        maker.translated("title"),
        maker.leaf("description", "str"),
        maker.inner("price_info", maker.leaf("price", "int")),
        maker.inner("quantity_info", maker.inner("quantity", maker.leaf("max_permitted", "int"))),
        maker.inner("tax_info", maker.leaf("rate", "percent")),
        maker.leaf("external_data", "str"),
        maker.inner("display", maker.leaf("visible", "bool")),
        maker.leaf("substitute_id", "ref"),
        maker.inner("modifier_group_ids", _ids(maker, "ids", ("G1", "G2", "g~/:", "é"))),
        maker.single("nutrition", Entry("", lambda _: _nutrition(maker), NUTRITION, spelling.WRONG["object"])),
    )


def _nutrition(maker: Maker) -> Node:
    return maker.obj(maker.leaf("kcal", "int"), maker.inner("facts", maker.leaf("label", "str")))


def _group(maker: Maker, key: str) -> Node:
    options = [Entry(k, lambda k: _option(maker, k), OPTION) for k in maker.subset(("I1", "I2", "O1", "O2"), 3)]
    return maker.obj(
        maker.key("id", key),
        maker.translated("title"),
        maker.inner("quantity", maker.leaf("min", "int"), maker.leaf("max", "int")),
        maker.listing("modifier_options", options),
    )


def _option(maker: Maker, key: str) -> Node:
    return maker.obj(maker.key("id", key), maker.inner("price_info", maker.leaf("price", "int")))


def _rules(maker: Maker) -> list[Entry]:
    """Items and modes that are unique only together."""
    pairs = maker.subset(("I1 pickup", "I1 delivery", "I2 pickup", "é delivery"), 3)
    return [Entry(pair, lambda pair: _rule(maker, pair), RULE) for pair in pairs]


def _rule(maker: Maker, pair: str) -> Node:
    item, mode = pair.split(" ") if " " in pair else (pair, "pickup")
    return maker.obj(
        maker.key("item_id", item),
        maker.key("mode", mode),
        maker.inner("cost", maker.leaf("amount", "int"), maker.leaf("currency", "currency")),
        maker.leaf("label", "str"),
    )
