"""The deep tree by hand: plain dictionaries, and the code that somebody would write for this one document.

It makes the rows that the table makes, from documents that are as they should be: it checks no types, finds no
duplicate keys, keeps nothing for a write, and takes the first copy of an element for all of them without comparing.
"""

import msgspec

from tournant.bench import edits
from tournant.bench.case import Json, Rows
from tournant.bench.deep.table import Category, CategoryItem, Group, GroupInOption, Item, ItemGroup, Menu, Option
from tournant.kernel import money
from tournant.kernel.row import UNSET
from tournant.lens import Ids

_KEY = "merchant_supplied_id"
_load = msgspec.json.Decoder(dict).decode


class _Flattening:
    """The rows of one document, as they are found."""

    def __init__(self, ids: Ids) -> None:
        self.item_ids, self.group_ids, self.option_ids = ids.of("Item"), ids.of("Group"), ids.of("Option")
        self.items: list[Item] = []
        self.groups: list[Group] = []
        self.options: list[Option] = []
        self.at_items: list[ItemGroup] = []
        self.in_options: list[GroupInOption] = []
        self.seen_items: set[str] = set()
        self.seen_groups: set[str] = set()

    def item(self, item: Json) -> str:
        key = item[_KEY]
        own = self.item_ids[key]
        if key in self.seen_items:
            return own
        self.seen_items.add(key)
        rate = item.get("tax_rate")
        self.items.append(
            Item(
                own,
                key,
                UNSET,
                UNSET,
                item.get("name"),
                item.get("description"),
                item.get("price"),
                money.rate_from_percent(rate) if rate is not None else None,
                item.get("original_image_url"),
                item.get("active", True),
            )
        )
        for position, group in enumerate(item.get("extras") or ()):
            self.at_items.append(ItemGroup(self.group(group), own, position))
        return own

    def group(self, group: Json) -> str:
        key = group[_KEY]
        own = self.group_ids[key]
        if key in self.seen_groups:
            return own
        self.seen_groups.add(key)
        least, most = group.get("min_num_options"), group.get("max_num_options")
        self.groups.append(Group(own, key, UNSET, UNSET, group.get("name"), least, most))
        for position, option in enumerate(group.get("options") or ()):
            self.option(option, own, position)
        return own

    def option(self, option: Json, parent: str, position: int) -> None:
        key = option[_KEY]
        own = self.option_ids[f"{parent}/{key}"]
        rate = option.get("tax_rate")
        self.options.append(
            Option(
                own,
                key,
                parent,
                position,
                option.get("name"),
                option.get("price"),
                money.rate_from_percent(rate) if rate is not None else None,
                option.get("active", True),
            )
        )
        for number, group in enumerate(option.get("extras") or ()):
            self.in_options.append(GroupInOption(self.group(group), own, number))


def read(buf: bytes, ids: Ids) -> Rows:
    """The rows of a document."""
    flat, menu = _Flattening(ids), _load(buf)["menu"]
    own = ids.of("Menu")[menu[_KEY]]
    category_ids = ids.of("Category")
    categories: list[Category] = []
    placed: list[CategoryItem] = []
    for number, category in enumerate(menu.get("categories") or ()):
        key = category[_KEY]
        heading = Category(category_ids[key], key, own, number, category.get("name"), category.get("subtitle"))
        categories.append(heading)
        for position, item in enumerate(category.get("items") or ()):
            placed.append(CategoryItem(flat.item(item), heading.id, position))
    return {
        "Menu": [Menu(own, menu[_KEY], UNSET, 0, menu.get("name"))],
        "Category": categories,
        "Item": flat.items,
        "Group": flat.groups,
        "Option": flat.options,
        "CategoryItem": placed,
        "ItemGroup": flat.at_items,
        "GroupInOption": flat.in_options,
    }


def write(document: Json, every: int) -> bytes:
    """The same change as `edits.changed` makes on rows, and the whole document encoded."""
    items = [item for category in document["menu"]["categories"] for item in category["items"]]
    for number, item in enumerate(items[::every]):
        item["name"], item["price"] = edits.name(number), edits.price(number)
    return msgspec.json.encode(document)
