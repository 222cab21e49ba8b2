"""Random documents for the deep table: the same items and groups in several places, equal and different."""

from hypothesis import strategies as st
from tests.laws.documents import spelling
from tests.laws.documents.maker import Entry, Maker, Members
from tests.laws.documents.text import Document, Node, document

__all__ = ["documents"]

KEY = "merchant_supplied_id"
LEVELS = 3
MENU = {KEY: "key", "name": "str"}
CATEGORY = {KEY: "key", "name": "str", "subtitle": "str"}
ITEM = {KEY: "key", "name": "str", "description": "str", "price": "int", "tax_rate": "percent", "active": "bool"}
GROUP = {KEY: "key", "name": "str", "limits.min": "int", "limits.max": "int"}
OPTION = {KEY: "key", "name": "str", "price": "int", "tax_rate": "percent", "active": "bool"}


@st.composite
def documents(draw: st.DrawFn, *, faulty: bool = False) -> Document:
    maker = Maker(draw, faulty=faulty, budget=24)
    root = maker.obj(maker.single("menu", Entry("M1", lambda k: _menu(maker, k), MENU, spelling.WRONG["object"])))
    return document(root, draw(st.lists(st.sampled_from(spelling.SPACES), max_size=5)))


def _menu(maker: Maker, key: str) -> Node:
    categories = [Entry(k, lambda k: _category(maker, k), CATEGORY) for k in maker.names("C", 3)]
    return maker.obj(maker.key(KEY, key), maker.leaf("name", "str"), maker.listing("categories", categories))


def _category(maker: Maker, key: str) -> Node:
    items = [
        Entry(k, lambda k: maker.copy("Item", k, lambda k: _item(maker, k)), ITEM)
        for k in maker.subset(("I1", "I2", "I3", "é"), 3)
    ]
    return maker.obj(
        maker.key(KEY, key), maker.leaf("name", "str"), maker.leaf("subtitle", "str"), maker.listing("items", items)
    )


def _item(maker: Maker, key: str) -> Node:
    return maker.obj(
        maker.key(KEY, key),
        maker.leaf("name", "str"),
        maker.leaf("description", "str"),
        maker.leaf("price", "int"),
        maker.leaf("tax_rate", "percent"),
        maker.leaf("active", "bool"),
        _groups(maker, LEVELS),
    )


def _groups(maker: Maker, levels: int) -> Members:
    if not levels:
        return []
    keys = maker.subset(("G1", "G2", "G3", "g g"), 2)
    return maker.listing(
        "extras",
        [Entry(k, lambda k: maker.copy(f"Group{levels}", k, lambda k: _group(maker, k, levels)), GROUP) for k in keys],
    )


def _group(maker: Maker, key: str, levels: int) -> Node:
    options = [Entry(k, lambda k: _option(maker, k, levels), OPTION) for k in maker.subset(("O1", "O2", "O3"), 2)]
    return maker.obj(
        maker.key(KEY, key),
        maker.leaf("name", "str"),
        maker.inner("limits", maker.leaf("min", "int"), maker.leaf("max", "int")),
        maker.listing("options", options),
    )


def _option(maker: Maker, key: str, levels: int) -> Node:
    return maker.obj(
        maker.key(KEY, key),
        maker.leaf("name", "str"),
        maker.leaf("price", "int"),
        maker.leaf("tax_rate", "percent"),
        maker.leaf("active", "bool"),
        _groups(maker, levels - 1),
    )
