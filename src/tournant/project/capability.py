"""The capability record: what a partner's menu can hold, as its adapter declares it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Capability:
    """What a partner's menu can hold."""

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
