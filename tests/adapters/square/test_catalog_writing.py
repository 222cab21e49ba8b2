"""What an edit of the catalog of an invented restaurant writes."""

import json
from typing import Any

import pytest
from msgspec.structs import replace
from tests.adapters.square.catalogs import FULL, NEW, edited, lens

from tournant.canon import GroupModifier, Item, ItemGroup, Modifier, Variation
from tournant.kernel.money import BareAmount, Money
from tournant.kernel.row import UNSET
from tournant.lens import EncodeError


def test_a_price_changes_its_digits_only() -> None:
    """All other bytes stay, and with them what no column holds."""
    assert edited("Variation", "VAR_SOUP_BOWL", price=Money(720, "EUR")) == FULL.replace(
        b'"amount": 690', b'"amount": 720'
    )


@pytest.mark.parametrize(
    ("kind", "own", "columns", "before", "after"),
    [
        ("Item", "ITEM_SOUP", {"name": "Green soup"}, '"Caldo verde"', '"Green soup"'),
        ("Category", "CAT_SOUPS", {"hidden": False}, '"online_visibility": false', '"online_visibility": true'),
        (
            "ModifierGroup",
            "ML_EXTRAS",
            {"max_choices": 3},
            '"max_selected_modifiers": 2',
            '"max_selected_modifiers": 3',
        ),
        ("TaxRate", "TAX_FOOD", {"rate": 825_000}, '"13.0"', '"8.25"'),
        ("LocationOverlay", "VAR_SOUP_CUP/LOC_HILL", {"sold_out": False}, '"sold_out": true,', '"sold_out": false,'),
        ("Variation", "VAR_SOUP_CUP", {"stock_alert_below": 11}, '_threshold": 4', '_threshold": 10'),
        ("Modifier", "MOD_CORN", {"default_quantity": 1}, '"on_by_default": false', '"on_by_default": true'),
        ("QuantityRule", "ITEM_SOUP/ML_BREAD/MOD_CORN", {"default_quantity": 0}, '"YES"', '"NO"'),
        ("Daypart", "PERIOD_LUNCH", {"closes": "15:30"}, '"00:00:00"', '"15:30:00"'),
        ("MeasureUnit", "UNIT_KG", {"unit": "g"}, '"METRIC_KILOGRAM"', '"METRIC_GRAM"'),
    ],
)
def test_an_edit(kind: str, own: str, columns: dict[str, object], before: str, after: str) -> None:
    """A changed column is written where it stood, in Square's spelling, and read back."""
    assert edited(kind, own, **columns) == FULL.replace(before.encode(), after.encode(), 1)


def test_limits_at_an_item_are_written() -> None:
    """Limits of one item: a number, no maximum at all, and again as the list says."""

    def info(text: bytes) -> Any:  # noqa: ANN401 - any JSON value
        return json.loads(text)["objects"][0]["item_data"]["modifier_list_info"][1]

    assert info(FULL)["max_selected_modifiers"] == 0
    assert info(edited("ItemGroup", "ML_EXTRAS", max_choices=5))["max_selected_modifiers"] == 5
    assert info(edited("ItemGroup", "ML_EXTRAS", max_choices=None))["max_selected_modifiers"] is None
    assert info(edited("ItemGroup", "ML_EXTRAS", min_choices=1, max_choices=2))["min_selected_modifiers"] == 1
    with pytest.raises(EncodeError, match="no maximum"):
        edited("ItemGroup", "ML_EXTRAS", max_choices=0)


def test_a_description() -> None:
    """Both spellings of the description are written: plain text, and the HTML that Square lets win."""
    text = edited("Item", "ITEM_SOUP", description="Kale & rye\nvery <hot>")
    body = json.loads(text)["objects"][0]["item_data"]
    assert body["description"] == "Kale & rye\nvery <hot>"
    assert body["description_html"] == "Kale &amp; rye<br>very &lt;hot&gt;"


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("<p>One</p><p>Two &lt;3</p>", "One\nTwo <3"),
        ("<ul><li>a</li> <li>b</li></ul>", "a\nb"),
        ('See <a href="https://x.example">here</a><br/>now', "See here\nnow"),
        ("", ""),
    ],
)
def test_html(marked: str, plain: str) -> None:
    """The canonical description is plain text: tags go, breaks and paragraphs are new lines."""
    text = json.dumps({"type": "ITEM", "id": "I", "item_data": {"description_html": marked}}).encode()
    [item] = lens("catalog-object").decode(text).rows["Item"]
    assert item.description == plain


def test_a_price_that_goes_takes_its_object_along() -> None:
    """A size whose price is typed in at the sale has no `price_money`."""
    text = edited("Variation", "VAR_SOUP_BOWL", price=None, pricing="open")
    body = json.loads(text)["objects"][0]["item_data"]["variations"][1]["item_variation_data"]
    assert body == {"item_id": "ITEM_SOUP", "name": "Bowl", "ordinal": 1, "pricing_type": "VARIABLE_PRICING"}


def test_sizes_change_places() -> None:
    """Sizes that are reordered keep their bytes, and only change places."""
    decoded = lens().decode(FULL)
    cup, bowl, fish = decoded.rows["Variation"]
    text = lens().encode({**decoded.rows, "Variation": [bowl, cup, fish]}, decoded.source)
    before, after = (json.loads(one)["objects"][0]["item_data"]["variations"] for one in (FULL, text))
    assert after == before[::-1]
    assert sorted(text) == sorted(FULL)


