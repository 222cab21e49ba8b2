"""The rows of the deep tree, and the table that maps them."""

from tournant.kernel import money
from tournant.kernel.row import UNSET, Entity, Link, UnsetType
from tournant.lens import Again, Conv, Doc, Each, F

__all__ = ["TABLE", "Category", "CategoryItem", "Group", "GroupInOption", "Item", "ItemGroup", "Menu", "Option"]

Text = str | UnsetType | None
Whole = int | UnsetType | None
Flag = bool | UnsetType | None


class Menu(Entity, frozen=True, gc=False):
    """What a guest can be handed."""

    name: Text = UNSET


class Category(Entity, frozen=True, gc=False):
    """A heading in a Menu (its parent)."""

    name: Text = UNSET
    subtitle: Text = UNSET


class Item(Entity, frozen=True, gc=False):
    """A dish; CategoryItem says where it stands."""

    name: Text = UNSET
    description: Text = UNSET
    price: Whole = UNSET
    tax_rate: Whole = UNSET
    image_url: Text = UNSET
    active: Flag = UNSET


class Group(Entity, frozen=True, gc=False):
    """A question to the guest; ItemGroup and GroupInOption say where it is asked."""

    name: Text = UNSET
    min_choices: Whole = UNSET
    max_choices: Whole = UNSET


class Option(Entity, frozen=True, gc=False):
    """An answer in a Group (its parent)."""

    name: Text = UNSET
    price: Whole = UNSET
    tax_rate: Whole = UNSET
    active: Flag = UNSET


class CategoryItem(Link, frozen=True, gc=False):
    """An Item in a Category."""


class ItemGroup(Link, frozen=True, gc=False):
    """A Group at an Item."""


class GroupInOption(Link, frozen=True, gc=False):
    """A further Group that an Option opens."""


_KEY = "merchant_supplied_id"
_RATE = F(
    "tax_rate",
    Conv(str, money.rate_from_percent, lambda rate: money.decimal_of_rate(rate, percent=True), repeats=True),
)
_OPTION = Each(
    Option,
    "options[]",
    key=_KEY,
    scoped=True,
    fields={"name": "name", "price": "price", "tax_rate": _RATE, "active": F("active", absent=True)},
    inside=(Again(Group, "extras[]", link=GroupInOption),),
)
_GROUP = Each(
    Group,
    "extras[]",
    key=_KEY,
    link=ItemGroup,
    fields={"name": "name", "min_choices": "min_num_options", "max_choices": "max_num_options"},
    inside=(_OPTION,),
)
_ITEM = Each(
    Item,
    "items[]",
    key=_KEY,
    link=CategoryItem,
    unit=True,
    fields={
        "name": "name",
        "description": "description",
        "price": "price",
        "tax_rate": _RATE,
        "image_url": "original_image_url",
        "active": F("active", absent=True),
    },
    inside=(_GROUP,),
)
_CATEGORY = Each(Category, "categories[]", key=_KEY, fields={"name": "name", "subtitle": "subtitle"}, inside=(_ITEM,))
TABLE = Doc("bench.deep", (Each(Menu, "menu", key=_KEY, fields={"name": "name"}, inside=(_CATEGORY,)),))
