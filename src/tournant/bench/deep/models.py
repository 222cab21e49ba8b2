"""The deep tree with pydantic: models that keep unknown members, flattened by hand."""

from pydantic import BaseModel, ConfigDict

from tournant.bench.case import Rows
from tournant.bench.deep import table
from tournant.kernel import money
from tournant.kernel.row import UNSET
from tournant.lens import Ids


class _Model(BaseModel):
    model_config = ConfigDict(extra="allow")
    merchant_supplied_id: str
    name: str | None = None


class _Option(_Model):
    price: int | None = None
    tax_rate: str | None = None
    active: bool | None = True
    extras: "list[_Group]" = []


class _Group(_Model):
    min_num_options: int | None = None
    max_num_options: int | None = None
    options: list[_Option] = []


class _Item(_Model):
    description: str | None = None
    price: int | None = None
    tax_rate: str | None = None
    original_image_url: str | None = None
    active: bool | None = True
    extras: list[_Group] = []


class _Category(_Model):
    subtitle: str | None = None
    items: list[_Item] = []


class _Menu(_Model):
    categories: list[_Category] = []


class _Document(BaseModel):
    model_config = ConfigDict(extra="allow")
    menu: _Menu


class _Flattening:
    """The rows of one document, as they are found."""

    def __init__(self, ids: Ids) -> None:
        self.ids = ids
        self.rows: Rows = {name: [] for name in table.__all__ if name != "TABLE"}
        self.seen: set[str] = set()

    def item(self, item: _Item) -> str:
        own = self.ids.of("Item")[item.merchant_supplied_id]
        if own not in self.seen:
            self.seen.add(own)
            told = (item.name, item.description, item.price, _rate(item.tax_rate), item.original_image_url, item.active)
            self.rows["Item"].append(table.Item(own, item.merchant_supplied_id, UNSET, UNSET, *told))
            for position, group in enumerate(item.extras):
                self.rows["ItemGroup"].append(table.ItemGroup(self.group(group), own, position))
        return own

    def group(self, group: _Group) -> str:
        key = group.merchant_supplied_id
        own = self.ids.of("Group")[key]
        if own not in self.seen:
            self.seen.add(own)
            limits = (group.min_num_options, group.max_num_options)
            self.rows["Group"].append(table.Group(own, key, UNSET, UNSET, group.name, *limits))
            for position, option in enumerate(group.options):
                self.option(option, own, position)
        return own

    def option(self, option: _Option, parent: str, position: int) -> None:
        key = option.merchant_supplied_id
        own = self.ids.of("Option")[f"{parent}/{key}"]
        told = (option.name, option.price, _rate(option.tax_rate), option.active)
        self.rows["Option"].append(table.Option(own, key, parent, position, *told))
        for number, group in enumerate(option.extras):
            self.rows["GroupInOption"].append(table.GroupInOption(self.group(group), own, number))


def _rate(percent: str | None) -> int | None:
    return None if percent is None else money.rate_from_percent(percent)


def read(buf: bytes, ids: Ids) -> Rows:
    """The rows of a document."""
    menu = _Document.model_validate_json(buf).menu
    flat = _Flattening(ids)
    own = ids.of("Menu")[menu.merchant_supplied_id]
    flat.rows["Menu"].append(table.Menu(own, menu.merchant_supplied_id, UNSET, 0, menu.name))
    for number, category in enumerate(menu.categories):
        key = category.merchant_supplied_id
        heading = table.Category(ids.of("Category")[key], key, own, number, category.name, category.subtitle)
        flat.rows["Category"].append(heading)
        for position, item in enumerate(category.items):
            flat.rows["CategoryItem"].append(table.CategoryItem(flat.item(item), heading.id, position))
    return flat.rows
