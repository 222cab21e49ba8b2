"""Random documents for the recursive table: groups within groups, and maps whose keys are the records' ids."""

from collections.abc import Sequence

from hypothesis import strategies as st
from tests.laws.documents import spelling
from tests.laws.documents.maker import Entry, Maker, Members
from tests.laws.documents.text import Document, Leaf, Node, document

__all__ = ["documents"]

LEVELS = 3
MENU = {"guid": "key", "name": "str"}
CATEGORY = {"guid": "key", "name": "str", "description": "str"}
ITEM = {"guid": "key", "name": "str", "price": "cents", "sku": "str"}
GROUP = {"name": "str", "minSelections": "int"}
OPTION = {"name": "str", "price": "cents"}


@st.composite
def documents(draw: st.DrawFn, *, faulty: bool = False) -> Document:
    maker = Maker(draw, faulty=faulty)
    groups = [Entry(k, lambda _: _group(maker), GROUP) for k in maker.subset(("1", "2", "1003"), 2)]
    options = [Entry(k, lambda _: _option(maker), OPTION) for k in maker.subset(("7", "8", "1003"), 2)]
    root = maker.obj(
        maker.listing("menus", [Entry(k, lambda k: _menu(maker, k), MENU) for k in maker.names("M", 2)]),
        maker.mapping("modifierGroupReferences", groups),
        maker.mapping("modifierOptionReferences", options),
    )
    return document(root, draw(st.lists(st.sampled_from(spelling.SPACES), max_size=5)))


def _menu(maker: Maker, key: str) -> Node:
    return maker.obj(maker.key("guid", key), maker.leaf("name", "str"), _categories(maker, LEVELS))


def _categories(maker: Maker, levels: int) -> Members:
    if not levels:
        return []
    return maker.listing(
        "menuGroups", [Entry(k, lambda k: _category(maker, k, levels), CATEGORY) for k in maker.names("C", 2)]
    )


def _category(maker: Maker, key: str, levels: int) -> Node:
    items = [
        Entry(k, lambda k: maker.copy("Item", k, lambda k: _item(maker, k)), ITEM)
        for k in maker.subset(("I1", "I2", "I3"), 2)
    ]
    return maker.obj(
        maker.key("guid", key),
        maker.leaf("name", "str"),
        maker.leaf("description", "str"),
        _categories(maker, levels - 1),
        maker.listing("menuItems", items),
    )


def _item(maker: Maker, key: str) -> Node:
    return maker.obj(
        maker.key("guid", key),
        maker.leaf("name", "str"),
        maker.leaf("price", "cents"),
        maker.leaf("sku", "str"),
        _numbers(maker, "modifierGroupReferences", ("1", "2", "9")),
    )


def _numbers(maker: Maker, name: str, pool: Sequence[str]) -> Members:
    keys = maker.subset(pool, 2)
    return maker.listing(name, [Entry(k, Leaf, {}, spelling.WRONG["bare_int"]) for k in keys])


def _group(maker: Maker) -> Node:
    return maker.obj(
        maker.leaf("name", "str"),
        maker.leaf("minSelections", "int"),
        _numbers(maker, "modifierOptionReferences", ("7", "8")),
    )


def _option(maker: Maker) -> Node:
    return maker.obj(
        maker.leaf("name", "str"), maker.leaf("price", "cents"), _numbers(maker, "modifierGroupReferences", ("1", "2"))
    )
