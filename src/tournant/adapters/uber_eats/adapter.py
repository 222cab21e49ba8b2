"""Uber Eats, declared: its documents, and what its menu can hold."""

from pathlib import Path

from tournant.adapters.uber_eats import documented, menu, order, store, webhook
from tournant.adapters.uber_eats.connection import CONNECTION
from tournant.lens import mapping
from tournant.project import Capability
from tournant.sdk import DocumentType, Manifest
from tournant.sdk.documents import Members

_LISTS = frozenset({"menus", "categories", "items", "modifier_groups"})


def _is_menu(members: Members) -> bool:
    return "menus" in members and len(_LISTS & members.keys()) > 1


DOCUMENTS = (
    DocumentType("menu", "The whole menu of a store, as read and as replaced.", menu.menu, _is_menu),
    DocumentType("order", "One order.", order.order, lambda members: {"cart", "current_state"} <= members.keys()),
    DocumentType("orders", "A list of orders.", order.orders, lambda members: "orders" in members),
    DocumentType(
        "webhook",
        "Something happened to an order.",
        webhook.of_order,
        lambda members: {"event_type", "event_id"} <= members.keys(),
    ),
    DocumentType(
        "webhook-store",
        "Something happened to a store, or to the integration with it.",
        webhook.of_store,
        lambda members: {"event_type", "webhook_meta"} <= members.keys(),
    ),
    DocumentType("store", "One store.", store.store, lambda members: {"store_id", "timezone"} <= members.keys()),
    DocumentType("stores", "A page of stores.", store.stores, lambda members: "stores" in members),
    DocumentType(
        "holiday-hours",
        "All days on which a store keeps other hours.",
        store.holiday_hours,
        lambda members: "holiday_hours" in members,
    ),
    DocumentType(
        "status",
        "Whether a store takes orders.",
        store.status,
        lambda members: "status" in members and members.keys() <= {"status", "offlineReason"},
    ),
    DocumentType(
        "status-set",
        "A request to pause a store, or to take it online again.",
        store.set_status,
        lambda members: "status" in members and members.keys() <= {"status", "paused_until", "reason"},
    ),
)


def _columns() -> dict[str, frozenset[str]]:
    """The columns of each kind that the menu has a place for."""
    pairs = {(column.kind, column.column) for column in mapping(menu.menu(None))}
    return {kind: frozenset(column for of, column in pairs if of == kind) for kind, _ in pairs}


NESTING_LEVELS = 6
"""Our assumption: Uber Eats states no limit to how deep options open further groups."""
EXTERNAL_DATA_CHARS = 1024
CAPABILITY = Capability(
    "uber_eats",
    sizes="group",
    choices="items",
    nesting_levels=NESTING_LEVELS,
    price_digits=2,
    daypart_kinds=("Menu", "Item"),
    columns=_columns(),
    text_chars_max={"Item.external_ref": EXTERNAL_DATA_CHARS, "ModifierGroup.external_ref": EXTERNAL_DATA_CHARS},
)
_FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = {
    name: _FIXTURES / f"{name}__{variant}.json"
    for name, variant in {
        "menu": "everything",
        "order": "own_delivery",
        "orders": "waiting",
        "webhook": "order",
        "webhook-store": "provisioned",
        "store": "details",
        "stores": "page",
        "holiday-hours": "december",
        "status": "paused",
        "status-set": "paused",
    }.items()
}

MANIFEST = Manifest(
    partner="uber_eats",
    name="Uber Eats",
    role="channel",
    api_version="v2",
    documents=DOCUMENTS,
    capability=CAPABILITY,
    menu="menu",
    menu_write="menu",
    samples=SAMPLES,
    documented=documented.DOCUMENTED,
    unmapped=documented.UNMAPPED,
    pauses_itself=frozenset({"PAUSED_BY_UBER"}),
    connection=CONNECTION,
)
