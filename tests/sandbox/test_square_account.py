"""Tokens, locations, limits and webhooks of the simulated Square."""

import gzip
import json
from pathlib import Path

from tests.sandbox.memory import World
from tests.sandbox.square_world import KEY, URL, item, opened

from tournant.sandbox.partners.square import limits
from tournant.sandbox.partners.square.events import signature


async def test_a_token_ends_after_thirty_days(world: World) -> None:
    """An access token is refused when its time is over, and its refresh token still gives a new one."""
    client = await opened(world)
    await world.time.pass_(30 * 24 * 3600 - 1)
    assert (await client.call("GET /v2/locations")).status == 200
    await world.time.pass_(1)
    over = await client.call("GET /v2/locations")
    assert (over.status, over.document["errors"][0]["code"]) == (401, "ACCESS_TOKEN_EXPIRED")
    app = {"client_id": world.square.oauth.client_id, "client_secret": world.square.oauth.client_secret}
    asked = {**app, "grant_type": "refresh_token", "refresh_token": client.refresh}
    new = (await world.call(world.square, "POST /oauth2/token", asked)).document
    assert (new["refresh_token"], new["expires_at"]) == (client.refresh, "2027-01-23T17:00:00.000Z")
    client.token = new["access_token"]
    assert (await client.call("GET /v2/locations")).status == 200


async def test_a_code_is_used_once(world: World) -> None:
    """An authorization code gives tokens once, for five minutes, and only to who knows the secret."""
    client = await opened(world)
    app = {"client_id": world.square.oauth.client_id, "client_secret": world.square.oauth.client_secret}
    code = world.square.oauth.code(client.merchant)
    asked = {**app, "grant_type": "authorization_code", "code": code}
    wrong = await world.call(world.square, "POST /oauth2/token", {**asked, "client_secret": "no"})
    first, second = [await world.call(world.square, "POST /oauth2/token", asked) for _ in range(2)]
    assert (wrong.status, first.status, second.status) == (401, 200, 401)
    late = {**asked, "code": world.square.oauth.code(client.merchant)}
    await world.time.pass_(limits.CODE_LIFE_S)
    assert (await world.call(world.square, "POST /oauth2/token", late)).status == 401


async def test_a_revoked_authorization_is_over(world: World) -> None:
    """After a revocation neither the access token nor the refresh token is of use."""
    client = await opened(world)
    secret = {"authorization": f"Client {world.square.oauth.client_secret}"}
    asked = {"client_id": world.square.oauth.client_id, "merchant_id": client.merchant}
    assert (await world.call(world.square, "POST /oauth2/revoke", asked, secret)).status == 200
    assert (await client.call("GET /v2/locations")).document["errors"][0]["code"] == "ACCESS_TOKEN_REVOKED"
    assert client.refresh not in world.square.oauth.refreshing


async def test_a_seller_sees_itself_alone(world: World) -> None:
    """Every token leads to its own seller: another's catalog, orders and locations are not there."""
    one, other = await opened(world), await opened(world, "Another seller")
    made = (await one.upsert(item(1, "Latte")))["#i1"]
    assert (await other.call(f"GET /v2/catalog/object/{made['id']}")).status == 404
    assert (await other.call(f"GET /v2/locations/{one.location}")).status == 404


async def test_locations_have_hours(world: World) -> None:
    """A location is listed with its hours; who changes them, application or staff, is told to subscribers."""
    client = await opened(world)
    periods = [{"day_of_week": "MON", "start_local_time": "17:00:00", "end_local_time": "01:00:00"}]
    hours = {"business_hours": {"periods": periods}}
    await client.staff(f"POST /locations/{client.location}", hours)
    listed = (await client.call("GET /v2/locations")).document["locations"]
    assert listed[0]["business_hours"]["periods"] == periods
    name = {"location": {"name": "By the river"}}
    changed = await client.call(f"PUT /v2/locations/{client.location}", name)
    assert (changed.document["location"]["name"], changed.document["location"]["timezone"]) == (
        "By the river",
        "America/New_York",
    )
    await world.time.pass_(1)
    assert world.endpoint.kinds("type").count("location.updated") == 2


