"""Deliveries: what the simulated partners send becomes an observation, durable before it is answered."""

import pytest
from tests.edge import serving
from tests.edge.serving import KEY, SQUARE_URL, House
from tests.sandbox import square_world, uber_world
from tests.sandbox.memory import Sent, World
from tests.store.values import ANN, BOB, START

from tournant.facts import messages
from tournant.facts.messages import Pointer, Received
from tournant.log.records import PLATFORM

ORDER_KINDS = ("order.created", "order.updated")


async def square_sends(world: World) -> tuple[str, list[Sent]]:
    """A seller whose catalog changes and who gets an order: its id, and what Square posts."""
    await world.call(world.square, "POST /_sandbox/webhooks", {"url": SQUARE_URL, "key": KEY})
    seller = await square_world.opened(world)
    objects = await seller.upsert(square_world.item(1, "Latte"))
    await seller.order(objects["#v1"]["id"] if "#v1" in objects else variation(objects))
    await world.time.pass_(1)
    return seller.merchant, [one for one in world.endpoint.sent if one.url == SQUARE_URL]


def variation(objects: dict[str, dict[str, object]]) -> str:
    data = objects["#i1"]["item_data"]
    assert isinstance(data, dict)
    return str(data["variations"][0]["id"])


async def uber_sends(world: World) -> tuple[str, list[Sent]]:
    """A store that gets an order: its id, and what Uber posts."""
    store = await uber_world.opened(world)
    await world.call(world.uber, "POST /_sandbox/webhooks", {"url": uber_world.URL, "key": KEY})
    await store.upload(uber_world.SUSHI)
    await store.order()
    await world.time.pass_(1)
    return store.store, [one for one in world.endpoint.sent if one.url == uber_world.URL]


async def test_what_square_sends_is_kept(house: House) -> None:
    """A catalog change and an order come in under the seller's merchant, raw bytes and pointers, before 200."""
    merchant, sent = await square_sends(World())
    await serving.connect(house.store, "square", merchant)
    for one in sent:
        assert await house.post("square", one.body, one.headers) == (200, "")
    kept = await house.kept()
    assert [raw for _, _, raw in kept] == [one.body for one in sent]
    assert [said.type for _, said, _ in kept][:2] == ["catalog.version.updated", "order.created"]
    menu, made = kept[0], kept[1]
    body = sent[0].document
    assert menu[1] == Received("square", body["event_id"], body["type"], merchant, [Pointer("menu")])
    assert made[1].points == []  # Of a ticket that was made nothing is to be looked up.
    assert {(one.kind, one.source, one.at) for one, _, _ in kept} == {(messages.WEBHOOK, "acc_square", START)}
    assert [one.why.cause for one, _, _ in kept] == [one.document["event_id"] for one in sent]
    assert len({one.why.trace for one, _, _ in kept}) == len(sent)


async def test_what_uber_sends_is_kept(house: House) -> None:
    """An order at Uber Eats comes in under the store's merchant, with the order to look at."""
    store, sent = await uber_sends(World())
    await serving.connect(house.store, "uber_eats", store)
    assert len(sent) == 1
    assert await house.post("uber_eats", sent[0].body, sent[0].headers) == (200, "")
    ((observation, said, raw),) = await house.kept()
    assert (said.type, said.account) == ("orders.notification", store)
    assert said.points == [Pointer("orders", store, sent[0].document["meta"]["resource_id"])]
    assert (raw, observation.source) == (sent[0].body, "acc_uber_eats")


async def test_the_same_event_is_kept_once(house: House) -> None:
    """A second delivery, be it days later and beside others, is answered well and stored not again."""
    merchant, sent = await square_sends(World())
    await serving.connect(house.store, "square", merchant)
    for _ in range(3):
        for one in sent:
            assert (await house.post("square", one.body, one.headers))[0] == 200
    assert len(await house.kept()) == len(sent)


