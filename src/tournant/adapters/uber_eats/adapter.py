"""Uber Eats, declared: its documents, and what its menu can hold."""

from tournant.adapters.uber_eats import documented, menu, order, store, webhook
from tournant.project import Capability
from tournant.sdk import DocumentType, Manifest
from tournant.sdk.documents import Members

_LISTS = frozenset({"menus", "categories", "items", "modifier_groups"})


def _is_menu(members: Members) -> bool:
    return "menus" in members and len(_LISTS & members.keys()) > 1


DOCUMENTS = (
    DocumentType("menu", "The whole menu of a store, as read and as replaced.", menu.menu, _is_menu),
    DocumentType("order", "One order.", order.order, lambda members: {"cart", "current_state"} <= members.keys()),
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

MANIFEST = Manifest(
    partner="uber_eats",
    name="Uber Eats",
    role="channel",
    api_version="v2",
    documents=DOCUMENTS,
    capability=Capability("uber_eats", sizes="group", choices="items", nesting_levels=6, price_digits=2),
    menu="menu",
    menu_write="menu",
    documented=documented.DOCUMENTED,
    unmapped=documented.UNMAPPED,
)
