"""A table that cannot be right is refused when it is compiled, in one sentence that says where."""

import pytest

from tournant.kernel.row import UNSET, Entity, Link, UnsetType
from tournant.lens import Again, Conv, Doc, Each, F, Lens, Mapped, TableError, coverage, mapping


class Item(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    price: int | UnsetType | None = UNSET


class Part(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET


class ItemLink(Link, frozen=True, gc=False):
    price: int | UnsetType | None = UNSET


text = Conv(str, str, str)
two = Conv((str, str), lambda one, other: one or other, lambda value: (value, value))

MISTAKES: dict[str, tuple[Each | Again, str]] = {
    "a field that the row does not have": (Each(Item, "items[]", fields={"size": "size"}), "no field 'size'"),
    "an empty member in a path": (Each(Item, "items[]", fields={"name": "title..en"}), "is no path"),
    "a path without end": (Each(Item, "items[]", fields={"name": ".".join("a" * 20)}), "is no path"),
    "links without a key": (Each(ItemLink, "links[]", key=None, to=Item), "without a key"),
    "elements without a key behind another list": (Each(Item, "all[].items[]", key=None), "without a key"),
    "a value in two places": (
        Each(Item, "all[].items[]", fields={"name": F(("^.a", "b"), two)}),
        "in the element or in the lists around it",
    ),
    "a key from a list that is not there": (Each(Item, "items[]", key="^.id"), "passes through a list"),
    "a member's name in a list": (Each(Item, "all[].items[]", fields={"name": "^.{name}"}), "is the name of a member"),
    "a column from nowhere": (Each(Item, "items[]", fields={"name": F(())}), "needs absent="),
    "a link without a kind of target": (Each(ItemLink, "items[]"), "to="),
    "a shared link": (Each(ItemLink, "items[]", to=Item, link=ItemLink), "do not share"),
    "bare ids that are no links": (Each(Item, "items[]", key="."), "use a Link row"),
    "a bare id with fields": (Each(ItemLink, "ids[]", key=".", to=Item, fields={"price": "price"}), "no fields"),
    "a map that is shared": (Each(Item, "items{}", link=ItemLink), "link= is for lists"),
    "a map that holds several kinds": (Each(Item, "items{}", when=("type", "ITEM")), "a map cannot"),
    "a part of an element with a key": (Each(Item, "items[]", inside=(Each(Part, ""),)), "no key of its own"),
    "several paths without a conversion": (Each(Item, "items[]", fields={"name": F(("a", "b"))}), "several paths"),
    "several paths with one wire type": (Each(Item, "items[]", fields={"name": F(("a", "b"), text)}), "several paths"),
    "a value that is not remembered": (
        Each(Item, "items[]", fields={"name": F("a", Conv(list[str], ",".join, str.split, repeats=True))}),
        "repeats= is for text",
    ),
    "a reference that is converted": (Each(Item, "items[]", fields={"name": F("a", text, to=Item)}), "reference"),
    "an unknown way to write None": (Each(Item, "items[]", fields={"name": F("a", none="gone")}), "'null' or 'drop'"),
    "a star inside a path": (Each(Item, "items[]", fields={"name": "title.*.text"}), "'*' may only end"),
    "a star in a place": (Each(Item, "a.*.items[]"), "'*' ends the path of a field"),
    "a list around it that is not there": (Each(Item, "items[]", fields={"name": "^.name"}), "passes through a list"),
    "a record that is declared nowhere": (Again(Part, "parts[]"), "needs one Each"),
    "a value that is also an object": (Each(Item, "items[]", fields={"name": "a", "price": "a.b"}), "both as a value"),
    "two types at one place": (Each(Item, "items[]", fields={"name": "a", "price": "a"}), "different types"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_said_where_it_is_made(mistake: str) -> None:
    """Each of these mistakes is found before any document is read, and the sentence says what to mend."""
    each, expected = MISTAKES[mistake]
    with pytest.raises(TableError) as found:
        Lens(Doc("acme.menu", (each,)))
    assert expected in str(found.value)
    assert "\n" not in str(found.value)


def test_two_kinds_at_one_place_need_a_tag() -> None:
    """Without when=, nothing tells the kinds of one list apart."""
    with pytest.raises(TableError, match="tell them apart with when="):
        Lens(Doc("acme.menu", (Each(Item, "all[]"), Each(Part, "all[]"))))


SHOP = Doc(
    "acme.shop",
    (
        Each(
            Item,
            "all[]",
            when=("type", "ITEM"),
            fields={"name": "data.title.*", "price": F(("data.cents", "data.unit"), two)},
            inside=(Each(ItemLink, "data.parts[]", key=".", to=Part),),
        ),
        Each(Part, "all[]", when=("type", "PART"), fields={"name": "data.label"}, inside=(Again(Part, "below[]"),)),
        Each(ItemLink, "batches[].links[]", to=Item, fields={"price": "^.price"}),
    ),
)


def test_a_mapping_prints_as_a_table() -> None:
    """Every column has its path, with the tag of a mixed list, the several paths of a value, and recursion once."""
    assert mapping(SHOP) == [
        Mapped("Item", "(id)", "all[ITEM].id"),
        Mapped("Item", "name", "all[ITEM].data.title.*"),
        Mapped("Item", "price", "all[ITEM].data.cents"),
        Mapped("Item", "price", "all[ITEM].data.unit"),
        Mapped("ItemLink", "(target)", "all[ITEM].data.parts[]"),
        Mapped("Part", "(id)", "all[PART].id"),
        Mapped("Part", "name", "all[PART].data.label"),
        Mapped("Part", "(id)", "all[PART].below[].id"),
        Mapped("Part", "name", "all[PART].below[].data.label"),
        Mapped("ItemLink", "(target)", "batches[].links[].id"),
        Mapped("ItemLink", "price", "batches[].price"),
    ]


def test_coverage_sorts_documented_fields() -> None:
    """A documented field is mapped, carried along, or no more than the object around others."""
    documented = ["all[].id", "all[].data", "all[].data.title", "all[].data.colour", "batches[].price", "cursor"]
    found = coverage(SHOP, documented)
    assert found.mapped == ("all[].id", "all[].data.title", "batches[].price")
    assert found.carried == ("all[].data.colour", "cursor")
