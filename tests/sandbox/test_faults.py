"""Faults: switched by rate, drawn from the seed, and never struck where nobody asked."""

from typing import Any

import pytest
from tests.sandbox import square_world, uber_world
from tests.sandbox.memory import Dropped, World
from tests.sandbox.uber_world import SUSHI

from tournant.sandbox.faults import CALL_FAULTS, FAULTS


async def set_(world: World, **rates: float) -> None:
    """Switch faults at both partners."""
    for app in (world.square, world.uber):
        assert (await world.call(app, "PUT /_sandbox/faults", rates)).status == 200


async def tried(client: square_world.Client, number: int) -> int:
    """Call, and say what came of it: a status, or 0 where the connection was dropped."""
    body = {"idempotency_key": f"k{number}", "order": {"location_id": client.location, "line_items": []}}
    try:
        return (await client.call("POST /v2/orders", body)).status
    except Dropped:
        return 0


async def run(seed: int, rates: dict[str, float]) -> list[int]:
    world = World(seed)
    client = await square_world.opened(world)
    await set_(world, **rates)
    statuses = []
    for number in range(40):
        statuses.append(await tried(client, number))
        await world.time.pass_(1)
    return statuses


async def test_a_seed_strikes_the_same_calls_in_every_run() -> None:
    """Two runs with one seed see the same faults at the same calls; another seed sees others."""
    rates = {"server_error": 0.2, "too_many_requests": 0.2, "answer_lost": 0.3}
    first = await run(7, rates)
    assert first == await run(7, rates)
    assert first != await run(8, rates)
    assert {200, 429, 0} <= set(first)


async def test_a_fault_does_not_move_another() -> None:
    """Switching one fault on leaves those that strike anyway where they were."""
    alone = await run(7, {"server_error": 0.2})
    beside = await run(7, {"server_error": 0.2, "webhook_loss": 0.5, "slow_answer": 0.5})
    assert alone == beside


async def test_a_lost_answer_was_applied(world: World) -> None:
    """The order is there although its answer never came, and the same key finds it."""
    client = await square_world.opened(world)
    await set_(world, answer_lost=1)
    assert await tried(client, 1) == 0
    await set_(world, answer_lost=0)
    assert await tried(client, 1) == 200
    assert len(world.square.sellers[client.merchant].orders) == 1
    assert world.square.books.calls[0].status == 0


@pytest.mark.parametrize("name", ["server_error", "too_many_requests", "dead_partner"])
async def test_a_refused_call_was_not_applied(world: World, name: str) -> None:
    """After a 5xx, a 429 or no connection at all nothing has changed, and an injected 429 is no violation."""
    client = await square_world.opened(world)
    await set_(world, **{name: 1})
    assert await tried(client, 1) in {500, 502, 503, 429, 0}
    assert world.square.sellers[client.merchant].orders == {}
    assert world.square.books.violations == []
    assert world.square.books.faults[name] == 1


async def test_a_dead_partner_can_be_brought_back(world: World) -> None:
    """The control operations work while a partner is dead: that is how it comes back."""
    client = await uber_world.opened(world)
    await set_(world, dead_partner=1)
    with pytest.raises(Dropped):
        await client.upload(SUSHI)
    await set_(world, dead_partner=0)
    assert (await client.upload(SUSHI)).status == 204


async def test_one_account_can_be_struck_alone(world: World) -> None:
    """A dead point of sale at one seller leaves the others alive; a partner's clock cannot be wrong for one."""
    one, other = await square_world.opened(world), await square_world.opened(world, "Another seller")
    where = f"PUT /_sandbox/faults?account={one.merchant}"
    assert (await world.call(world.square, where, {"dead_partner": 1})).status == 200
    assert await tried(one, 1) == 0
    assert await tried(other, 1) == 200
    assert (await world.call(world.square, where, {"clock_skew": 1})).status == 400
    store = await uber_world.opened(world)
    await store.upload(SUSHI)
    where = f"PUT /_sandbox/faults?account={store.store}"
    await world.call(world.uber, where, {"webhook_loss": 1, "server_error": 1})
    order = await store.order()
    assert (await store.call(f"GET /v2/eats/order/{order['id']}")).status in {500, 502, 503}
    await world.time.pass_(1)
    assert [one for one in world.endpoint.sent if one.url == uber_world.URL] == []