def test_an_item_is_added() -> None:
    """A new item with its size, a list of choices and a choice is written as objects of their types."""
    decoded = lens().decode(FULL)
    rows = {kind: list(of_kind) for kind, of_kind in decoded.rows.items()}
    rows["Item"].append(Item(id="itm", external_id="#itm", parent=UNSET, position=UNSET, name="Rice pudding"))
    rows["Variation"].append(
        Variation(
            id="var",
            external_id="#var",
            parent="itm",
            position=0,
            item="itm",
            name="One",
            price=Money(300, "EUR"),
            pricing="fixed",
        )
    )
    rows["ItemGroup"].append(ItemGroup(target="ML_EXTRAS", parent="itm", position=0, min_choices=1, max_choices=2))
    rows["Modifier"].append(Modifier(id="mod", external_id="#mod", parent="ML_EXTRAS", position=1, name="Cinnamon"))
    text = lens().encode(rows, decoded.source)
    [added] = [found for found in json.loads(text)["objects"] if found["id"] == "#itm"]
    assert added == {
        "type": "ITEM",
        "id": "#itm",
        "item_data": {
            "name": "Rice pudding",
            "modifier_list_info": [
                {"modifier_list_id": "ML_EXTRAS", "min_selected_modifiers": 1, "max_selected_modifiers": 2}
            ],
            "variations": [
                {
                    "type": "ITEM_VARIATION",
                    "id": "#var",
                    "item_variation_data": {
                        "item_id": "#itm",
                        "name": "One",
                        "price_money": {"amount": 300, "currency": "EUR"},
                        "pricing_type": "FIXED_PRICING",
                    },
                }
            ],
        },
    }
    [extras] = [found for found in json.loads(text)["objects"] if found["id"] == "ML_EXTRAS"]
    assert extras["modifier_list_data"]["modifiers"][1] == {
        "type": "MODIFIER",
        "id": "#mod",
        "modifier_data": {"name": "Cinnamon"},
    }


def test_an_item_is_removed() -> None:
    """The item goes with all that stands in it; the discount, which has no row, stays."""
    decoded = lens().decode(FULL)
    kept = {
        kind: [row for row in rows if not {getattr(row, "id", ""), row.parent} & {"ITEM_FISH", "VAR_FISH"}]
        for kind, rows in decoded.rows.items()
    }
    text = lens().encode(kept, decoded.source)
    assert b"ITEM_FISH" not in text
    assert [found["type"] for found in json.loads(text)["objects"]].count("DISCOUNT") == 1
    assert lens().decode(text).rows.keys() == decoded.rows.keys()


def test_what_is_not_known_survives() -> None:
    """Members that Square adds one day, and objects of types without rows, keep their bytes through a write."""
    text = edited("Item", "ITEM_SOUP", name="Soup")
    for kept in (
        b'"season": {"key"',
        b'"created_at": "2024-11-02T10:00:00Z"',
        b'"DISC_STAFF"',
        b'"label_color": "2a7f4f"',
    ):
        assert kept in text


@pytest.mark.parametrize(
    ("kind", "own", "columns", "reason"),
    [
        ("Variation", "VAR_SOUP_CUP", {"price": BareAmount("4.5")}, "needs a currency"),
        ("Item", "ITEM_SOUP", {"product_type": "drink"}, "no word for 'drink'"),
        ("Modifier", "MOD_RYE", {"default_quantity": 2}, "not 2 times"),
        ("Daypart", "PERIOD_LUNCH", {"weekdays": ("monday", "sunday")}, "on one day"),
        ("Daypart", "PERIOD_LUNCH", {"closes": "00:00"}, "24:00"),
        ("MeasureUnit", "UNIT_KG", {"unit": "cl"}, "no unit"),
    ],
)
def test_what_square_cannot_hold_is_refused(kind: str, own: str, columns: dict[str, object], reason: str) -> None:
    """A value that Square has no spelling for is refused in one sentence, and nothing is written."""
    with pytest.raises(EncodeError, match=f"{kind} {own}, {next(iter(columns))}: .*{reason}"):
        edited(kind, own, **columns)


# ---------------------------------------------------------------------- the write form


def test_a_new_menu() -> None:
    """Temporary ids are read as ids; objects of all batches are one catalog."""
    rows = lens("catalog-upsert").decode(NEW).rows
    assert [row.id for row in (*rows["Item"], *rows["Variation"], *rows["Category"])] == [
        "#tart",
        "#tart-one",
        "#sweets",
    ]
    assert [(link.parent, link.target) for link in rows["ItemCategory"]] == [("#tart", "#sweets")]


def test_a_new_menu_is_built() -> None:
    """From rows alone: one batch with all objects, and a key that is the same for the same objects."""
    upsert = lens("catalog-upsert")
    rows = upsert.decode(NEW).rows
    built = json.loads(upsert.build(rows))
    assert [found["id"] for batch in built["batches"] for found in batch["objects"]] == ["#tart", "#sweets"]
    assert built["batches"][0]["objects"][0] == json.loads(NEW)["batches"][0]["objects"][0]
    assert built["idempotency_key"] == json.loads(upsert.build(rows))["idempotency_key"]
    dearer = [replace(rows["Variation"][0], price=Money(150, "EUR"))]
    assert built["idempotency_key"] != json.loads(upsert.build({**rows, "Variation": dearer}))["idempotency_key"]


def test_a_choice_by_link_has_no_place() -> None:
    """Square's choices stand in their list: a link from a group to a choice cannot be written."""
    with pytest.raises(EncodeError, match="GroupModifier"):
        lens("catalog-upsert").build({"GroupModifier": [GroupModifier(target="m", parent="g", position=0)]})
