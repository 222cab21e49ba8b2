"""The flat menu by hand: plain dictionaries, and the code that somebody would write for this one document.

It makes the rows that the adapter's table makes from documents of our generator: it checks no types, finds no duplicate
keys, knows no member that the generator does not write, and keeps nothing for a write.
"""

import msgspec

from tournant.bench import edits
from tournant.bench.case import Json, Rows
from tournant.bench.flat.values import CONTEXTS, LABELS, instant, rate, usd
from tournant.canon import (
    Availability,
    Category,
    CategoryItem,
    Daypart,
    GroupModifier,
    Item,
    ItemGroup,
    Menu,
    MenuCategory,
    ModifierGroup,
    PriceRule,
)
from tournant.kernel.row import UNSET
from tournant.lens import Ids

_load = msgspec.json.Decoder(dict).decode


def read(buf: bytes, ids: Ids) -> Rows:
    """The rows of a document."""
    document = _load(buf)
    rows: Rows = {}
    _menus(document["menus"], ids, rows)
    _categories(document["categories"], ids, rows)
    _items(document["items"], ids, rows)
    _groups(document["modifier_groups"], ids, rows)
    return rows


def _text(element: Json, member: str) -> str | None:
    found = element.get(member)
    return next(iter(found["translations"].values())) if found is not None else None


def _menus(found: list[Json], ids: Ids, rows: Rows) -> None:
    menu_ids, category_ids, daypart_ids = ids.of("Menu"), ids.of("Category"), ids.of("Daypart")
    rows["Menu"] = menus = []
    rows["Daypart"] = dayparts = []
    rows["MenuCategory"] = placed = []
    for number, menu in enumerate(found):
        own = menu_ids[menu["id"]]
        menus.append(Menu(own, menu["id"], UNSET, number, name=_text(menu, "title")))
        for day in menu["service_availability"]:
            for at, hours in enumerate(day["time_periods"]):
                key = f"{day['day_of_week']}:{hours['start_time']}"
                told = {"weekdays": (day["day_of_week"],), "opens": hours["start_time"], "closes": hours["end_time"]}
                dayparts.append(Daypart(daypart_ids[f"{own}/{key}"], key, own, at, **told))
        placed += [MenuCategory(category_ids[one], own, at) for at, one in enumerate(menu["category_ids"])]


def _categories(found: list[Json], ids: Ids, rows: Rows) -> None:
    category_ids, item_ids = ids.of("Category"), ids.of("Item")
    rows["Category"] = categories = []
    rows["CategoryItem"] = placed = []
    for number, category in enumerate(found):
        own = category_ids[category["id"]]
        categories.append(Category(own, category["id"], UNSET, number, name=_text(category, "title")))
        placed += [CategoryItem(item_ids[one["id"]], own, at) for at, one in enumerate(category["entities"])]


def _items(found: list[Json], ids: Ids, rows: Rows) -> None:
    item_ids, group_ids, availability_ids = ids.of("Item"), ids.of("ModifierGroup"), ids.of("Availability")
    rows["Item"] = items = []
    rows["ItemGroup"] = offered = []
    rows["PriceRule"] = rules = []
    rows["Availability"] = suspended = []
    for number, item in enumerate(found):
        own = item_ids[item["id"]]
        items.append(_item(item, own, number))
        groups = item.get("modifier_group_ids")
        if groups is not None:
            offered += [ItemGroup(group_ids[one], own, at) for at, one in enumerate(groups["ids"])]
        for at, override in enumerate(item["price_info"]["overrides"]):
            rules.append(_rule(override, own, at, ids))
        suspension = item.get("suspension_info")
        if suspension is not None:
            told = suspension["suspension"]
            until = instant(told["suspend_until"])
            row = Availability(availability_ids[own], None, own, 0, unavailable_until=until, reason=told["reason"])
            suspended.append(row)


def _item(item: Json, own: str, number: int) -> Item:
    dish = item.get("dish_info")
    kinds = dish["classifications"] if dish is not None else None
    calories = item["nutritional_info"]["calories"]
    return Item(
        own,
        item["id"],
        UNSET,
        number,
        name=_text(item, "title"),
        description=_text(item, "description"),
        price=usd(item["price_info"]["price"]),
        external_ref=item.get("external_data"),
        image_url=item.get("image_url"),
        dietary_labels=tuple(map(LABELS.__getitem__, kinds["dietary_label_info"]["labels"])) if kinds else None,
        alcohol=bool(kinds["alcoholic_items"]) if kinds else None,
        calories=calories["lower_range"],
        calories_max=calories["upper_range"],
        tax_rate_added=rate(item["tax_info"]["tax_rate"]),
        tax_labels=tuple(item["tax_label_info"]["default_value"]["labels"]),
        max_quantity=item["quantity_info"]["quantity"]["max_permitted"],
    )


def _rule(override: Json, parent: str, position: int, ids: Ids) -> PriceRule:
    sort, value = override["context_type"], override["context_value"]
    key = f"{sort}:{value}"
    column, kind = CONTEXTS[sort]
    own = ids.of("PriceRule")[f"{parent}/{key}"]
    price = usd(override["price"])
    context = ids.of(kind)[value]
    if column == "in_menu":
        return PriceRule(own, key, parent, position, in_menu=context, price=price)
    return PriceRule(own, key, parent, position, in_group=context, price=price)


def _groups(found: list[Json], ids: Ids, rows: Rows) -> None:
    group_ids, item_ids = ids.of("ModifierGroup"), ids.of("Item")
    rows["ModifierGroup"] = groups = []
    rows["GroupModifier"] = options = []
    for number, group in enumerate(found):
        own = group_ids[group["id"]]
        limits = group["quantity_info"]["quantity"]
        groups.append(
            ModifierGroup(
                own,
                group["id"],
                UNSET,
                number,
                name=_text(group, "title"),
                external_ref=group.get("external_data"),
                min_choices=limits["min_permitted"],
                max_choices=limits["max_permitted"],
                collapsed=group["display_type"] == "collapsed",
            )
        )
        options += [GroupModifier(item_ids[one["id"]], own, at) for at, one in enumerate(group["modifier_options"])]


def write(document: Json, every: int) -> bytes:
    """The same change as `edits.changed` makes on rows, and the whole document encoded."""
    for number, item in enumerate(document["items"][::every]):
        (language,) = item["title"]["translations"]
        item["title"]["translations"][language] = edits.name(number)
        item["price_info"]["price"] = edits.price(number)
    return msgspec.json.encode(document)
