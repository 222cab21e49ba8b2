"""How Square is talked to: limits, tokens, commands, resources, webhooks. The sources are in README.md."""

from typing import Final

from tournant.adapters.square import webhook
from tournant.adapters.square.client import catalog, inventory, oauth, place, ticket
from tournant.adapters.square.errors import disposition
from tournant.sdk import Auth, Command, Connection, Limit, Resource, Webhooks

__all__ = ["CONNECTION"]

_ONE_WRITE: Final = "Square's specification: while one is processed, others of the same seller get 429"
_WORK_S: Final = 30.0
"""Assumed: Square says nowhere how long it works on a catalog write after its client has gone."""
_LIMITS: Final = (
    Limit(
        "square: calls of one application",
        20,
        1.0,
        "app",
        "assumed: Square does not publish its limit; developers report 429 for a whole application, and 20 a second is "
        "below every figure that they report",
    ),
    Limit(
        "square: catalog updates of one seller",
        1,
        0.0,
        "account",
        f"{_ONE_WRITE} (BatchUpsertCatalogObjects)",
        frozenset({"catalog.upsert"}),
        _WORK_S,
    ),
    Limit(
        "square: catalog deletions of one seller",
        1,
        0.0,
        "account",
        f"{_ONE_WRITE} (BatchDeleteCatalogObjects)",
        frozenset({"catalog.delete"}),
        _WORK_S,
    ),
)
_LAG_S: Final = 2.0
"""Assumed: how far a read may be behind a write is published nowhere. Too much costs a second look, too little a wrong
decision."""
_COMMANDS: Final = {
    "menu.read": Command(catalog.read, "other", reads=True, answers="catalog"),
    "menu.write": Command(catalog.write, "other", reads=False, answers="catalog", keyed=True),
    "places.read": Command(place.read, "other", reads=True, answers="locations"),
    "hours.read": Command(place.read, "other", reads=True, answers="locations"),
    "hours.write": Command(place.write_hours, "other", reads=False, answers="locations"),
    "availability.read": Command(inventory.read, "availability", reads=True, answers="inventory"),
    "availability.write": Command(
        inventory.write, "availability", reads=False, answers="inventory", takes="inventory-change", keyed=True
    ),
    "ticket.create": Command(ticket.create, "order", reads=False, answers="order", takes="order-write", keyed=True),
    "ticket.pay": Command(ticket.pay, "order", reads=False, answers="order", keyed=True),
    "ticket.read": Command(ticket.read, "order", reads=True, answers="order"),
    "ticket.find": Command(ticket.find, "order", reads=True, answers="order"),
    "ticket.void": Command(ticket.void, "order", reads=False, answers="order", keyed=True),
}
_RESOURCES: Final = (
    Resource("menu", "account", "menu.read", "menu.write", guarded=True, read_lag_s=_LAG_S),
    Resource("availability", "account", "availability.read", "availability.write", read_lag_s=_LAG_S),
    Resource("hours", "account", "hours.read", "hours.write", read_lag_s=_LAG_S),
)

CONNECTION: Final = Connection(
    base_url="https://connect.squareup.com",
    limits=_LIMITS,
    auth=Auth("account", oauth.obtain, oauth.header),
    commands=_COMMANDS,
    resources=_RESOURCES,
    webhooks=Webhooks(webhook.verify, webhook.read),
    disposition=disposition,
    account_secrets=("code",),
)
