"""Every field that Square documents is mapped, or carried along with a reason."""

import pytest
from tests.adapters.square import documented, reference

from tournant.adapters.square.adapter import MANIFEST

# Document: the schema and the place from which to look, how many of its fields are mapped, and how many carried along.
COUNTED = {
    "catalog": ([("CatalogObject", "objects[]")], 103, 49),
    "order": ([("Order", "orders[]")], 128, 104),
    "locations": ([("Location", "locations[]")], 23, 20),
    "inventory": ([("InventoryCount", "counts[]"), ("InventoryChange", "changes[]")], 9, 15),
}


@pytest.mark.parametrize("name", COUNTED)
def test_every_documented_field_is_mapped_or_carried(name: str) -> None:
    """What is documented and not in the table stands in the manifest with its reason; nothing else does."""
    places, mapped_count, carried_count = COUNTED[name]
    document = MANIFEST.document(name)
    assert document is not None
    mapped: set[str] = set()
    carried: set[str] = set()
    for schema, at in places:
        both = documented.sorted_out(reference.schemas(), schema, at, document.table(None))
        mapped, carried = mapped | both[0], carried | both[1]
    listed = [one.path for one in MANIFEST.unmapped[name]]
    assert set(listed) == carried
    assert len(listed) == len(carried)
    assert all(one.why for one in MANIFEST.unmapped[name])
    assert (len(mapped), len(carried)) == (mapped_count, carried_count)


def test_the_lengths_of_texts_are_the_documented_ones() -> None:
    """No longer text than Square takes; the length of a size's name stands in its description alone."""
    schemas = reference.schemas()
    documented_lengths = {
        "Item.name": schemas["CatalogItem"]["properties"]["name"]["maxLength"],
        "Item.description": schemas["CatalogItem"]["properties"]["description"]["maxLength"],
        "Item.kitchen_name": schemas["CatalogItem"]["properties"]["abbreviation"]["maxLength"],
        "Variation.name": 255,
        "Variation.external_ref": schemas["CatalogItemVariation"]["properties"]["user_data"]["maxLength"],
        "ModifierGroup.name": schemas["CatalogModifierList"]["properties"]["name"]["maxLength"],
        "ModifierGroup.kitchen_name": schemas["CatalogModifierList"]["properties"]["internal_name"]["maxLength"],
        "Modifier.name": schemas["CatalogModifier"]["properties"]["name"]["maxLength"],
        "Category.name": schemas["CatalogCategory"]["properties"]["name"]["maxLength"],
        "TaxRate.name": schemas["CatalogTax"]["properties"]["name"]["maxLength"],
    }
    assert "maximum length of 255" in schemas["CatalogItemVariation"]["properties"]["name"]["description"]
    assert MANIFEST.capability.text_chars_max == documented_lengths
