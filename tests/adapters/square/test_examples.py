"""Square's own examples: every one is recognised, read, and written back as the very bytes.

What they hold was counted and typed by hand from the specification; nothing here is computed by the mapping.
"""

import json
from typing import Any

import pytest
from tests.adapters.square import reference
from tests.reference import folder

from tournant.adapters.square.adapter import MANIFEST
from tournant.kernel.money import Money
from tournant.lens import Decoded
from tournant.sdk import DocumentType, recognise

PREFIXES = (
    *(
        "Catalog",
        "BatchUpsertCatalog",
        "BatchRetrieveCatalog",
        "SearchCatalog",
        "RetrieveCatalog",
        "Order",
        "CreateOrder",
    ),
    *("Inventory", "RetrieveInventory", "Location", "ListLocations"),
)
READ_AS = {
    "BatchRetrieveCatalogObjectsRequest": "catalog-query",
    "BatchRetrieveCatalogObjectsResponse": "catalog",
    "BatchUpsertCatalogObjectsRequest": "catalog-upsert",
    "BatchUpsertCatalogObjectsResponse": "catalog",
    "CatalogCategory": "catalog",
    "CatalogDiscount": "catalog",
    "CatalogInfoResponse": "catalog-limits",
    "CatalogItem": "catalog",
    "CatalogModifier": "catalog",
    "CatalogModifierList": "catalog-object",
    "CatalogObject": "catalog",
    "CatalogTax": "catalog",
    "CreateOrderCustomAttributeDefinitionRequest": "custom-attribute",
    "CreateOrderCustomAttributeDefinitionResponse": "custom-attribute",
    "CreateOrderRequest": "order-new",
    "CreateOrderResponse": "order",
    "ListLocationsResponse": "locations",
    "RetrieveCatalogObjectResponse": "catalog",
    "RetrieveInventoryAdjustmentResponse": "inventory",
    "RetrieveInventoryChangesResponse": "inventory",
    "RetrieveInventoryCountResponse": "inventory",
    "RetrieveInventoryPhysicalCountResponse": "inventory",
    "RetrieveInventoryTransferResponse": "inventory",
    "SearchCatalogItemsRequest": "catalog-query",
    "SearchCatalogItemsResponse": "catalog",
    "SearchCatalogObjectsRequest": "catalog-query",
    "SearchCatalogObjectsResponse": "catalog",
}
# These two hold objects without the id that their own schema requires.
PROBLEMS = {
    "CatalogModifier": ["$.object"],
    "CatalogModifierList": [f"$.modifier_list_data.modifiers[{n}]" for n in range(3)],
}
ROWS = {
    "SearchCatalogObjectsResponse": {"Item": 2, "Variation": 3, "ItemCategory": 2, "ItemTax": 2},
    "BatchRetrieveCatalogObjectsResponse": {
        "Item": 2,
        "Variation": 3,
        "ItemCategory": 2,
        "ItemTax": 2,
        "Category": 1,
        "TaxRate": 1,
    },
    "BatchUpsertCatalogObjectsRequest": {
        "Item": 2,
        "Variation": 3,
        "ItemCategory": 2,
        "ItemTax": 2,
        "Category": 1,
        "TaxRate": 1,
    },
    "RetrieveCatalogObjectResponse": {
        "Item": 1,
        "Variation": 1,
        "ItemCategory": 1,
        "ItemTax": 1,
        "Category": 1,
        "TaxRate": 1,
    },
    "SearchCatalogItemsResponse": {"Item": 1, "Variation": 1},
    "CatalogDiscount": {},
    "CatalogTax": {"TaxRate": 1},
    "CatalogModifierList": {"ModifierGroup": 1},
    "CreateOrderRequest": {"Order": 1, "OrderLine": 3, "Adjustment": 5},
    "CreateOrderResponse": {"Order": 1, "OrderLine": 3, "Adjustment": 11},
    "ListLocationsResponse": {"Location": 2},
    "RetrieveInventoryCountResponse": {"Availability": 1},
    "RetrieveInventoryPhysicalCountResponse": {"Availability": 1},
    "RetrieveInventoryAdjustmentResponse": {},
    "RetrieveInventoryTransferResponse": {},
}


