"""The rows of a flat document, written out by hand."""

from tests.laws.oracle.reading import Json, dig, listed, loads, millipercent, minutes, money, only
from tests.laws.tables import flat

from tournant.kernel.row import UNSET, Row

__all__ = ["rows"]


def rows(text: bytes) -> list[Row]:
    doc = loads(text)
    found: list[Row] = []
    for at, menu in enumerate(listed(doc, "menus")):
        found += _menu(menu, at)
    for at, category in enumerate(listed(doc, "categories")):
        found += _category(category, at)
    for at, item in enumerate(listed(doc, "items")):
        found += _item(item, at)
    for at, group in enumerate(listed(doc, "modifier_groups")):
        found += _group(group, at)
    for at, rule in enumerate(listed(doc, "rules")):
        key = f"{rule['item_id']}:{rule['mode']}"
        price = money(dig(rule, "cost", "amount"), dig(rule, "cost", "currency"))
        found.append(flat.Rule(key, key, UNSET, at, price=price, label=rule.get("label")))
    return found


def _menu(menu: Json, at: int) -> list[Row]:
    mine = menu["id"]
    found: list[Row] = [
        flat.Menu(mine, mine, UNSET, at, name=only(menu, "title", "translations"), note=menu.get("note"))
    ]
    for d, day in enumerate(listed(menu, "service_availability")):
        name = day["day_of_week"]
        found.append(flat.Day(f"{mine}/{name}", name, mine, d, label=day.get("label")))
        for p, period in enumerate(listed(day, "time_periods")):
            start = period["start_time"]
            end = minutes(period.get("end_time"))
            found.append(flat.Period(f"{mine}/{name}/{start}", start, f"{mine}/{name}", p, end=end))
    return found + [flat.MenuCategory(key, mine, c) for c, key in enumerate(listed(menu, "category_ids"))]


def _category(category: Json, at: int) -> list[Row]:
    mine = category["id"]
    name, subtitle = only(category, "title", "translations"), dig(category, "subtitle", "text")
    links = [flat.CategoryItem(entity["id"], mine, e) for e, entity in enumerate(listed(category, "entities"))]
    return [flat.Category(mine, mine, UNSET, at, name=name, subtitle=subtitle), *links]


def _item(item: Json, at: int) -> list[Row]:
    mine = item["id"]
    visible = dig(item, "display", "visible")
    row = flat.Item(
        mine,
        mine,
        UNSET,
        at,
        name=only(item, "title", "translations"),
        description=item.get("description"),
        price=dig(item, "price_info", "price"),
        max_quantity=dig(item, "quantity_info", "quantity", "max_permitted"),
        tax_rate=millipercent(dig(item, "tax_info", "rate")),
        sku=item.get("external_data"),
        visible=True if visible is None else visible,
        substitute=item.get("substitute_id"),
    )
    found: list[Row] = [row]
    found += [flat.ItemGroup(key, mine, g) for g, key in enumerate(listed(item, "modifier_group_ids", "ids"))]
    facts = item.get("nutrition")
    if facts is not None:
        found.append(
            flat.Nutrition(mine, None, mine, 0, calories=facts.get("kcal"), label=dig(facts, "facts", "label"))
        )
    return found


def _group(group: Json, at: int) -> list[Row]:
    mine = group["id"]
    least, most = dig(group, "quantity", "min"), dig(group, "quantity", "max")
    row = flat.Group(mine, mine, UNSET, at, name=only(group, "title", "translations"), min=least, max=most)
    options = [
        flat.GroupOption(option["id"], mine, o, price=dig(option, "price_info", "price"))
        for o, option in enumerate(listed(group, "modifier_options"))
    ]
    return [row, *options]
