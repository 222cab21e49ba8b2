"""What is read from the catalog of an invented restaurant."""

import json
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from tests.adapters.square.catalogs import FULL, lens, one, read

from tournant.canon import rules
from tournant.canon.modifiers import NO_LIMIT
from tournant.kernel.ids import DerivedIds
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET


def test_an_item() -> None:
    """Names, labels, taxes, categories and presence of the soup."""
    rows = read()
    soup = one(rows, "Item", "ITEM_SOUP")
    assert (soup.name, soup.kitchen_name, soup.product_type) == ("Caldo verde", "CV", "food")
    assert soup.description == "Kale soup, chouriço & potato"
    assert (soup.taxable, soup.alcohol, soup.archived, soup.calories) == (True, False, False, 310)
    assert (soup.dietary_labels, soup.allergens) == (("gluten_free", "Low salt"), ("celery",))
    assert (soup.updated_at, soup.version) == (datetime(2025, 3, 4, 9, 15, 0, 250_000, UTC), 1741079700250)
    assert (soup.reporting_category, soup.at_all_locations, soup.price) == ("CAT_SOUPS", True, UNSET)
    assert [(link.target, link.parent, link.ordinal) for link in rows["ItemCategory"]] == [
        ("CAT_SOUPS", "ITEM_SOUP", 1024)
    ]
    assert [(link.target, link.parent) for link in rows["ItemTax"]] == [("TAX_FOOD", "ITEM_SOUP")]
    assert [(link.target, link.parent) for link in rows["ImageLink"]] == [("IMG_SOUP", "ITEM_SOUP")]
    assert [(link.target, link.parent) for link in rows["AbsentAt"]] == [("LOC_QUAY", "ITEM_SOUP")]
    assert [(link.target, link.parent) for link in rows["PresentAt"]] == [
        ("LOC_QUAY", "ITEM_FISH"),
        ("LOC_HILL", "ITEM_FISH"),
    ]


def test_sizes() -> None:
    """Prices, stock keeping and what differs at a location."""
    rows = read()
    cup, bowl, fish = rows["Variation"]
    assert (cup.parent, cup.name, cup.price, cup.pricing) == ("ITEM_SOUP", "Cup", Money(450, "EUR"), "fixed")
    assert (cup.sku, cup.gtin, cup.external_ref, cup.ordinal) == ("CV-1", "012345678905", "erp:771", 0)
    # Square warns at four or fewer; the column names the first count below which it warns.
    assert (cup.stock_tracked, cup.stock_alert_below, cup.sellable) == (False, 5, True)
    assert (bowl.name, bowl.price, bowl.stock_alert_below) == ("Bowl", Money(690, "EUR"), None)
    assert (fish.price, fish.pricing, fish.measure_unit) == (None, "open", "UNIT_KG")
    hill, park, _ = rows["LocationOverlay"]
    assert (hill.parent, hill.at_location, hill.price) == ("VAR_SOUP_CUP", "LOC_HILL", Money(420, "EUR"))
    assert (hill.pricing, hill.stock_tracked, hill.sold_out) == ("fixed", True, True)
    assert hill.sold_out_until == datetime(2025, 3, 5, 5, tzinfo=UTC)
    assert (park.price, park.sold_out, park.sold_out_until) == (None, False, None)


def test_choices() -> None:
    """Lists, their limits, what is chosen by default, and a list that is a text."""
    rows = read()
    bread, extras, note = rows["ModifierGroup"]
    assert (bread.name, bread.kitchen_name, bread.ordinal, bread.selection) == ("Bread", "bread basket", 3, None)
    assert (bread.min_choices, bread.max_choices, bread.repeatable) == (1, 1, None)
    assert (extras.min_choices, extras.max_choices, extras.repeatable) == (0, 2, True)
    assert (note.selection, note.text_chars_max, note.text_required, note.max_choices) == ("text", 60, False, None)
    corn, rye, olives = rows["Modifier"]
    assert (corn.parent, corn.group, corn.price, corn.default_quantity) == ("ML_BREAD", "ML_BREAD", Money(0, "EUR"), 0)
    assert (rye.name, rye.price, rye.default_quantity, rye.hidden) == ("Rye bread", Money(80, "EUR"), 1, False)
    assert (olives.parent, olives.group) == ("ML_EXTRAS", None)
    overlay = rows["LocationOverlay"][2]
    assert (overlay.parent, overlay.price, overlay.sold_out) == ("MOD_RYE", Money(60, "EUR"), True)


def test_limits_at_an_item() -> None:
    """-1 is as the list says (null), 0 is no maximum, and an override says what it is about."""
    rows = read()
    bread, extras, note = rows["ItemGroup"]
    assert (bread.target, bread.parent, bread.enabled, bread.ordinal) == ("ML_BREAD", "ITEM_SOUP", True, 0)
    assert (bread.min_choices, bread.max_choices) == (None, None)
    assert (extras.min_choices, extras.max_choices) == (0, NO_LIMIT)
    assert (note.min_choices, note.max_choices, note.enabled) == (None, None, False)
    [override] = rows["QuantityRule"]
    assert (override.parent, override.subject) == ("ITEM_SOUP/ML_BREAD", "MOD_CORN")
    assert (override.default_quantity, override.hidden) == (1, None)


