"""Stores, their status, their special days, and webhooks."""

from datetime import UTC, date, datetime

import pytest
from msgspec import UNSET
from tests.adapters.uber_eats import documents
from tests.adapters.uber_eats.documents import decoded

from tournant.canon import Pause, SpecialHours


def test_store() -> None:
    """What is known of a store, and how long its kitchen needs."""
    rows = decoded("store__details").rows
    (store,), (prep,) = rows["Location"], rows["PrepTime"]
    assert (store.id, store.name, store.status, store.external_ref) == ("store-1", "The Copper Ladle", "active", "42")
    assert (store.timezone, store.country, store.locality) == ("Europe/London", "GB", "London")
    assert (store.address_line_1, store.address_line_2, store.region) == ("9 Ladle Street", "Floor 1", "ENG")
    assert (store.latitude, store.longitude, store.email) == (51.53, -0.1, "kitchen@ladle.example")
    assert (prep.parent, prep.duration_s) == ("store-1", 720)


def test_stores() -> None:
    """A page of stores."""
    assert [one.name for one in decoded("stores__page").rows["Location"]] == ["The Copper Ladle", "The Tin Ladle"]


@pytest.mark.parametrize(
    ("text", "paused"),
    [
        (b'{"status": "ONLINE"}', False),
        (b'{"status": "OFFLINE", "offlineReason": "OUT_OF_MENU_HOURS"}', False),
        (b'{"status": "OFFLINE", "offlineReason": "INVISIBLE"}', False),
        (b'{"status": "OFFLINE", "offlineReason": "PAUSED_BY_UBER"}', True),
        (b'{"status": "OFFLINE", "offlineReason": "PAUSED_BY_RESTAURANT"}', True),
    ],
)
def test_status(text: bytes, paused: object) -> None:
    """Closed is not paused."""
    document = documents.of(text)
    assert document.name == "status"
    (found,) = document.lens().decode(text).rows["Pause"]
    assert found.paused is paused


def test_a_status_of_tomorrow_is_not_known() -> None:
    """A word that is not documented is no fault, and says nothing."""
    read = documents.lens("status").decode(b'{"status": "SOMETHING_NEW"}')
    assert (read.problems, read.rows["Pause"]) == ((), [])


def test_pausing() -> None:
    """A request to pause until an instant, read and made."""
    (found,) = decoded("status-set__paused").rows["Pause"]
    assert (found.paused, found.reason) == (True, "the fryer is out")
    assert found.until == datetime(2025, 11, 3, 18, tzinfo=UTC)
    made = documents.lens("status-set").build({"Pause": [Pause("p", None, UNSET, 0, paused=False)]})
    assert made == b'{"status":"ONLINE"}'


def test_special_days() -> None:
    """A date with two periods, and one on which the store is closed."""
    rows = decoded("holiday-hours__december").rows["SpecialHours"]
    assert [(one.day, one.closed, one.opens, one.closes) for one in rows] == [
        (date(2025, 12, 24), False, "09:00", "12:00"),
        (date(2025, 12, 24), False, "18:00", "24:00"),
        (date(2025, 12, 25), True, None, None),
    ]


def test_special_days_are_written_whole() -> None:
    """Every call replaces all days, so they are built from rows alone."""
    new_year = [
        SpecialHours("a", None, UNSET, 0, day=date(2026, 1, 1), closed=True, opens=None, closes=None),
        SpecialHours("b", None, UNSET, 1, day=date(2026, 1, 2), opens="10:00", closes="14:00"),
        SpecialHours("c", None, UNSET, 2, day=date(2026, 1, 2), opens="18:00", closes="24:00"),
    ]
    lens = documents.lens("holiday-hours")
    made = lens.build({"SpecialHours": new_year})
    assert made == (
        b'{"holiday_hours":{"2026-01-01":{"open_time_periods":[{"start_time":"00:00","end_time":"00:00"}]},'
        b'"2026-01-02":{"open_time_periods":[{"start_time":"10:00","end_time":"14:00"},'
        b'{"start_time":"18:00","end_time":"23:59"}]}}}'
    )


ORDERS = [
    *("orders.notification", "orders.scheduled.notification", "orders.cancel", "orders.failure", "orders.release"),
    *("order.fulfillment_issues.resolved", "an.event.of.tomorrow"),
]


@pytest.mark.parametrize("event", ORDERS)
def test_webhooks_about_orders(event: str) -> None:
    """Every event about an order says which, at which store, and when."""
    buf = documents.read("webhook__order").replace(b"orders.notification", event.encode())
    document = documents.of(buf)
    assert document.name == "webhook"
    (found,) = document.lens().decode(buf).rows["PartnerEvent"]
    assert (found.type, found.external_id, found.store, found.status) == (event, "ev-1", "store-1", "pos")
    assert found.resource == "0a0b0c0d-1111-4222-8333-444455556666"
    assert str(found.href).endswith(found.resource)
    assert found.happened_at == datetime(2025, 11, 3, 12, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize("event", ["store.provisioned", "store.deprovisioned", "store.status.changed"])
def test_webhooks_about_stores(event: str) -> None:
    """Every event about a store says which, and when."""
    buf = documents.read("webhook-store__provisioned").replace(b"store.provisioned", event.encode())
    document = documents.of(buf)
    assert document.name == "webhook-store"
    (found,) = document.lens().decode(buf).rows["PartnerEvent"]
    assert (found.type, found.external_id, found.store) == (event, "msg-1", "store-1")
    assert found.happened_at == datetime(2025, 11, 3, 12, 1, 2, tzinfo=UTC)
