"""The floor of the deep tree: plain Structs of the mapped fields, written by hand."""

import msgspec
from msgspec import Struct


class Option(Struct, gc=False):
    """An option, with groups of its own."""

    merchant_supplied_id: str
    name: str | None = None
    price: int | None = None
    tax_rate: str | None = None
    active: bool | None = None
    extras: "list[Group] | None" = None


class Group(Struct, gc=False):
    """A group with its options."""

    merchant_supplied_id: str
    name: str | None = None
    min_num_options: int | None = None
    max_num_options: int | None = None
    options: list[Option] | None = None


class Item(Struct, gc=False):
    """An item with its groups."""

    merchant_supplied_id: str
    name: str | None = None
    description: str | None = None
    price: int | None = None
    tax_rate: str | None = None
    original_image_url: str | None = None
    active: bool | None = None
    extras: list[Group] | None = None


class Category(Struct, gc=False):
    """A category with its items."""

    merchant_supplied_id: str
    name: str | None = None
    subtitle: str | None = None
    items: list[Item] | None = None


class Menu(Struct, gc=False):
    """The menu with its categories."""

    merchant_supplied_id: str
    name: str | None = None
    categories: list[Category] | None = None


class Document(Struct, gc=False):
    """The document."""

    menu: Menu | None = None


parse = msgspec.json.Decoder(Document).decode
