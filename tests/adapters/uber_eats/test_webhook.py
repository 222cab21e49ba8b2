"""Webhooks of Uber Eats: who signed them, and what they point at."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.uber_eats.driving import opened
from tests.sandbox.memory import World
from tests.sandbox.uber_world import SUSHI

from tournant.adapters.uber_eats.connection import CONNECTION
from tournant.sdk import Hint

# The second vector of RFC 4231, which Uber's scheme is: hex of HMAC-SHA256 over the body.
KEY, BODY = "Jefe", b"what do ya want for nothing?"
SIGNED = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
EMPTY = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"  # of no key and no body
verify, read = CONNECTION.webhooks.verify, CONNECTION.webhooks.read


def test_what_uber_signed_is_taken() -> None:
    """The URL does not matter; one byte or another key, and it is not."""
    assert verify({"x-uber-signature": SIGNED}, BODY, "https://a.example", KEY)
    assert not verify({"x-uber-signature": SIGNED}, BODY + b" ", "", KEY)
    assert not verify({"x-uber-signature": SIGNED}, BODY, "", "jefe")


@pytest.mark.parametrize("header", ["", SIGNED.upper(), SIGNED[:-1], SIGNED + "0", "é" * 64, "\ud800", "\x00"])
def test_another_signature_is_none(header: str) -> None:
    """Upper case neither."""
    assert not verify({"x-uber-signature": header}, BODY, "", KEY)


def test_without_a_header_or_a_key_nothing_is_taken() -> None:
    """What everybody can sign is not signed."""
    assert not verify({}, BODY, "", KEY)
    assert not verify({"x-uber-signature": EMPTY}, b"", "", "")


async def test_what_the_simulated_uber_sends_is_understood(world: World) -> None:
    """Every event is verified, and leads to what changed, at the store that it is about."""
    store, driver = await opened(world)
    await store.upload(SUSHI)
    order = await store.order()
    await driver.run("order.accept", {"order": order["id"], "reason": "accepted"})
    await driver.run("order.cancel", {"order": order["id"], "reason": "OTHER"})
    await driver.run("status.write", document=b'{"status":"PAUSED"}')
    await world.time.pass_(1)
    found = {}
    for sent in world.endpoint.sent:
        headers = {name.lower(): value for name, value in sent.headers.items()}
        assert verify(headers, sent.body, sent.url, world.uber.oauth.client_secret)
        delivery = read(sent.body)
        assert (delivery.event, delivery.account) == (sent.document["event_id"], store.store)
        found[delivery.type] = delivery.hints
    assert found == {
        "orders.notification": (Hint("orders", store.store, order["id"]),),
        "orders.cancel": (Hint("orders", store.store, order["id"]),),
        "store.status.changed": (Hint("status", store.store),),
    }


def of_order(kind: str, **more: Any) -> bytes:  # noqa: ANN401 - any JSON value
    meta = {"user_id": "s", "resource_id": "o", "status": "pos"}
    return json.dumps({"event_type": kind, "event_id": "e", "meta": meta, **more}).encode()


def of_store(kind: str) -> bytes:
    return json.dumps({"event_type": kind, "store_id": "s", "webhook_meta": {"webhook_msg_uuid": "u"}}).encode()


@pytest.mark.parametrize(
    ("kind", "hints"),
    [
        ("orders.notification", (Hint("orders", "s", "o"),)),
        ("orders.scheduled.notification", (Hint("orders", "s", "o"),)),
        ("orders.cancel", (Hint("orders", "s", "o"),)),
        ("orders.failure", (Hint("orders", "s", "o"),)),
        ("orders.release", (Hint("orders", "s", "o"),)),
        ("order.fulfillment_issues.resolved", (Hint("orders", "s", "o"),)),
        ("something.new", ()),
    ],
)
def test_an_event_of_an_order(kind: str, hints: tuple[Hint, ...]) -> None:
    """The order, at its store; where the link leads does not matter. A new kind of event points at nothing."""
    found = read(of_order(kind, resource_href="https://elsewhere.example/v2/eats/order/another"))
    assert (found.event, found.type, found.account, found.hints) == ("e", kind, "s", hints)


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("store.provisioned", Hint("menu", "s")),
        ("store.deprovisioned", Hint("menu", "s", ended=True)),
        ("store.status.changed", Hint("status", "s")),
    ],
)
def test_an_event_of_a_store(kind: str, hint: Hint) -> None:
    """The other envelope: its own id, the store's name elsewhere."""
    found = read(of_store(kind))
    assert (found.event, found.type, found.account, found.hints) == ("u", kind, "s", (hint,))


def test_the_published_example_is_understood(reference: Path) -> None:
    """Uber's own payload of a store that was provisioned."""
    found = read((reference / "examples/uber-eats/webhook-store-provisioned.json").read_bytes())
    assert [hint.resource for hint in found.hints] == ["menu"]


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"no", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"event_type":"x","event_id":"e"}'),
        of_order("x").replace(b'"s"', b'""'),
        of_order("x").replace(b'"e"', b"7"),
        of_store("x").replace(b'"u"', b"null"),
        b'{"event_type":"x","store_id":"s"}',
    ],
)
def test_a_body_of_another_form_is_refused(body: bytes) -> None:
    """In one sentence."""
    with pytest.raises(ValueError, match="Uber Eats"):
        read(body)
