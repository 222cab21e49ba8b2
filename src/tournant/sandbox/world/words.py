"""The words that a world is made of: names of restaurants, streets, dishes, extras and guests."""

from typing import Final

__all__ = [
    "ALLERGIES",
    "ASKS",
    "BRANDS",
    "CATEGORIES",
    "CITIES",
    "DISHES",
    "EXTRAS",
    "GUESTS",
    "HOUSES",
    "NOTES",
    "STYLES",
]

HOUSES: Final = (
    "The Copper Ladle",
    "Juniper & Salt",
    "Casa Fuego",
    "Nonna's Table",
    "Blue Lantern",
    "The Tin Pan",
    "Green Door Kitchen",
    "Harbour Street Grill",
    "Saffron House",
    "Little Osaka",
    "Maple & Rye",
    "The Corner Oven",
)
BRANDS: Final = ("Midnight Wings", "Bowl Theory", "Burger Annexe")
CITIES: Final = {
    "USD": (("Brooklyn", "America/New_York"), ("Chicago", "America/Chicago"), ("Oakland", "America/Los_Angeles")),
    "EUR": (("Lyon", "Europe/Paris"), ("Bremen", "Europe/Berlin"), ("Porto", "Europe/Lisbon")),
}
"""By currency: where its restaurants are, and the time zone."""
CATEGORIES: Final = ("Starters", "Soups", "Salads", "Mains", "From the Grill", "Sides", "Desserts", "Drinks")
STYLES: Final = (
    "Grilled",
    "Smoked",
    "Crispy",
    "Braised",
    "House",
    "Spicy",
    "Roasted",
    "Herbed",
    "Charred",
    "Pickled",
    "Honey",
    "Garlic",
    "Lemon",
    "Truffle",
    "Chili",
    "Miso",
    "Sesame",
    "Maple",
    "Classic",
    "Country",
)
DISHES: Final = (
    "Chicken",
    "Salmon",
    "Tofu Bowl",
    "Burger",
    "Lamb Wrap",
    "Noodles",
    "Risotto",
    "Ramen",
    "Tacos",
    "Flatbread",
    "Aubergine",
    "Dumplings",
    "Halloumi",
    "Ribs",
    "Pancakes",
    "Omelette",
    "Cheesecake",
    "Lemonade",
    "Iced Tea",
    "Falafel",
    "Mushrooms",
    "Gnocchi",
    "Pulled Pork",
    "Prawns",
)
EXTRAS: Final = {
    "Sauce": ("Aioli", "Salsa Verde", "Barbecue", "Ranch", "Hot Sauce"),
    "Toppings": ("Extra Cheese", "Bacon", "Avocado", "Jalapeños", "Fried Egg", "Red Onion"),
    "Side": ("Fries", "Slaw", "Green Salad", "Rice", "Sweet Potato Wedges"),
    "Bread": ("White", "Wholemeal", "Gluten-free"),
    "Spice Level": ("Mild", "Medium", "Hot", "Very Hot"),
    "Milk": ("Whole Milk", "Oat Milk", "Almond Milk"),
    "Protein": ("Chicken Strips", "Tempeh", "Shrimp", "Steak"),
    "Leave Out": ("No Onions", "No Nuts", "No Garlic"),
}
"""Groups of choices with their choices."""
GUESTS: Final = ("Ada", "Bilal", "Chiara", "Dmitri", "Elena", "Farid", "Grace", "Hiro", "Ines", "João", "Kofi", "Lena")
ASKS: Final = ("not too salty", "well done, please", "no onions", "sauce on the side")
ALLERGIES: Final = ("I am allergic to sesame", "no nuts, not even traces", "allergique aux crustacés")
NOTES: Final = ("", "", "", "Please ring twice", "No cutlery", "Leave it at the door", "Extra napkins, s'il vous plaît")
