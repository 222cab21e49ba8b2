"""Square, declared: its documents, what its catalog can hold, and what of it is carried along."""

from pathlib import Path

from tournant.adapters.square import carried, catalog, inventory, order, place, shapes, webhook
from tournant.adapters.square.client.asking import VERSION
from tournant.adapters.square.connection import CONNECTION
from tournant.lens import Doc
from tournant.lens.explain import mapping
from tournant.project import Capability
from tournant.sdk import DocumentType, Manifest

_FIXTURES = Path(__file__).parent / "fixtures"
_LENGTHS = {
    "Item.name": 512,
    "Item.description": 4096,
    "Item.kitchen_name": 24,
    "Variation.name": 255,
    "Variation.external_ref": 255,
    "ModifierGroup.name": 255,
    "ModifierGroup.kitchen_name": 512,
    "Modifier.name": 255,
    "Category.name": 255,
    "TaxRate.name": 255,
}


def _rowless(currency: str | None) -> Doc:  # noqa: ARG001 - every table is a function of the currency
    """A document that is known, and has nothing that a row could hold."""
    return Doc("square.rowless", ())


def _columns() -> dict[str, frozenset[str]]:
    """The columns of each kind that a batch upsert has a place for."""
    pairs = {(column.kind, column.column) for column in mapping(catalog.upsert(None))}
    return {kind: frozenset(column for of, column in pairs if of == kind) for kind, _ in pairs}


MANIFEST = Manifest(
    partner="square",
    name="Square",
    role="pos",
    api_version=VERSION,
    documents=(
        DocumentType("webhook", "The body of a webhook.", webhook.event, shapes.having("event_id", "type", "data")),
        DocumentType("catalog", "Catalog objects, as Square gives them.", catalog.read, shapes.catalog),
        DocumentType("catalog-upsert", "A batch of objects to write.", catalog.upsert, shapes.holding("batches")),
        DocumentType("catalog-object", "One object without an envelope.", catalog.bare, shapes.bare),
        DocumentType("catalog-query", "A request for catalog objects.", _rowless, shapes.query),
        DocumentType("catalog-limits", "How much one request may hold.", _rowless, shapes.limits),
        DocumentType("locations", "Locations.", place.locations, shapes.holding("locations", "location")),
        DocumentType("inventory-change", "A request to note counts.", inventory.change, shapes.having(*shapes.CHANGE)),
        DocumentType("inventory", "Counts and changes of stock.", inventory.read, shapes.holding(*shapes.STOCK)),
        DocumentType("order", "Orders, as Square gives them.", order.read, shapes.order),
        DocumentType("order-new", "An order without an id yet.", order.new, shapes.holding("order")),
        DocumentType("order-write", "An order as it is written here.", order.write, lambda _: False),
        DocumentType("custom-attribute", "A custom attribute.", _rowless, shapes.custom_attribute),
    ),
    capability=Capability(
        "square",
        sizes="variations",
        choices="modifiers",
        nesting_levels=1,
        temporary_ids="#",
        text_chars_max=_LENGTHS,
        columns=_columns(),
    ),
    menu="catalog",
    menu_write="catalog-upsert",
    samples={
        "catalog": _FIXTURES / "catalog__full.json",
        "catalog-upsert": _FIXTURES / "catalog_upsert__new_menu.json",
        "order": _FIXTURES / "order__delivery.json",
        "inventory": _FIXTURES / "inventory__counts.json",
        "locations": _FIXTURES / "locations__two.json",
        "webhook": _FIXTURES / "webhook__order_updated.json",
    },
    unmapped={
        "catalog": carried.CATALOG,
        "order": carried.ORDER,
        "inventory": carried.INVENTORY,
        "locations": carried.LOCATIONS,
        "webhook": carried.WEBHOOK,
    },
    connection=CONNECTION,
)
