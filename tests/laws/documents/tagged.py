"""Random documents for the tagged table: kinds mixed in one list, unknown ones among them, bodies of other kinds."""

from collections.abc import Callable, Mapping
from functools import partial

from hypothesis import strategies as st
from tests.laws.documents import spelling
from tests.laws.documents.maker import Entry, Maker, Members
from tests.laws.documents.text import Document, Leaf, Node, Obj, document

__all__ = ["documents"]

ITEM = {
    "id": "key",
    "item_data.name": "str",
    "item_data.description": "str",
    "is_deleted": "bool",
}
VARIATION = {
    "id": "key",
    "item_variation_data.name": "str",
    "item_variation_data.sku": "str",
    "item_variation_data.price_money.amount": "int",
    "item_variation_data.price_money.currency": "currency",
}
CATEGORY = {"id": "key", "category_data.name": "str", "category_data.parent.id": "ref"}
GROUP = {"id": "key", "modifier_list_data.name": "str", "modifier_list_data.min": "int"}
MODIFIER = {"id": "key", "name": "str", "price_money.amount": "int", "price_money.currency": "currency", "on": "bool"}
TAX = {"id": "key", "tax_data.name": "str", "tax_data.percentage": "percent"}
DISCOUNT = {"id": "key", "discount_data.name": "str"}
STOCK = {"id": "key", "stock_data.count": "int"}
ODD = ("IMAGE", "ITEM_VARIATION", "", "item", "PRICING_RULE")


@st.composite
def documents(draw: st.DrawFn, *, faulty: bool = False, places: bool = True) -> Document:
    """`places`: the kinds stand in further lists too, not in `objects[]` alone."""
    maker = Maker(draw, faulty=faulty)
    lists = [_objects(maker, "objects", "o", ("ITEM", "CATEGORY", "MODIFIER_LIST", "TAX", "DISCOUNT", "?"), 6)]
    if places:
        lists.append(_objects(maker, "related_objects", "r", ("ITEM", "CATEGORY", "MODIFIER_LIST", "TAX", "?"), 3))
        lists.append(_batches(maker))
    return document(maker.obj(*lists), draw(st.lists(st.sampled_from(spelling.SPACES), max_size=5)))


def _batches(maker: Maker) -> Members:
    """Lists within a list that has no rows of its own."""
    return maker.listing("batches", [Entry("", partial(_batch, maker, i), {}) for i in range(maker.number(2))])


def _batch(maker: Maker, i: int, _: str) -> Node:
    return maker.obj(maker.leaf("source", "str"), _objects(maker, "objects", f"b{i}", ("TAX", "STOCK", "?"), 3))


def _objects(maker: Maker, name: str, prefix: str, kinds: tuple[str, ...], most: int) -> Members:
    """Kinds in any order; keys are unique among one kind, and different kinds often have the same ones."""
    count = dict.fromkeys(kinds, 0)
    entries = []
    for _ in range(maker.number(most)):
        kind = maker.pick(kinds)
        count[kind] += 1
        entries.append(_entry(maker, kind, f"{prefix}.{count[kind]}"))
    return maker.listing(name, entries)


def _entry(maker: Maker, kind: str, key: str) -> Entry:
    if kind == "?":
        return Entry("", lambda _: _odd(maker, key), {})
    body, spoils = KINDS[kind]
    return Entry(key, lambda k: _tagged(maker, kind, k, body), spoils)


def _tagged(maker: Maker, kind: str, key: str, body: Callable[[Maker], list[Members]]) -> Node:
    decoy: Members = []
    if maker.odds(10):
        other = maker.pick([k for k in BODIES if k != kind])
        decoy = [(f'"{BODIES[other]}"', Leaf(maker.pick(("5", "null", '{"name":5}', "[ ]"))))]
    return maker.obj([('"type"', Leaf(f'"{kind}"'))], maker.key("id", key), *body(maker), decoy)