async def test_calls_over_the_limit_are_seen(world: World) -> None:
    """The call over the assumed limit gets 429, the books count it, and a second later there is room again."""
    client = await opened(world)
    statuses = [(await client.call("GET /v2/locations")).status for _ in range(limits.APPLICATION.calls + 1)]
    assert statuses == [200] * limits.APPLICATION.calls + [429]
    await world.time.pass_(limits.APPLICATION.window_s)
    assert (await client.call("GET /v2/locations")).status == 200
    report = (await world.call(world.square, "GET /_sandbox/state")).document
    assert report["limit_violations"] == 1
    assert [call["violation"] for call in report["calls"] if call["status"] == 429] == [limits.APPLICATION.name]


async def test_webhooks_are_signed_and_sent_again(world: World) -> None:
    """A webhook carries the signature of its own bytes and comes again until it is taken, under the same event id."""
    client = await opened(world)
    world.endpoint.answers = [500, 0]
    await client.upsert(item(1, "Latte"))
    await world.time.pass_(1000)
    first, second, third = world.endpoint.sent
    assert first.body == second.body == third.body
    assert [(one.at - first.at).total_seconds() for one in (second, third)] == [60, 180]
    assert second.headers["square-retry-number"] == "1"
    assert first.headers["x-square-hmacsha256-signature"] == signature(KEY, URL, first.body)
    assert world.square.books.deliveries[0].fate == "delivered"


async def test_what_is_told_of_an_order(world: World) -> None:
    """Creation, change and the steps of a fulfilment are told with state and version, and no more."""
    client = await opened(world)
    made = (await client.upsert(item(1, "Latte")))["#i1"]
    order = await client.order(made["item_data"]["variations"][0]["id"], fulfillments=[{"type": "PICKUP"}])
    await client.staff(f"POST /orders/{order['id']}", {"fulfillment": "RESERVED"})
    await world.time.pass_(1)
    told = {one.document["type"]: one.document["data"]["object"] for one in world.endpoint.sent}
    assert told["order.created"]["order_created"]["version"] == 1
    assert told["order.updated"]["order_updated"]["version"] == 2
    steps = told["order.fulfillment.updated"]["order_fulfillment_updated"]["fulfillment_update"]
    assert [(one["old_state"], one["new_state"]) for one in steps] == [("PROPOSED", "RESERVED")]


def test_signatures_are_those_of_the_vendor(reference: Path) -> None:
    """Every vector that Square publishes is signed, or not signed, as it says."""
    vectors = json.loads((reference / "examples/square/webhook-signature-vectors.json").read_text())
    for one in vectors:
        signed = signature(one["signature_key"], one["notification_url"], one["request_body"].encode())
        assert (signed == one["signature_header"]) is one["expected_valid"]
    assert len(vectors) > 5


async def test_what_is_no_request_is_refused(world: World) -> None:
    """Broken JSON, a wrong shape and an unknown path get Square's own errors, and nothing breaks."""
    client = await opened(world)
    for line, body, status in (
        ("POST /v2/catalog/batch-upsert", b"{", 400),
        ("POST /v2/catalog/batch-upsert", b'{"batches":' + b"[" * 100_000, 400),
        ("POST /v2/catalog/batch-upsert", [1], 400),
        ("POST /v2/catalog/batch-upsert", {"idempotency_key": "k", "batches": "x"}, 400),
        ("POST /v2/orders", {"order": {"location_id": client.location, "line_items": [{"quantity": 1}]}}, 400),
        ("GET /v2/nothing", None, 404),
    ):
        got = await client.call(line, body)
        assert got.status == status
        assert {"category", "code"} <= got.document["errors"][0].keys()
    assert (await world.call(world.square, "GET /v2/locations")).status == 401
    assert sum(one.malformed is not None for one in world.square.books.calls) == 4


async def test_packed_bodies_are_read(world: World) -> None:
    """A request may be packed, an answer is packed where the client takes it, and a false header is refused."""
    client = await opened(world)
    body = {"idempotency_key": "k", "batches": [{"objects": [item(number, "Latte") for number in range(20)]}]}
    got = await client.call("POST /v2/catalog/batch-upsert", body, **{"content-encoding": "gzip"})
    assert len(got.document["objects"]) == 20
    packed = await client.call("GET /v2/catalog/list", **{"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    for wrong in (b"{}", gzip.compress(b"{}")[:-4]):
        got = await client.call("POST /v2/catalog/search", wrong, **{"content-encoding": "gzip"})
        assert got.status == 400
