"""How the flat menu spells values, as both of its hand-written readers need it."""

from datetime import UTC, datetime
from functools import cache

from tournant.bench.edits import CURRENCY
from tournant.kernel import money
from tournant.kernel.money import Money

CONTEXTS = {"MENU": ("in_menu", "Menu"), "MODIFIER_GROUP": ("in_group", "ModifierGroup")}
LABELS = {label: label.lower() for label in ("VEGETARIAN", "VEGAN", "GLUTEN_FREE", "HALAL")}


def usd(cents: int) -> Money:
    """An amount in dollars."""
    return Money(cents, CURRENCY)


@cache
def rate(percent: float) -> int:
    """A rate, from the number that the document has."""
    return money.rate_from_percent(str(percent))


def instant(unix_s: int) -> datetime:
    """A point in time."""
    return datetime.fromtimestamp(unix_s, UTC)
