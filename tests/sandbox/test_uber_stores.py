"""Tokens, status, special days and webhooks of the simulated Uber Eats."""

import hashlib
import hmac

from tests.sandbox.memory import World
from tests.sandbox.uber_world import SUSHI, Client, opened

from tournant.sandbox.partners.uber_eats import limits


async def test_the_101st_token_of_an_hour_is_refused(world: World) -> None:
    """A hundred token requests an hour, counted over a window that slides; the violation is on record."""
    client = await opened(world)
    statuses = [(await client.sign_in()).status for _ in range(100)]
    assert statuses == [200] * 99 + [429]
    await world.time.pass_(3600)
    assert (await client.sign_in()).status == 200
    assert [one.limit for one in world.uber.books.violations] == [limits.TOKENS.name]


async def test_the_101st_live_token_ends_the_oldest(world: World) -> None:
    """A hundred tokens are valid at once; one more, and the first is not."""
    client = await opened(world)
    path = f"GET /v1/eats/store/{client.store}/status"
    for _ in range(99):
        await client.sign_in()
    assert (await client.call(path)).status == 200
    await world.time.pass_(3600)
    newest = (await client.sign_in()).document["access_token"]
    assert (await client.call(path)).status == 401
    client.token = newest
    assert (await client.call(path)).status == 200


async def test_a_token_ends_after_thirty_days(world: World) -> None:
    """A token is refused when its time is over."""
    client = await opened(world)
    await world.time.pass_(limits.TOKEN_LIFE_S)
    assert (await client.call(f"GET /v1/eats/stores/{client.store}")).status == 401


async def test_a_token_covers_its_scopes(world: World) -> None:
    """Without the scope of an operation it is forbidden; a scope that does not exist is not granted."""
    client = await opened(world)
    client.token = (await client.sign_in("eats.store")).document["access_token"]
    got = await client.call(f"POST /v1/eats/store/{client.store}/status", {"status": "ONLINE"})
    assert got.status == 403
    assert (await client.sign_in("eats.everything")).status == 400
    assert (await world.call(world.uber, "POST /oauth/v2/token", b"client_id=x")).status == 401


async def status(client: Client) -> dict[str, str]:
    got = await client.call(f"GET /v1/eats/store/{client.store}/status")
    found: dict[str, str] = got.document
    return found


async def test_a_pause_ends_by_itself(world: World) -> None:
    """A paused store is offline until the instant that was named, and guests cannot order; going online ends it."""
    client = await opened(world)
    await client.upload(SUSHI)
    path = f"POST /v1/eats/store/{client.store}/status"
    said = {"status": "PAUSED", "paused_until": "2026-11-24T17:10:00+00:00", "reason": "busy"}
    assert (await client.call(path, said)).status == 204
    assert await status(client) == {"status": "OFFLINE", "offlineReason": "PAUSED_BY_RESTAURANT"}
    assert (await client.guest({"id": "maki", "options": [{"group": "sauce", "id": "soy"}]})).status == 409
    await world.time.pass_(600)
    assert await status(client) == {"status": "ONLINE"}
    await client.call(path, {"status": "PAUSED"})
    await client.call(path, {"status": "ONLINE"})
    assert await status(client) == {"status": "ONLINE"}
    assert (await client.call(path, {"status": "SLEEPY"})).status == 400
    assert world.endpoint.kinds("event_type")[0] == "store.status.changed"


async def test_some_stores_cannot_be_paused_by_applications(world: World) -> None:
    """Where the status is not external, setting it is refused with the code that the page names."""
    client = await opened(world, external_status=False)
    got = await client.call(f"POST /v1/eats/store/{client.store}/status", {"status": "ONLINE"})
    assert (got.status, got.document["code"]) == (403, "resource_update_not_allowed")


async def test_special_days_are_overwritten(world: World) -> None:
    """Each upload of holiday hours is all of them; on such a day they decide, in the store's own time."""
    client = await opened(world)
    await client.upload(SUSHI)
    path = f"/v1/eats/stores/{client.store}/holiday-hours"
    closed = {"open_time_periods": [{"start_time": "00:00", "end_time": "00:00"}]}
    short = {"open_time_periods": [{"start_time": "9:00", "end_time": "11:59"}]}
    await client.call(f"POST {path}", {"holiday_hours": {"2026-11-24": closed, "2026-12-24": short}})
    assert await status(client) == {"status": "OFFLINE", "offlineReason": "OUT_OF_MENU_HOURS"}
    await client.call(f"POST {path}", {"holiday_hours": {"2026-12-24": short}})
    assert (await client.call(f"GET {path}")).document == {"holiday_hours": {"2026-12-24": short}}
    assert await status(client) == {"status": "ONLINE"}
    for day, wrong in (
        ("24.12.", closed),
        ("2026-12-24", {"open_time_periods": [{"start_time": "25:00", "end_time": "1:00"}]}),
    ):
        assert (await client.call(f"POST {path}", {"holiday_hours": {day: wrong}})).status == 400


async def test_webhooks_are_signed_and_sent_seven_times(world: World) -> None:
    """The signature is lower-case hex over the raw bytes; after a 500 it comes again, after a 404 not."""
    client = await opened(world)
    await client.upload(SUSHI)
    world.endpoint.answers = [500] * 7
    await client.order()
    await world.time.pass_(600)
    first = world.endpoint.sent[0]
    assert [(one.at - first.at).total_seconds() for one in world.endpoint.sent] == [0, 1, 3, 7, 15, 31, 63]
    key = world.uber.oauth.client_secret.encode()
    assert first.headers["X-Uber-Signature"] == hmac.new(key, first.body, hashlib.sha256).hexdigest()
    world.endpoint.answers = [404]
    await client.order()
    await world.time.pass_(60)
    assert len(world.endpoint.sent) == 8
    assert [one.fate for one in world.uber.books.deliveries] == ["given up", "given up"]


async def test_stores_are_listed_in_pages(world: World) -> None:
    """The application sees its stores, and each with its details."""
    client = await opened(world)
    await opened(world)
    page = (await client.call("GET /v1/eats/stores?limit=1")).document
    assert len(page["stores"]) == 1
    rest = (await client.call(f"GET /v1/eats/stores?limit=1&start_key={page['next_key']}")).document
    assert "next_key" not in rest
    details = (await client.call(f"GET /v1/eats/stores/{client.store}")).document
    assert (details["name"], details["timezone"]) == ("The Tin Ladle", "America/New_York")


async def test_calls_over_the_limit_are_seen(world: World) -> None:
    """The call over the assumed limit gets 429 and is a violation."""
    client = await opened(world)
    path = f"GET /v1/eats/store/{client.store}/status"
    statuses = [(await client.call(path)).status for _ in range(limits.APPLICATION.calls + 1)]
    assert statuses[-2:] == [200, 429]
    assert world.uber.books.violations[-1].limit == limits.APPLICATION.name