def _odd(maker: Maker, key: str) -> Node:
    """A kind that the table does not declare, with whatever it pleases."""
    tag = maker.pick(("absent", "null", *ODD))
    members: Members = [] if tag == "absent" else [('"type"', Leaf("null" if tag == "null" else f'"{tag}"'))]
    inside: Members = (
        [('"item_data"', Leaf(maker.pick(("5", '{"name":5,"variations":7}', "[ ]"))))] if maker.odds(30) else []
    )
    return maker.obj(
        members, [('"id"', Leaf(maker.pick(("5", '"o.1"', f'"{key}"'))))], inside, [('"kept"', maker.junk())]
    )


def _item(maker: Maker) -> list[Members]:
    variations = [Entry(k, lambda k: _variation(maker, k), VARIATION) for k in maker.names("V", 2)]
    taxes = maker.subset(("o.1", "o.2", "é"), 2)
    categories = [
        Entry(k, lambda k: _place(maker, k), {"id": "key", "ordinal": "int"})
        for k in maker.subset(("o.1", "o.2", "c c"), 2)
    ]
    lists = [
        Entry(k, lambda k: _list_info(maker, k), {"list_id": "key", "min_selected": "int"})
        for k in maker.subset(("o.1", "L1", "L2"), 2)
    ]
    data = maker.inner(
        "item_data",
        maker.leaf("name", "str"),
        maker.leaf("description", "str"),
        maker.listing("variations", variations),
        maker.listing(
            "tax_ids",
            [Entry(k, lambda k: Leaf(spelling.key(k, escaped=False)), {}, spelling.WRONG["bare"]) for k in taxes],
        ),
        maker.listing("categories", categories),
        maker.listing("lists", lists),
    )
    return [data, maker.leaf("is_deleted", "bool")]


def _variation(maker: Maker, key: str) -> Node:
    return maker.obj(
        [('"type"', Leaf('"ITEM_VARIATION"'))],
        maker.key("id", key),
        maker.inner("item_variation_data", maker.leaf("name", "str"), maker.leaf("sku", "str"), _money(maker)),
    )


def _money(maker: Maker) -> Members:
    return maker.inner("price_money", maker.leaf("amount", "int"), maker.leaf("currency", "currency"))


def _place(maker: Maker, key: str) -> Node:
    return maker.obj(maker.key("id", key), maker.leaf("ordinal", "int"))


def _list_info(maker: Maker, key: str) -> Node:
    return maker.obj(maker.key("list_id", key), maker.leaf("min_selected", "int"))


def _category(maker: Maker) -> list[Members]:
    return [maker.inner("category_data", maker.leaf("name", "str"), maker.inner("parent", maker.leaf("id", "ref")))]


def _group(maker: Maker) -> list[Members]:
    modifiers = [Entry(k, lambda k: _modifier(maker, k), MODIFIER) for k in maker.subset(("m1", "m2", "é"), 2)]
    return [
        maker.inner(
            "modifier_list_data",
            maker.leaf("name", "str"),
            maker.leaf("min", "int"),
            maker.listing("modifiers", modifiers),
        )
    ]


def _modifier(maker: Maker, key: str) -> Obj:
    return maker.obj(maker.key("id", key), maker.leaf("name", "str"), _money(maker), maker.leaf("on", "bool"))


def _tax(maker: Maker) -> list[Members]:
    return [maker.inner("tax_data", maker.leaf("name", "str"), maker.leaf("percentage", "percent"))]


def _discount(maker: Maker) -> list[Members]:
    return [maker.inner("discount_data", maker.leaf("name", "str"))]


def _stock(maker: Maker) -> list[Members]:
    return [maker.inner("stock_data", maker.leaf("count", "int"))]


KINDS: Mapping[str, tuple[Callable[[Maker], list[Members]], Mapping[str, str]]] = {
    "ITEM": (_item, ITEM),
    "CATEGORY": (_category, CATEGORY),
    "MODIFIER_LIST": (_group, GROUP),
    "TAX": (_tax, TAX),
    "DISCOUNT": (_discount, DISCOUNT),
    "STOCK": (_stock, STOCK),
}
BODIES = {
    "ITEM": "item_data",
    "CATEGORY": "category_data",
    "MODIFIER_LIST": "modifier_list_data",
    "TAX": "tax_data",
    "DISCOUNT": "discount_data",
}
