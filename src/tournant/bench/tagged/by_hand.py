"""The catalog by hand: plain dictionaries, and the code that somebody would write for this one document.

It makes the rows that the adapter's table makes from documents of our generator: it checks no types, finds no duplicate
keys, knows no member that the generator does not write, and keeps nothing for a write.
"""

from datetime import datetime

import msgspec

from tournant.bench import edits
from tournant.bench.case import Json, Rows
from tournant.bench.tagged.values import DIETS, PRICING, PRODUCTS, limit
from tournant.canon import (
    Category,
    Image,
    ImageLink,
    Item,
    ItemCategory,
    ItemGroup,
    ItemTax,
    LocationOverlay,
    Modifier,
    ModifierGroup,
    PresentAt,
    TaxRate,
    Variation,
)
from tournant.kernel import money
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET
from tournant.lens import Ids

KINDS = (
    *("Item", "Variation", "ModifierGroup", "Modifier", "Category", "TaxRate", "Image", "LocationOverlay"),
    *("PresentAt", "ImageLink", "ItemGroup", "ItemCategory", "ItemTax"),
)
_load = msgspec.json.Decoder(dict).decode


def read(buf: bytes, ids: Ids) -> Rows:
    """The rows of a document."""
    reader = _Reader(ids)
    read_one = {
        "ITEM": reader.item,
        "MODIFIER_LIST": reader.modifier_list,
        "CATEGORY": reader.category,
        "TAX": reader.tax,
        "IMAGE": reader.image,
    }
    for position, found in enumerate(_load(buf)["objects"]):
        read_one[found["type"]](found, position)
    return reader.rows


def _usd(found: Json | None) -> Money | None:
    return Money(found["amount"], found["currency"]) if found is not None else None