def test_the_rest() -> None:
    """Categories with their parents and hours, tax, image, unit and period."""
    rows = read()
    food, soups = rows["Category"]
    assert (food.name, food.parent_category, food.hidden, food.for_staff) == ("Food", None, False, False)
    assert (soups.parent_category, soups.ordinal, soups.hidden) == ("CAT_FOOD", 7, True)
    [tax] = rows["TaxRate"]
    assert (tax.rate, tax.included, tax.after_other_taxes, tax.on_open_amounts) == (1_300_000, True, False, False)
    [image] = rows["Image"]
    assert (image.url, image.caption) == ("https://images.example/soup.jpg", "A green soup in a bowl")
    [unit] = rows["MeasureUnit"]
    assert (unit.unit, unit.decimals) == ("kg", 3)
    [period] = rows["Daypart"]
    assert (period.weekdays, period.opens, period.closes) == (("saturday",), "11:30", "24:00")
    [lunch] = rows["DaypartLink"]
    assert (lunch.parent, lunch.target) == ("CAT_SOUPS", "PERIOD_LUNCH")
    assert list(rules.violations(rows)) == []


@pytest.mark.parametrize(
    ("selection", "maximum", "expected"),
    [("SINGLE", None, 1), ("SINGLE", -1, 1), ("SINGLE", 0, None), ("MULTIPLE", -1, None), ("SINGLE", 3, 3)],
)
def test_a_single_choice(selection: str, maximum: int | None, expected: int | None) -> None:
    """The retired `selection_type` counts only where no maximum is set."""
    body = {"name": "Size", "selection_type": selection, "max_selected_modifiers": maximum}
    text = json.dumps({"type": "MODIFIER_LIST", "id": "L", "modifier_list_data": body}).encode()
    [group] = lens("catalog-object").decode(text).rows["ModifierGroup"]
    assert group.max_choices == expected


@pytest.mark.parametrize(
    ("amount", "currency", "price"),
    [(500, "JPY", Money(500, "JPY")), (1250, "KWD", Money(1250, "KWD")), (0, "USD", Money(0, "USD"))],
)
def test_currencies_of_other_scales(amount: int, currency: str, price: Money) -> None:
    """Amounts are minor units of their own currency: whole yen, thousandths of a dinar."""
    text = FULL.replace(
        b'{"amount": 450, "currency": "EUR"}', f'{{"amount": {amount}, "currency": "{currency}"}}'.encode()
    )
    decoded = lens().decode(text)
    cup = decoded.rows["Variation"][0]
    assert cup.price == price
    dearer = [replace(cup, price=Money(amount + 1, currency)), *decoded.rows["Variation"][1:]]
    written = lens().encode({**decoded.rows, "Variation": dearer}, decoded.source)
    assert written == text.replace(
        f'"amount": {amount}, "currency": "{currency}"'.encode(),
        f'"amount": {amount + 1}, "currency": "{currency}"'.encode(),
    )


def test_an_amount_without_currency() -> None:
    """The currency that the reader names is used; without one the size is left out, with the reason."""
    text = FULL.replace(b'{"amount": 450, "currency": "EUR"}', b'{"amount": 450}')
    assert lens(currency="JPY").decode(text).rows["Variation"][0].price == Money(450, "JPY")
    decoded = lens().decode(text)
    assert [row.id for row in decoded.rows["Variation"]] == ["VAR_SOUP_BOWL", "VAR_FISH"]
    [problem] = decoded.problems
    assert problem.path.startswith("$.objects[0].item_data.variations[0]")
    assert "currency" in problem.reason
    assert lens().encode(decoded.rows, decoded.source) == text


def test_a_size_beside_its_item() -> None:
    """A search for sizes with what they belong to gives a size twice: one row, and the copy is reported and kept."""
    item = json.loads(FULL)["objects"][1]
    size = item["item_data"]["variations"][0]
    text = json.dumps({"objects": [size], "related_objects": [item]}).encode()
    decoded = lens().decode(text)
    assert [(row.id, row.parent, row.item) for row in decoded.rows["Variation"]] == [("VAR_FISH", UNSET, "ITEM_FISH")]
    [problem] = decoded.problems
    assert "duplicate" in problem.reason
    assert problem.path == "$.related_objects[0].item_data.variations[0]"
    assert lens().encode(decoded.rows, decoded.source) == text


def test_ids_of_our_own() -> None:
    """With ids of ours, every reference leads to its row, and the bytes come back."""
    decoded = lens().decode(FULL, DerivedIds("square"))
    rows = decoded.rows
    soup = rows["Item"][0]
    assert soup.id.startswith("itm_")
    assert soup.reporting_category == rows["Category"][1].id
    assert rows["Variation"][0].item == rows["Variation"][0].parent == soup.id
    assert rows["QuantityRule"][0].subject == rows["Modifier"][0].id
    assert rows["QuantityRule"][0].parent == f"{soup.id}/{rows['ModifierGroup'][0].id}"
    assert list(rules.violations(rows)) == []
    assert lens().encode(rows, decoded.source) == FULL
