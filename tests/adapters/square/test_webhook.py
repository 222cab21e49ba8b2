"""Webhooks of Square: who signed them, and what they point at."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.square.driving import opened
from tests.sandbox import square_world
from tests.sandbox.memory import World
from tests.sandbox.square_world import item

from tournant.adapters.square.connection import CONNECTION
from tournant.sdk import Hint

HEADER = "x-square-hmacsha256-signature"
URL, KEY = "https://webhook.site/webhooks", "signature-key"
BODY = b'{"data":{"type":"webhooks","id":"fake_id"}}'
SIGNED = "W3FlCNk5IA3ZQ2LHTWoajvzfaDu/OwY2tNHIHC3IUOA="  # published with Square's own libraries
verify, read = CONNECTION.webhooks.verify, CONNECTION.webhooks.read


def test_what_square_signed_is_taken() -> None:
    """A vector that Square publishes; one byte, another URL or another key, and it is not."""
    assert verify({HEADER: SIGNED}, BODY, URL, KEY)
    assert not verify({HEADER: SIGNED}, BODY + b" ", URL, KEY)
    assert not verify({HEADER: SIGNED}, BODY, URL + "/", KEY)
    assert not verify({HEADER: SIGNED}, BODY, URL, KEY + "2")


@pytest.mark.parametrize("header", ["", SIGNED.lower(), SIGNED[:-1], SIGNED + " ", "é" * 44, "\ud800", "\x00"])
def test_another_signature_is_none(header: str) -> None:
    """However odd the header is."""
    assert not verify({HEADER: header}, BODY, URL, KEY)


def test_without_a_header_or_a_key_nothing_is_taken() -> None:
    """What everybody can sign is not signed."""
    assert not verify({}, BODY, URL, KEY)
    empty = "dBAQAQ9ZaqO7X7fle2FOMS+TqunF3gJ1KAf/6TJ/W1E="
    assert not verify({HEADER: empty}, BODY, URL, "")


def test_every_published_vector_is_judged_as_published(reference: Path) -> None:
    """Valid ones and wrong ones."""
    vectors = json.loads((reference / "examples/square/webhook-signature-vectors.json").read_text())
    for one in vectors:
        headers = {HEADER: one["signature_header"]}
        found = verify(headers, one["request_body"].encode(), one["notification_url"], one["signature_key"])
        assert found is one["expected_valid"]
    assert len(vectors) > 5


async def test_what_the_simulated_square_sends_is_understood(world: World) -> None:
    """Every event is verified, and leads to what changed, at the account that it is about."""
    seller, _ = await opened(world)
    dish = item(1, "Latte")
    dish["item_data"]["variations"][0]["item_variation_data"]["track_inventory"] = True
    made = await seller.upsert(dish)
    size = made["#i1"]["item_data"]["variations"][0]["id"]
    await seller.count(size, "3")
    order = await seller.order(size, fulfillments=[{"type": "PICKUP"}])
    await seller.staff(f"POST /orders/{order['id']}", {"fulfillment": "RESERVED"})
    await seller.staff(f"POST /locations/{seller.location}", {"name": "New"})
    await world.time.pass_(1)
    found = {}
    for sent in world.endpoint.sent:
        headers = {name.lower(): value for name, value in sent.headers.items()}
        assert verify(headers, sent.body, square_world.URL, square_world.KEY)
        delivery = read(sent.body)
        assert (delivery.event, delivery.account) == (sent.document["event_id"], seller.merchant)
        found[delivery.type] = delivery.hints
    orders = (Hint("orders", seller.location, order["id"]),)
    assert found == {
        "catalog.version.updated": (Hint("menu"),),
        "inventory.count.updated": (Hint("availability"),),
        "location.updated": (Hint("hours", seller.location),),
        "order.created": (),
        "order.updated": orders,
        "order.fulfillment.updated": orders,
    }


def event(kind: str, **more: Any) -> bytes:  # noqa: ANN401 - any JSON value
    return json.dumps({"event_id": "e", "type": kind, "merchant_id": "m", **more}).encode()


def test_an_authorisation_that_was_revoked_has_ended() -> None:
    """Which the hint says."""
    revoked = event("oauth.authorization.revoked", data={"type": "revocation", "id": "r", "object": {"revocation": {}}})
    assert read(revoked).hints == (Hint("menu", ended=True),)


def test_an_event_that_we_do_not_know_points_at_nothing() -> None:
    """It is an event all the same: Square may add some; attributes of orders are not orders."""
    for kind in ("webhooks.test_notification", "order.custom_attribute.owned.updated", "payment.created"):
        found = read(event(kind, data={"id": "x", "object": {"payment": []}}))
        assert (found.type, found.hints) == (kind, ())
    assert read(event("order.updated", location_id="L")).hints == (Hint("orders", "L"),)


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"no", b"[]", b"{}", b"\xff", b"[" * 100_000, event("")),
        event("order.updated", data={"object": {"order_updated": 1}}),
        event("x").replace(b'"e"', b"1"),
        event("x").replace(b'"m"', b'""'),
    ],
)
def test_a_body_of_another_form_is_refused(body: bytes) -> None:
    """In one sentence."""
    with pytest.raises(ValueError, match="Square"):
        read(body)