class _Reader:
    """The rows of one document, as they are found."""

    def __init__(self, ids: Ids) -> None:
        self.ids = {kind: ids.of(kind) for kind in (*KINDS, "Location")}
        self.rows: Rows = {kind: [] for kind in KINDS}

    def item(self, found: Json, position: int) -> None:
        data, ids, rows = found["item_data"], self.ids, self.rows
        own = ids["Item"][found["id"]]
        details = data["food_and_beverage_details"]
        rows["Item"].append(
            Item(
                own,
                found["id"],
                UNSET,
                position,
                deleted=found["is_deleted"],
                at_all_locations=found["present_at_all_locations"],
                updated_at=datetime.fromisoformat(found["updated_at"]),
                version=found["version"],
                name=data["name"],
                description=data["description"],
                kitchen_name=data["abbreviation"],
                dietary_labels=tuple(DIETS[one["standard_name"]] for one in details["dietary_preferences"]),
                alcohol=data["is_alcoholic"],
                calories=details["calorie_count"],
                taxable=data["is_taxable"],
                product_type=PRODUCTS.get(data["product_type"]),  # type: ignore[arg-type]  # a plain dictionary's words
                reporting_category=ids["Category"][data["reporting_category"]["id"]],
                archived=data["is_archived"],
            )
        )
        there = found.get("present_at_location_ids", ())
        rows["PresentAt"] += [PresentAt(ids["Location"][one], own, at) for at, one in enumerate(there)]
        rows["ImageLink"] += [ImageLink(ids["Image"][one], own, at) for at, one in enumerate(data["image_ids"])]
        rows["ItemTax"] += [ItemTax(ids["TaxRate"][one], own, at) for at, one in enumerate(data["tax_ids"])]
        self._links(data, own)
        for at, size in enumerate(data["variations"]):
            self._variation(size, own, at)

    def _links(self, data: Json, own: str) -> None:
        categories, groups = self.ids["Category"], self.ids["ModifierGroup"]
        for at, one in enumerate(data["categories"]):
            self.rows["ItemCategory"].append(ItemCategory(categories[one["id"]], own, at, one["ordinal"]))
        for at, one in enumerate(data["modifier_list_info"]):
            least, most = limit(one["min_selected_modifiers"]), limit(one["max_selected_modifiers"])
            target = groups[one["modifier_list_id"]]
            self.rows["ItemGroup"].append(
                ItemGroup(target, own, at, one["ordinal"], UNSET, least, most, enabled=one["enabled"])
            )

    def _variation(self, found: Json, parent: str, position: int) -> None:
        data = found["item_variation_data"]
        own = self.ids["Variation"][found["id"]]
        self.rows["Variation"].append(
            Variation(
                own,
                found["id"],
                parent,
                position,
                ordinal=data["ordinal"],
                deleted=found["is_deleted"],
                at_all_locations=found["present_at_all_locations"],
                updated_at=datetime.fromisoformat(found["updated_at"]),
                version=found["version"],
                name=data["name"],
                price=_usd(data.get("price_money")),
                pricing=PRICING[data["pricing_type"]],  # type: ignore[arg-type]  # a plain dictionary's words
                sku=data["sku"],
                item=self.ids["Item"][data["item_id"]],
                sellable=data["sellable"],
                stock_tracked=data["track_inventory"],
            )
        )
        for at, one in enumerate(data.get("location_overrides", ())):
            self._overlay(one, own, at)

    def _overlay(self, found: Json, parent: str, position: int) -> None:
        place = found["location_id"]
        own = self.ids["LocationOverlay"][f"{parent}/{place}"]
        at, price = self.ids["Location"][place], _usd(found.get("price_money"))
        out = found.get("sold_out")
        row = LocationOverlay(own, place, parent, position, at_location=at, price=price, sold_out=out)
        self.rows["LocationOverlay"].append(row)

    def modifier_list(self, found: Json, position: int) -> None:
        data = found["modifier_list_data"]
        own = self.ids["ModifierGroup"][found["id"]]
        self.rows["ModifierGroup"].append(
            ModifierGroup(
                own,
                found["id"],
                UNSET,
                position,
                data["ordinal"],
                deleted=found["is_deleted"],
                at_all_locations=found["present_at_all_locations"],
                updated_at=datetime.fromisoformat(found["updated_at"]),
                version=found["version"],
                name=data["name"],
                min_choices=data["min_selected_modifiers"],
                max_choices=data["max_selected_modifiers"],
                repeatable=data["allow_quantities"],
            )
        )
        for at, modifier in enumerate(data["modifiers"]):
            self._modifier(modifier, own, at)

    def _modifier(self, found: Json, parent: str, position: int) -> None:
        data = found["modifier_data"]
        row = Modifier(
            self.ids["Modifier"][found["id"]],
            found["id"],
            parent,
            position,
            data["ordinal"],
            data["hidden_online"],
            deleted=found["is_deleted"],
            at_all_locations=found["present_at_all_locations"],
            updated_at=datetime.fromisoformat(found["updated_at"]),
            version=found["version"],
            name=data["name"],
            price=_usd(data.get("price_money")),
            default_quantity=int(data["on_by_default"]),
            group=self.ids["ModifierGroup"][data["modifier_list_id"]],
        )
        self.rows["Modifier"].append(row)

    def category(self, found: Json, position: int) -> None:
        data = found["category_data"]
        above = data.get("parent_category")
        row = Category(
            self.ids["Category"][found["id"]],
            found["id"],
            UNSET,
            position,
            above["ordinal"] if above else None,
            not data["online_visibility"],
            deleted=found["is_deleted"],
            at_all_locations=found["present_at_all_locations"],
            updated_at=datetime.fromisoformat(found["updated_at"]),
            version=found["version"],
            name=data["name"],
            parent_category=self.ids["Category"][above["id"]] if above else None,
            for_staff=data["category_type"] == "KITCHEN_CATEGORY",
        )
        self.rows["Category"].append(row)

    def tax(self, found: Json, position: int) -> None:
        data = found["tax_data"]
        row = TaxRate(
            self.ids["TaxRate"][found["id"]],
            found["id"],
            UNSET,
            position,
            name=data["name"],
            rate=money.rate_from_percent(data["percentage"]),
            included=data["inclusion_type"] == "INCLUSIVE",
        )
        self.rows["TaxRate"].append(row)

    def image(self, found: Json, position: int) -> None:
        data = found["image_data"]
        own = self.ids["Image"][found["id"]]
        self.rows["Image"].append(
            Image(
                own,
                found["id"],
                UNSET,
                position,
                deleted=found["is_deleted"],
                at_all_locations=found["present_at_all_locations"],
                updated_at=datetime.fromisoformat(found["updated_at"]),
                version=found["version"],
                name=data["name"],
                url=data["url"],
            )
        )


def write(document: Json, every: int) -> bytes:
    """The same change as `edits.changed` makes on rows, and the whole document encoded."""
    items = [one["item_data"] for one in document["objects"] if one["type"] == "ITEM"]
    for number, item in enumerate(items[::every]):
        item["name"] = edits.name(number)
    sizes = [size["item_variation_data"] for item in items for size in item["variations"]]
    for number, size in enumerate(sizes[::every]):
        size["price_money"]["amount"] = edits.price(number)
    return msgspec.json.encode(document)