async def test_rotated_tokens_are_refused(world: World) -> None:
    """A rotation ends the account's tokens on the spot; a new one works."""
    client = await uber_world.opened(world)
    await set_(world, token_rotation=1)
    path = f"GET /v1/eats/store/{client.store}/status"
    assert (await client.call(path)).status == 401
    await set_(world, token_rotation=0)
    client.token = (await client.sign_in()).document["access_token"]
    assert (await client.call(path)).status == 200


async def test_a_slow_answer_takes_its_time(world: World) -> None:
    """A slow answer is held for up to eight seconds, and comes."""
    client = await square_world.opened(world)
    await set_(world, slow_answer=1)
    before = world.time.at
    assert await tried(client, 1) == 200
    assert 0 < (world.time.at - before).total_seconds() < 8


async def test_a_skewed_clock_is_seen_and_moves_no_deadline(world: World) -> None:
    """Stamps are wrong by up to a minute and a half; windows and deadlines are those of the world."""
    client = await uber_world.opened(world)
    await client.upload(SUSHI)
    await set_(world, clock_skew=1)
    order = await client.order()
    off = world.uber.shown() - world.time.at
    assert abs(off.total_seconds()) == 90
    assert order["placed_at"] == world.uber.stamp()
    await world.time.pass_(689)
    assert await client.state(order) == "CREATED"
    await world.time.pass_(1)
    assert await client.state(order) == "CANCELED"


async def told(world: World, **rates: float) -> list[str]:
    """Place four orders and say for which of them, in which order, the application was told."""
    client = await uber_world.opened(world)
    await client.upload(SUSHI)
    await set_(world, **rates)
    names = {}
    for number in range(4):
        names[(await client.order())["id"]] = f"{number}"
        await world.time.pass_(1)
    await world.time.pass_(100)
    return [names[one.document["meta"]["resource_id"]] for one in world.endpoint.sent]


async def test_webhooks_are_told_in_order(world: World) -> None:
    """Without faults each order is told once, in its order."""
    assert await told(world) == ["0", "1", "2", "3"]


async def test_lost_webhooks_never_come(world: World) -> None:
    """A lost webhook is not sent again either, and the books say that it was lost."""
    assert await told(world, webhook_loss=1) == []
    assert {one.fate for one in world.uber.books.deliveries} == {"lost"}


async def test_doubled_webhooks_are_the_same(world: World) -> None:
    """A doubled webhook is the same event, twice."""
    assert sorted(await told(world, webhook_duplication=1)) == ["0", "0", "1", "1", "2", "2", "3", "3"]
    assert len({one.document["event_id"] for one in world.endpoint.sent}) == 4


async def test_late_webhooks_come(world: World) -> None:
    """A delayed webhook comes within a minute of the world, and all of them come."""
    assert sorted(await told(world, webhook_delay=1)) == ["0", "1", "2", "3"]
    late = [one.at.timestamp() - one.document["event_time"] for one in world.endpoint.sent]
    assert 0 < max(late) <= 60


async def test_overtaken_webhooks_come_after_the_next(world: World) -> None:
    """A reordered webhook waits for the one that overtakes it, and half a minute where none does."""
    client = await uber_world.opened(world)
    await client.upload(SUSHI)
    await set_(world, webhook_reordering=1)
    orders = [(await client.order())["id"]]
    await set_(world, webhook_reordering=0)
    await world.time.pass_(29)
    assert world.endpoint.sent == []
    orders.append((await client.order())["id"])
    await world.time.pass_(1)
    assert [one.document["meta"]["resource_id"] for one in world.endpoint.sent] == orders[::-1]
    await set_(world, webhook_reordering=1)
    await client.order()
    await world.time.pass_(29)
    assert len(world.endpoint.sent) == 2
    await world.time.pass_(1)
    assert len(world.endpoint.sent) == 3


async def test_unknown_faults_and_rates_are_refused(world: World) -> None:
    """A fault that does not exist, and a rate that is none, change nothing."""
    wrong: list[dict[str, Any]] = [{"bad_luck": 1}, {"server_error": 2}, {"server_error": "x"}, {"server_error": True}]
    for rates in wrong:
        assert (await world.call(world.square, "PUT /_sandbox/faults", rates)).status == 400
    assert world.square.faults.rates == {}
    known = (await world.call(world.square, "GET /_sandbox/faults")).document["known"]
    assert known == FAULTS
    assert CALL_FAULTS.keys() < FAULTS.keys()
