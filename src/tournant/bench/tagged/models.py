"""The catalog with pydantic: models that keep unknown members, flattened by hand."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from tournant import canon
from tournant.bench.case import Rows
from tournant.bench.tagged.values import DIETS, PRICING, PRODUCTS, limit
from tournant.kernel import money
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET
from tournant.lens import Ids


class _Model(BaseModel):
    model_config = ConfigDict(extra="allow")


class _Price(_Model):
    amount: int
    currency: str


class _Numbered(_Model):
    id: str
    ordinal: int | None = None


class _Label(_Model):
    standard_name: str


class _Details(_Model):
    calorie_count: int | None = None
    dietary_preferences: list[_Label] = []


class _ListInfo(_Model):
    modifier_list_id: str
    min_selected_modifiers: int | None = None
    max_selected_modifiers: int | None = None
    enabled: bool | None = None
    ordinal: int | None = None


class _Here(_Model):
    location_id: str
    price_money: _Price | None = None
    sold_out: bool | None = None


class _VariationData(_Model):
    item_id: str
    name: str | None = None
    sku: str | None = None
    ordinal: int | None = None
    pricing_type: str
    price_money: _Price | None = None
    track_inventory: bool | None = None
    sellable: bool | None = None
    location_overrides: list[_Here] = []


class _ModifierData(_Model):
    name: str | None = None
    price_money: _Price | None = None
    on_by_default: bool = False
    ordinal: int | None = None
    modifier_list_id: str
    hidden_online: bool | None = None


class _CategoryData(_Model):
    name: str | None = None
    category_type: str | None = None
    online_visibility: bool = True
    parent_category: _Numbered | None = None


class _TaxData(_Model):
    name: str | None = None
    percentage: str
    inclusion_type: str | None = None


class _ImageData(_Model):
    name: str | None = None
    url: str | None = None


class _Any(_Model):
    id: str
    type: str
    updated_at: datetime
    version: int
    is_deleted: bool
    present_at_all_locations: bool


class _Variation(_Any):
    item_variation_data: _VariationData


class _Modifier(_Any):
    modifier_data: _ModifierData


class _ItemData(_Model):
    name: str | None = None
    description: str | None = None
    abbreviation: str | None = None
    is_taxable: bool | None = None
    product_type: str
    is_archived: bool | None = None
    is_alcoholic: bool | None = None
    categories: list[_Numbered] = []
    reporting_category: _Numbered
    tax_ids: list[str] = []
    image_ids: list[str] = []
    food_and_beverage_details: _Details
    modifier_list_info: list[_ListInfo] = []
    variations: list[_Variation] = []


class _ListData(_Model):
    name: str | None = None
    ordinal: int | None = None
    min_selected_modifiers: int | None = None
    max_selected_modifiers: int | None = None
    allow_quantities: bool | None = None
    modifiers: list[_Modifier] = []


class _Object(_Any):
    present_at_location_ids: list[str] = []
    item_data: _ItemData | None = None
    modifier_list_data: _ListData | None = None
    category_data: _CategoryData | None = None
    tax_data: _TaxData | None = None
    image_data: _ImageData | None = None


class _Document(_Model):
    objects: list[_Object]


def read(buf: bytes, ids: Ids) -> Rows:
    """The rows of a document."""
    reader = _Reader(ids)
    for position, found in enumerate(_Document.model_validate_json(buf).objects):
        reader.read(found, position)
    return reader.rows


def _usd(price: _Price | None) -> Money | None:
    return Money(price.amount, price.currency) if price is not None else None


class _Reader:
    """The rows of one document, as they are found."""

    def __init__(self, ids: Ids) -> None:
        self.ids = ids
        self.rows: Rows = {}

    def add(self, row: object) -> None:
        self.rows.setdefault(type(row).__name__, []).append(row)

    def read(self, found: _Object, position: int) -> None:
        if found.item_data is not None:
            self.item(found, found.item_data, position)
        elif found.modifier_list_data is not None:
            self.modifier_list(found, found.modifier_list_data, position)
        elif found.category_data is not None:
            self.category(found, found.category_data, position)
        elif found.tax_data is not None:
            rate, included = money.rate_from_percent(found.tax_data.percentage), found.tax_data.inclusion_type
            every = self.every(found, "TaxRate", UNSET, position)
            self.add(canon.TaxRate(**every, name=found.tax_data.name, rate=rate, included=included == "INCLUSIVE"))
        elif found.image_data is not None:
            every = self.every(found, "Image", UNSET, position)
            self.add(canon.Image(**every, name=found.image_data.name, url=found.image_data.url))

    def every(self, found: _Any, kind: str, parent: object, position: int) -> dict[str, Any]:
        """The columns that all types of objects have."""
        return {
            "id": self.ids.of(kind)[found.id],
            "external_id": found.id,
            "parent": parent,
            "position": position,
            "deleted": found.is_deleted,
            "at_all_locations": found.present_at_all_locations,
            "updated_at": found.updated_at,
            "version": found.version,
        }

    def item(self, found: _Object, data: _ItemData, position: int) -> None:
        details, every = data.food_and_beverage_details, self.every(found, "Item", UNSET, position)
        labels = tuple(DIETS[one.standard_name] for one in details.dietary_preferences)
        self.add(
            canon.Item(
                **every,
                name=data.name,
                description=data.description,
                kitchen_name=data.abbreviation,
                dietary_labels=labels,
                alcohol=data.is_alcoholic,
                calories=details.calorie_count,
                taxable=data.is_taxable,
                product_type=PRODUCTS.get(data.product_type),  # type: ignore[arg-type]  # a plain dictionary's words
                reporting_category=self.ids.of("Category")[data.reporting_category.id],
                archived=data.is_archived,
            )
        )
        self._links(found, data, every["id"])
        for at, size in enumerate(data.variations):
            self._variation(size, every["id"], at)

    def _links(self, found: _Object, data: _ItemData, own: str) -> None:
        of = self.ids.of
        for at, one in enumerate(found.present_at_location_ids):
            self.add(canon.PresentAt(of("Location")[one], own, at))
        for at, one in enumerate(data.image_ids):
            self.add(canon.ImageLink(of("Image")[one], own, at))
        for at, one in enumerate(data.tax_ids):
            self.add(canon.ItemTax(of("TaxRate")[one], own, at))
        for at, category in enumerate(data.categories):
            self.add(canon.ItemCategory(of("Category")[category.id], own, at, category.ordinal))
        for at, info in enumerate(data.modifier_list_info):
            limits = (limit(info.min_selected_modifiers), limit(info.max_selected_modifiers))
            target = of("ModifierGroup")[info.modifier_list_id]
            self.add(canon.ItemGroup(target, own, at, info.ordinal, UNSET, *limits, enabled=info.enabled))

    def _variation(self, found: _Variation, parent: str, position: int) -> None:
        data, every = found.item_variation_data, self.every(found, "Variation", parent, position)
        self.add(
            canon.Variation(
                **every,
                ordinal=data.ordinal,
                name=data.name,
                price=_usd(data.price_money),
                pricing=PRICING[data.pricing_type],  # type: ignore[arg-type]  # a plain dictionary's words
                sku=data.sku,
                item=self.ids.of("Item")[data.item_id],
                sellable=data.sellable,
                stock_tracked=data.track_inventory,
            )
        )
        for at, here in enumerate(data.location_overrides):
            own = self.ids.of("LocationOverlay")[f"{every['id']}/{here.location_id}"]
            self.add(
                canon.LocationOverlay(
                    own,
                    here.location_id,
                    every["id"],
                    at,
                    at_location=self.ids.of("Location")[here.location_id],
                    price=_usd(here.price_money),
                    sold_out=here.sold_out,
                )
            )

    def modifier_list(self, found: _Object, data: _ListData, position: int) -> None:
        every = self.every(found, "ModifierGroup", UNSET, position)
        every |= {"ordinal": data.ordinal, "name": data.name, "repeatable": data.allow_quantities}
        least, most = data.min_selected_modifiers, data.max_selected_modifiers
        self.add(canon.ModifierGroup(**every, min_choices=least, max_choices=most))
        for at, modifier in enumerate(data.modifiers):
            told = modifier.modifier_data
            self.add(
                canon.Modifier(
                    **self.every(modifier, "Modifier", every["id"], at),
                    ordinal=told.ordinal,
                    hidden=told.hidden_online,
                    name=told.name,
                    price=_usd(told.price_money),
                    default_quantity=int(told.on_by_default),
                    group=self.ids.of("ModifierGroup")[told.modifier_list_id],
                )
            )

    def category(self, found: _Object, data: _CategoryData, position: int) -> None:
        above = data.parent_category
        self.add(
            canon.Category(
                **self.every(found, "Category", UNSET, position),
                ordinal=above.ordinal if above else None,
                hidden=not data.online_visibility,
                name=data.name,
                parent_category=self.ids.of("Category")[above.id] if above else None,
                for_staff=data.category_type == "KITCHEN_CATEGORY",
            )
        )