def document(name: str) -> DocumentType:
    return MANIFEST.document(READ_AS.get(name, "webhook")) or pytest.fail(name)


def decoded(name: str) -> Decoded:
    return document(name).lens().decode(json.dumps(reference.example(name)).encode())


def rows(name: str, kind: str) -> list[Any]:
    return decoded(name).rows[kind]


def counts(found: Decoded) -> dict[str, int]:
    return {kind: len(of_kind) for kind, of_kind in found.rows.items() if of_kind}


def test_all_examples_are_looked_at() -> None:
    """The examples that are named here are all that the specification has, but for webhooks, whose names say so."""
    there = {name for name, schema in reference.schemas().items() if name.startswith(PREFIXES) and "example" in schema}
    assert {name for name in there if not name.endswith("Event")} == READ_AS.keys()


def test_every_example_comes_back_byte_for_byte() -> None:
    """Recognised by its shape, read without a problem but for those that are stated, written back unchanged."""
    events = [name for name, schema in reference.schemas().items() if name.endswith("Event") and "example" in schema]
    for name in (*READ_AS, *events):
        for text in (
            json.dumps(reference.example(name), indent=2),
            json.dumps(reference.example(name)),
        ):
            buf = text.encode()
            assert recognise(MANIFEST.documents, buf) is document(name), name
            found = document(name).lens().decode(buf)
            assert [problem.path for problem in found.problems] == PROBLEMS.get(name, []), name
            assert document(name).lens().encode(found.rows, found.source) == buf
            if name in events:
                assert counts(found) == {"PartnerEvent": 1}


@pytest.mark.parametrize("name", ROWS)
def test_rows_are_as_counted_by_hand(name: str) -> None:
    """As many rows of each kind as one counts in the example."""
    assert counts(decoded(name)) == ROWS[name]


def test_the_seed_file_of_an_sdk_is_no_document() -> None:
    """A map of objects in camel case is nothing that Square's interface sends or takes."""
    path = folder() / "examples" / "square" / "catalog-batch-upsert-subscription-sample.json"
    assert recognise(MANIFEST.documents, path.read_bytes()) is None


def test_teas() -> None:
    """Sizes, prices, order and versions of the two teas of the search example."""
    black, green = rows("SearchCatalogObjectsResponse", "Item")
    assert (black.name, black.description) == ("Tea - Black", "A delicious blend of black tea.")
    assert black.product_type == "other"
    assert (green.name, green.version, green.deleted) == ("Tea - Green", 1509032483232, False)
    sizes = rows("SearchCatalogObjectsResponse", "Variation")
    assert [(one.parent, one.name, one.ordinal, one.price) for one in sizes] == [
        ("X5DZ5NWWAQ44CKBLKIFQGOWK", "Regular", 1, Money(150, "USD")),
        ("X5DZ5NWWAQ44CKBLKIFQGOWK", "Large", 2, Money(225, "USD")),
        ("NNNEM3LA656Q46NXLWCNI7S5", "Regular", 1, Money(150, "USD")),
    ]


def test_related_objects() -> None:
    """Category and tax stand beside the items that name them; five per cent come on top."""
    [category] = rows("BatchRetrieveCatalogObjectsResponse", "Category")
    [tax] = rows("BatchRetrieveCatalogObjectsResponse", "TaxRate")
    links = rows("BatchRetrieveCatalogObjectsResponse", "ItemCategory")
    assert (category.name, [link.target for link in links]) == ("Beverages", [category.id] * 2)
    assert (tax.name, tax.rate, tax.included, tax.enabled, tax.after_other_taxes) == (
        "Sales Tax",
        500_000,
        False,
        True,
        False,
    )


def test_new_objects() -> None:
    """A batch upsert: temporary ids, a description in HTML, a tax on typed-in amounts too."""
    tea, coffee = rows("BatchUpsertCatalogObjectsRequest", "Item")
    assert (tea.external_id, tea.description) == ("#Tea", "Hot Leaf Juice")
    assert (coffee.external_id, coffee.description) == ("#Coffee", "Hot Bean Juice")
    sizes = rows("BatchUpsertCatalogObjectsRequest", "Variation")
    assert [(one.external_id, one.item, one.price.amount) for one in sizes] == [
        ("#Tea_Mug", "#Tea", 150),
        ("#Coffee_Regular", "#Coffee", 250),
        ("#Coffee_Large", "#Coffee", 350),
    ]
    [tax] = rows("BatchUpsertCatalogObjectsRequest", "TaxRate")
    assert (tax.external_id, tax.on_open_amounts) == ("#SalesTax", True)


