"""How Uber Eats is talked to: limits, tokens, commands, resources, webhooks. The sources are in README.md."""

from typing import Final

from tournant.adapters.uber_eats import client, webhook
from tournant.adapters.uber_eats.errors import disposition
from tournant.sdk import Auth, Command, Connection, Limit, Resource, Webhooks

__all__ = ["CONNECTION"]

_LIMITS: Final = (
    Limit(
        "uber_eats: calls of one application",
        20,
        1.0,
        "app",
        "assumed: Uber publishes no limit for these operations, only that 429 means too many; 20 a second is what the "
        "nearest aggregator publishes for one address",
    ),
    Limit(
        "uber_eats: token requests of one application",
        100,
        3_600.0,
        "app",
        "Uber's guide to authentication: 100 an hour",
        frozenset({"oauth.token"}),
    ),
)
_LAG_S: Final = 2.0
"""Assumed: how far a read may be behind a write is published nowhere. Too much costs a second look, too little a wrong
decision."""
_COMMANDS: Final = {
    "menu.read": Command(client.read_menu, "other", reads=True, answers="menu"),
    "menu.write": Command(client.write_menu, "other", reads=False),
    "availability.write": Command(client.write_availability, "availability", reads=False),
    "status.read": Command(client.read_status, "availability", reads=True, answers="status"),
    "status.write": Command(client.write_status, "availability", reads=False, takes="status-set"),
    "hours.read": Command(client.read_hours, "other", reads=True, answers="holiday-hours"),
    "hours.write": Command(client.write_hours, "other", reads=False),
    "places.read": Command(client.read_details, "other", reads=True, answers="store"),
    "order.list": Command(client.created_orders, "order", reads=True, answers="orders"),
    "order.canceled": Command(client.canceled_orders, "order", reads=True, answers="orders"),
    "order.read": Command(client.read_order, "order", reads=True, answers="order"),
    "order.accept": Command(client.accept, "order", reads=False),
    "order.deny": Command(client.deny, "order", reads=False),
    "order.cancel": Command(client.cancel, "order", reads=False),
}
_RESOURCES: Final = (
    Resource("menu", "store", "menu.read", "menu.write", read_lag_s=_LAG_S),
    Resource("status", "store", "status.read", "status.write", read_lag_s=_LAG_S),
    Resource("hours", "store", "hours.read", "hours.write", read_lag_s=_LAG_S),
    Resource("orders", "store", "order.list", also=("order.canceled",), read_lag_s=_LAG_S),
)

CONNECTION: Final = Connection(
    base_url="https://api.uber.com",
    limits=_LIMITS,
    auth=Auth("app", client.obtain, client.header, base_url="https://auth.uber.com"),
    commands=_COMMANDS,
    resources=_RESOURCES,
    webhooks=Webhooks(webhook.verify, webhook.read),
    disposition=disposition,
)
