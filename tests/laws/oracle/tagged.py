"""The rows of a tagged document, written out by hand."""

from collections.abc import Callable

from tests.laws.oracle.reading import Json, dig, listed, loads, millipercent, money
from tests.laws.tables import tagged

from tournant.kernel.row import UNSET, Row

__all__ = ["rows"]


def rows(text: bytes) -> list[Row]:
    doc = loads(text)
    found: list[Row] = []
    for name, kinds in (("objects", EVERYWHERE | IN_OBJECTS), ("related_objects", EVERYWHERE)):
        for at, thing in enumerate(listed(doc, name)):
            read = kinds.get(thing.get("type"))
            found += read(thing, at) if read else []
    for batch in listed(doc, "batches"):
        for at, thing in enumerate(listed(batch, "objects")):
            if thing.get("type") == "TAX":
                found += _tax(thing, at)
            elif thing.get("type") == "STOCK":
                count, source = dig(thing, "stock_data", "count"), batch.get("source")
                found.append(tagged.Stock(thing["id"], thing["id"], UNSET, at, count=count, source=source))
    return found


def _item(item: Json, at: int) -> list[Row]:
    mine = item["id"]
    name, description = dig(item, "item_data", "name"), dig(item, "item_data", "description")
    found: list[Row] = [
        tagged.Item(mine, mine, UNSET, at, name=name, description=description, deleted=item.get("is_deleted") or False)
    ]
    for v, variation in enumerate(listed(item, "item_data", "variations")):
        price = dig(variation, "item_variation_data", "price_money") or {}
        found.append(
            tagged.Variation(
                variation["id"],
                variation["id"],
                mine,
                v,
                name=dig(variation, "item_variation_data", "name"),
                sku=dig(variation, "item_variation_data", "sku"),
                price=money(price.get("amount"), price.get("currency")),
            )
        )
    found += [tagged.ItemTax(key, mine, t) for t, key in enumerate(listed(item, "item_data", "tax_ids"))]
    for c, place in enumerate(listed(item, "item_data", "categories")):
        found.append(tagged.ItemCategory(place["id"], mine, c, ordinal=place.get("ordinal")))
    for g, info in enumerate(listed(item, "item_data", "lists")):
        found.append(tagged.ItemGroup(info["list_id"], mine, g, min=info.get("min_selected")))
    return found


def _category(category: Json, at: int) -> list[Row]:
    mine = category["id"]
    name, above = dig(category, "category_data", "name"), dig(category, "category_data", "parent", "id")
    return [tagged.Category(mine, mine, UNSET, at, name=name, above=above)]


def _group(group: Json, at: int) -> list[Row]:
    mine = group["id"]
    name, least = dig(group, "modifier_list_data", "name"), dig(group, "modifier_list_data", "min")
    found: list[Row] = [tagged.Group(mine, mine, UNSET, at, name=name, min=least)]
    for m, modifier in enumerate(listed(group, "modifier_list_data", "modifiers")):
        key, on = modifier["id"], modifier.get("on")
        price = money(dig(modifier, "price_money", "amount"), dig(modifier, "price_money", "currency"))
        on = True if on is None else on
        found.append(tagged.Modifier(f"{mine}/{key}", key, mine, m, name=modifier.get("name"), price=price, on=on))
    return found


def _tax(tax: Json, at: int) -> list[Row]:
    name, rate = dig(tax, "tax_data", "name"), millipercent(dig(tax, "tax_data", "percentage"))
    return [tagged.Tax(tax["id"], tax["id"], UNSET, at, name=name, rate=rate)]


def _discount(discount: Json, at: int) -> list[Row]:
    return [tagged.Discount(discount["id"], discount["id"], UNSET, at, name=dig(discount, "discount_data", "name"))]


EVERYWHERE: dict[str | None, Callable[[Json, int], list[Row]]] = {
    "ITEM": _item,
    "CATEGORY": _category,
    "MODIFIER_LIST": _group,
    "TAX": _tax,
}
IN_OBJECTS: dict[str | None, Callable[[Json, int], list[Row]]] = {"DISCOUNT": _discount}