def test_an_order() -> None:
    """The order of the example with its totals, lines and what was taken off and added."""
    [order] = rows("CreateOrderResponse", "Order")
    assert (order.external_id, order.reference, order.channel) == (
        "CAISENgvlJ6jLWAzERDzjyHVybY",
        "my-order-001",
        "My App",
    )
    assert (order.ticket, order.version, order.total) == ("open", 1, Money(6176, "USD"))
    assert (order.tax_total.amount, order.discount_total.amount, order.tip_total.amount) == (510, 433, 0)
    lines = rows("CreateOrderResponse", "OrderLine")
    assert [(line.name, line.quantity, line.price.amount) for line in lines] == [
        ("New York Strip Steak", "1", 1599),
        ("New York Steak", "2", 2200),
        ("Well", None, 50),
    ]
    assert (lines[1].variation, lines[1].variation_name) == ("BEMYCSMIJL46OCDV4KYIKXIB", "Larger")
    assert (lines[2].parent, lines[2].sort, lines[2].modifier) == (lines[1].id, "modifier", "CHQX7Y4KY6N5KINJKZCFURPZ")
    of_order = [one for one in rows("CreateOrderResponse", "Adjustment") if one.parent == order.id]
    assert sorted((one.sort, one.name, one.rate, one.amount.amount) for one in of_order if one.rate) == [
        ("discount", "Labor Day Sale", 500_000, 303),
        ("discount", "Membership Discount", 50_000, 30),
        ("tax", "State Sales Tax", 900_000, 510),
    ]
    of_line = [one for one in rows("CreateOrderResponse", "Adjustment") if one.parent == lines[1].id]
    assert sorted((one.sort, one.external_id, one.amount.amount) for one in of_line) == [
        ("discount", "discount:labor-day-sale", 224),
        ("discount", "discount:membership-discount", 22),
        ("discount", "discount:one-dollar-off", 100),
        ("tax", "tax:state-sales-tax", 374),
    ]


def test_locations() -> None:
    """Two places with their clocks and addresses."""
    park, midtown = rows("ListLocationsResponse", "Location")
    assert (park.name, park.timezone, park.currency) == ("Grant Park", "America/Los_Angeles", "USD")
    assert (park.address_line_1, park.locality, park.region) == ("123 Main St", "San Francisco", "CA")
    assert (park.status, park.latitude) == ("active", None)
    assert (midtown.language, midtown.latitude, midtown.longitude) == ("en-US", 33.7889, -84.3841)
    assert midtown.description == "Midtown Atlanta store"


def test_counts() -> None:
    """22 of a variation are left at a location; a physical count found 15."""
    [left] = rows("RetrieveInventoryCountResponse", "Availability")
    assert (left.subject, left.at_location, left.count) == ("W62UWFY35CWMYGVWK6TWJDNI", "C6W5YS5QM06F5", "22")
    [found] = rows("RetrieveInventoryPhysicalCountResponse", "Availability")
    assert (found.external_id, found.count) == ("ANZADNPLKADOJKJIUANKLMLQ", "15")
    assert found.counted_at.isoformat() == "2016-11-16T22:25:24.878000+00:00"


def test_events() -> None:
    """What happened, to which thing, at which store: at the top, or inside the thing that an order event names."""
    [moved] = rows("OrderFulfillmentUpdatedEvent", "PartnerEvent")
    assert (moved.type, moved.resource, moved.version) == (
        "order.fulfillment.updated",
        "eA3vssLHKJrv9H0IdJCM3gNqfdcZY",
        6,
    )
    assert (moved.store, moved.status, moved.account) == ("FPYCBCHYMXFK1", "OPEN", "5S9MXCS9Y99KK")
    [place] = rows("LocationUpdatedEvent", "PartnerEvent")
    assert (place.type, place.store, place.resource_type) == ("location.updated", "S8GWD5DBJ3HF3", "Location")
