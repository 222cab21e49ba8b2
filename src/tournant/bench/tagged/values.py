"""How the catalog spells values, as both of its hand-written readers need it."""

PRICING = {"FIXED_PRICING": "fixed", "VARIABLE_PRICING": "open"}
PRODUCTS = {"FOOD_AND_BEV": "food", "REGULAR": "other", "GIFT_CARD": "gift_card"}
DIETS = {diet: diet.lower() for diet in ("VEGAN", "VEGETARIAN", "GLUTEN_FREE", "HALAL")}


def limit(count: int | None) -> int | None:
    """A limit that holds at one item; -1 was never set."""
    return None if count == -1 else count
