"""The capability record: what a partner's menu can hold, as its adapter declares it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

__all__ = ["Capability"]

Layout = Literal["menus", "categories"]

_QUANTITIES: Final = ("min_quantity", "max_quantity", "default_quantity", "charge_above", "refund_under")
_DISTINCT: Final = ("min_distinct", "max_distinct")
_CONTEXTS: Final = ("in_menu", "in_item", "in_group")


@dataclass(frozen=True, slots=True)
class Capability:
    """What a partner's menu can hold.

    A field that is None is as usual for partners of its sort: those whose choices are items (`items`, as delivery
    channels have it) and those whose choices are records below a list (`modifiers`, as points of sale have it). The
    answer is given by the property that is named without the underscore's `usual`.
    """

    partner: str
    """The partner's name, as in its manifest."""
    sizes: Literal["variations", "group"]
    """Sizes are records below the item (`variations`), or a required group of choices (`group`)."""
    choices: Literal["modifiers", "items"]
    """Choices are records of a kind of their own, or ordinary items."""
    nesting_levels: int
    """How many groups deep choices may open further groups; 1 is a group on an item and nothing below it."""
    price_digits: int | None = None
    """Prices count 10**-digits of a currency unit, whatever the currency; None is the currency's own minor unit."""
    layout: Layout | None = None
    """Menus hold categories that list their items (`menus`, usual with items), or items name the categories they are
    in and categories name the one above (`categories`, usual with modifiers)."""
    daypart_kinds: tuple[str, ...] | None = None
    """What may be offered at certain hours only: Menu (usual with menus), Category (usual with categories), Item."""
    price_contexts: tuple[str, ...] | None = None
    """Where an option or item may have another price: in_menu, in_item, in_group. Usual with items: all. Where choices
    are modifiers, each list has copies of its own, so that in_group is always exact."""
    quantity_columns: tuple[str, ...] | None = None
    """What may be said of how often one choice is made. Usual with items: all; with modifiers: default_quantity."""
    distinct_columns: tuple[str, ...] | None = None
    """Which limits a group may have on different choices. Usual with items: min_distinct and max_distinct."""
    choices_86: bool | None = None
    """Whether a choice can be shown as sold out; usual with items."""
    items_86: bool | None = None
    """Whether an item can be shown as sold out by writing its menu; usual with items."""
    sold_out_by: Literal["instant", "words"] | None = None
    """Sold out is said by the instant until which it lasts (usual with items), or in words: until the end of the day,
    until somebody takes it back."""
    text_answers: bool | None = None
    """Whether a guest may be asked to write something; usual with modifiers."""
    taxes: Literal["columns", "records"] | None = None
    """Taxes are rates on the item (usual with items), or records that items name (usual with modifiers)."""
    images: Literal["addresses", "records"] | None = None
    """Pictures are addresses on the item (usual with items), or records of their own (usual with modifiers)."""
    translations: bool = False
    """Whether a text may stand in several languages at once."""
    open_prices: bool | None = None
    """Whether something may be sold whose price is typed in at the sale; usual with sizes as records, not on a menu."""
    bundles: bool = False
    """Whether several things at one price are a record of their own."""
    seasons: bool = False
    """Whether hours may hold between two dates only."""
    category_levels: int | None = None
    """How many levels of categories there are; usual with menus: 1, with categories: no limit that matters."""
    temporary_ids: str = ""
    """What the partner wants before the id of a record that it does not know yet, as `#`."""
    text_chars_max: Mapping[str, int] = field(default_factory=dict)
    """The longest text of a column, as `Item.name`."""
    list_rows_max: Mapping[str, int] = field(default_factory=dict)
    """The most links of a kind that one record may have, as `GroupModifier`."""
    columns: Mapping[str, frozenset[str]] | None = None
    """By kind, the columns that the partner carries; None is not said, and nothing is reported as not carried."""

    @property
    def as_items(self) -> bool:
        """Whether it is a partner whose choices are items."""
        return self.choices == "items"

    @property
    def has_menus(self) -> bool:
        """Whether Menus hold the categories."""
        return (self.layout or ("menus" if self.as_items else "categories")) == "menus"

    @property
    def hours_on(self) -> tuple[str, ...]:
        """What may be offered at certain hours only."""
        usual = ("Menu",) if self.has_menus else ("Category",)
        return usual if self.daypart_kinds is None else self.daypart_kinds

    @property
    def contexts(self) -> tuple[str, ...]:
        """Where something may have another price, as conditions of a PriceRule."""
        usual = _CONTEXTS if self.as_items else ()
        return usual if self.price_contexts is None else self.price_contexts

    @property
    def quantities(self) -> tuple[str, ...]:
        """What may be said of how often one choice is made."""
        usual = _QUANTITIES if self.as_items else ("default_quantity",)
        return usual if self.quantity_columns is None else self.quantity_columns

    @property
    def distinct(self) -> tuple[str, ...]:
        """Which limits a group may have on different choices."""
        usual = _DISTINCT if self.as_items else ()
        return usual if self.distinct_columns is None else self.distinct_columns

    @property
    def limits_by_rule(self) -> bool:
        """Whether limits that hold in one place are QuantityRules, and not columns of the link."""
        return self.as_items

    @property
    def takes_open_prices(self) -> bool:
        """Whether something may be sold whose price is typed in at the sale."""
        return not self.as_items if self.open_prices is None else self.open_prices

    @property
    def shows_sold_out(self) -> tuple[bool, bool]:
        """Whether items, and choices, can be shown as sold out by writing the menu."""
        items = self.as_items if self.items_86 is None else self.items_86
        choices = self.as_items if self.choices_86 is None else self.choices_86
        return items, choices

    @property
    def by_instant(self) -> bool:
        """Whether sold out is said by an instant alone."""
        return (self.sold_out_by or ("instant" if self.as_items else "words")) == "instant"

    @property
    def asks_for_text(self) -> bool:
        """Whether a guest may be asked to write something."""
        return not self.as_items if self.text_answers is None else self.text_answers

    @property
    def tax_columns(self) -> bool:
        """Whether taxes are rates on the item."""
        return (self.taxes or ("columns" if self.as_items else "records")) == "columns"

    @property
    def image_columns(self) -> bool:
        """Whether pictures are addresses on the item."""
        return (self.images or ("addresses" if self.as_items else "records")) == "addresses"

    @property
    def category_depth(self) -> int | None:
        """How many levels of categories there are; None is no limit that matters."""
        usual = 1 if self.has_menus else None
        return usual if self.category_levels is None else self.category_levels