async def test_a_signature_is_of_these_bytes(house: House) -> None:
    """Changed bytes, another event's signature, another URL's, another key's and none are refused, and nothing kept."""
    merchant, sent = await square_sends(World())
    await serving.connect(house.store, "square", merchant)
    first, second = sent[0], sent[1]
    elsewhere = World()
    await elsewhere.call(elsewhere.square, "POST /_sandbox/webhooks", {"url": SQUARE_URL + "/", "key": KEY})
    stranger = World()
    await stranger.call(stranger.square, "POST /_sandbox/webhooks", {"url": SQUARE_URL, "key": "other"})
    for world in (elsewhere, stranger):
        await (await square_world.opened(world)).upsert(square_world.item(1, "Latte"))
        await world.time.pass_(1)
    forged = [(one.body, one.headers) for world in (elsewhere, stranger) for one in world.endpoint.sent[:1]]
    forged += [(first.body + b" ", first.headers), (first.body, second.headers), (first.body, {})]
    for body, headers in forged:
        assert await house.post("square", body, headers) == (401, "the signature does not fit what was sent\n")
    assert await house.kept() + await house.kept(PLATFORM) == []


async def test_an_unknown_account_is_a_stray(house: House) -> None:
    """A verified delivery for nobody is kept for the platform; once connected, the next one is the merchant's."""
    assert await house.tin("e1", "T-9", store="s") == (202, "")
    ((observation, said, _),) = await house.kept(PLATFORM)
    assert (observation.kind, observation.source, observation.tenant) == (messages.STRAY, "app_tin", PLATFORM)
    assert said == Received("tin", "e1", "t", "T-9", [Pointer("menu", "s")])
    await serving.connect(house.store, "tin", "T-9", BOB)
    assert await house.tin("e2", "T-9") == (202, "")
    assert [said.event for _, said, _ in await house.kept(BOB)] == ["e2"]


async def test_the_apps_own_account_is_nobodys(house: House) -> None:
    """A delivery that names our app's own account is a stray, not work for the platform."""
    assert await house.tin("e1", "app") == (202, "")
    assert [one.kind for one, _, _ in await house.kept(PLATFORM)] == [messages.STRAY]


STRANGE = {
    "no JSON": b"not json",
    "nothing": b"",
    "no object": b"[]",
    "another object": b'{"hello": "world"}',
    "invalid UTF-8": b'{"id": "\xff\xfe"}',
    "10,000 levels": b"[" * 10_000 + b"]" * 10_000,
    "an empty account": b'{"id": "e", "type": "t", "account": ""}',
    "a zero in an id": b'{"id": "e\\u0000", "type": "t", "account": "T-1"}',
    "half a character": b'{"id": "e\\ud800", "type": "t", "account": "T-1"}',
    "a zero in a store": b'{"id": "e", "type": "t", "account": "T-1", "store": "\\u0000"}',
    "a long id": b'{"id": "' + b"e" * 201 + b'", "type": "t", "account": "T-1"}',
    "a number as id": b'{"id": 7, "type": "t", "account": "T-1"}',
}


@pytest.mark.parametrize("body", STRANGE.values(), ids=STRANGE.keys())
async def test_what_says_nothing_that_we_know_is_a_stray(quick: House, body: bytes) -> None:
    """A verified body that no adapter understands is answered well and kept for the platform, byte by byte, once."""
    headers = {"x-tin": serving.sign(KEY, body)}
    for _ in range(2):
        assert await quick.post("tin", body, headers) == (202, "")
    ((observation, said, raw),) = await quick.kept(PLATFORM)
    assert (observation.kind, said.partner, said.type, raw) == (messages.STRAY, "tin", "", body)
    assert await quick.kept(ANN) == []


async def test_strange_bodies_do_not_stop_the_real_partners(house: House) -> None:
    """The installed adapters take the same strange bodies for nothing that they know, on both stores."""
    for body in STRANGE.values():
        headers = {"x-uber-signature": serving.sign(KEY, body)}
        assert await house.post("uber_eats", body, headers) == (200, "")
    assert len(await house.kept(PLATFORM)) == len(STRANGE)
