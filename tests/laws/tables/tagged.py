"""Tagged lists as Square has them: one list of many kinds, told apart by a member, and again in other lists."""

from tests.laws.tables import wire

from tournant.kernel.row import UNSET, Entity, Link, UnsetType
from tournant.lens import Again, Doc, Each, F

__all__ = ["TAGGED", "Category", "Discount", "Group", "Item", "ItemCategory", "ItemGroup", "ItemTax", "Modifier"]
__all__ += ["Stock", "Tax", "Variation"]


class Item(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    deleted: bool | UnsetType | None = UNSET


class Variation(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    sku: str | UnsetType | None = UNSET
    price: str | UnsetType | None = UNSET


class Category(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    above: str | UnsetType | None = UNSET


class Group(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    min: int | UnsetType | None = UNSET


class Modifier(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    price: str | UnsetType | None = UNSET
    on: bool | UnsetType | None = UNSET


class Tax(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    rate: int | UnsetType | None = UNSET


class Discount(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET


class Stock(Entity, frozen=True, gc=False):
    count: int | UnsetType | None = UNSET
    source: str | UnsetType | None = UNSET


class ItemTax(Link, frozen=True, gc=False):
    pass


class ItemCategory(Link, frozen=True, gc=False):
    ordinal: int | UnsetType | None = UNSET


class ItemGroup(Link, frozen=True, gc=False):
    min: int | UnsetType | None = UNSET


VARIATION = "item_variation_data"

ITEM = Each(
    Item,
    "objects[]",
    when=("type", "ITEM"),
    fields={
        "name": "item_data.name",
        "description": F("item_data.description", none="drop"),
        "deleted": F("is_deleted", absent=False),
    },
    inside=(
        Each(
            Variation,
            "item_data.variations[]",
            fields={
                "name": f"{VARIATION}.name",
                "sku": f"{VARIATION}.sku",
                "price": F((f"{VARIATION}.price_money.amount", f"{VARIATION}.price_money.currency"), wire.money),
            },
            new={"type": "ITEM_VARIATION"},
        ),
        Each(ItemTax, "item_data.tax_ids[]", key=".", to=Tax),
        Each(ItemCategory, "item_data.categories[]", to=Category, fields={"ordinal": "ordinal"}),
        Each(ItemGroup, "item_data.lists[]", key="list_id", to=Group, fields={"min": "min_selected"}),
    ),
    new={"present_at_all_locations": True},
)

GROUP = Each(
    Group,
    "objects[]",
    when=("type", "MODIFIER_LIST"),
    fields={"name": "modifier_list_data.name", "min": "modifier_list_data.min"},
    inside=(
        Each(
            Modifier,
            "modifier_list_data.modifiers[]",
            scoped=True,
            fields={
                "name": "name",
                "price": F(("price_money.amount", "price_money.currency"), wire.money),
                "on": F("on", absent=True),
            },
        ),
    ),
)

TAGGED = Doc(
    "laws.tagged",
    (
        ITEM,
        Each(
            Category,
            "objects[]",
            when=("type", "CATEGORY"),
            fields={"name": "category_data.name", "above": F("category_data.parent.id", to=Category)},
        ),
        GROUP,
        Each(
            Tax,
            "objects[]",
            when=("type", "TAX"),
            fields={"name": "tax_data.name", "rate": F("tax_data.percentage", wire.percent)},
        ),
        Each(Discount, "objects[]", when=("type", "DISCOUNT"), fields={"name": "discount_data.name"}),
        Again(Item, "related_objects[]", when=("type", "ITEM")),
        Again(Category, "related_objects[]", when=("type", "CATEGORY")),
        Again(Group, "related_objects[]", when=("type", "MODIFIER_LIST")),
        Again(Tax, "related_objects[]", when=("type", "TAX")),
        Again(Tax, "batches[].objects[]", when=("type", "TAX")),
        Each(
            Stock,
            "batches[].objects[]",
            when=("type", "STOCK"),
            fields={"count": "stock_data.count", "source": "^.source"},
        ),
    ),
)
