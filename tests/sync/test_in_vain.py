"""Writes that come to nothing known, one after another: tried again at once, then after rests that grow."""

from datetime import datetime, timedelta

import msgspec
import pytest
from tests.sync.merchant import LINK, TENANT, Merchant
from tests.sync.test_commands import SOUP_ITEM, SOUP_SIZE, live, target

from tournant.control.attention import Matter, attention
from tournant.control.choosing import EVERYBODY
from tournant.facts.messages import Outcome
from tournant.facts.sync import WriteSettled
from tournant.kernel import bounds
from tournant.log.records import Claim
from tournant.sync.decide import state

pytestmark = pytest.mark.anyio
LOOK = 12
"""Seconds that an answer and a look take here."""


@pytest.fixture
async def merchant() -> Merchant:
    return await Merchant.open()


async def passes(merchant: Merchant, seconds: float) -> list[Claim]:
    """Time passes, and what is due is done; looks show what they showed. Gives the writes to the channel."""
    merchant.time.at += timedelta(seconds=seconds)
    await merchant.turn()
    return [one for one in await merchant.claimed() if target(one) == LINK]


async def in_vain(merchant: Merchant, claim: Claim, outcome: Outcome = "unknown") -> list[Claim]:
    """A write came to nothing known, and a look shows what was there before; gives what is written then."""
    await merchant.write_answered(claim, outcome, why="500, as ever")
    await merchant.looked(LINK, merchant.shown[LINK, "menu"])
    return [one for one in await merchant.claimed() if target(one) == LINK]


async def rest_of(merchant: Merchant) -> float:
    """Seconds until a write to the channel is tried again."""
    async with merchant.store.transaction(TENANT) as tx:
        body = await tx.shadow(LINK, "menu")
    vain = state.decoded(body or b"").vain
    assert vain is not None
    return (vain.until - merchant.time.at).total_seconds()


async def first(merchant: Merchant) -> Claim:
    """Both are live and agree; a price is set, and the channel is being written."""
    await live(merchant)
    await merchant.command("set", SOUP_SIZE, field="price", value="6.75")
    (claim,) = await passes(merchant, 0)
    return claim


async def waiting(merchant: Merchant) -> list[Matter]:
    return [one for one in await attention(merchant.store, EVERYBODY, merchant.time.at) if one.kind == "refused"]


async def settled(merchant: Merchant) -> list[WriteSettled]:
    return [one for one in await merchant.facts("write_settled") if one.target == LINK][1:]


@pytest.mark.parametrize("outcome", ["unknown", "broke", "clash"])
async def test_rests_grow(merchant: Merchant, outcome: Outcome) -> None:
    """The first is tried again at once; then each rest is twice as long, up to a bound."""
    claim = await first(merchant)
    for rest in (0, 10, 20, 40, 80, 160, 300, 300, 300):
        failed, found = merchant.time.at, await in_vain(merchant, claim, outcome)
        while not found:
            found = await passes(merchant, 1)
        (claim,) = found
        took = (merchant.time.at - failed).total_seconds()
        assert rest <= took <= rest + 2 * LOOK


async def test_an_hour_of_failures_is_few_writes(merchant: Merchant) -> None:
    """A channel that shows its menu and takes none is written some twenty times in an hour, not at each look."""
    claim = await first(merchant)
    end, writes = merchant.time.at + timedelta(hours=1), 1
    found = await in_vain(merchant, claim)
    while merchant.time.at < end:
        for again in found:
            writes += 1
            found = await in_vain(merchant, again)
        if not found:
            await merchant.looked(LINK, merchant.shown[LINK, "menu"])
            found = await passes(merchant, 1)
    assert 12 < writes < 24


async def rested(merchant: Merchant) -> Claim:
    """So many writes in vain that the next one rests; gives the last of them."""
    claim = await first(merchant)
    for _ in range(3):
        found = await in_vain(merchant, claim)
        while not found:
            found = await passes(merchant, 1)
        (claim,) = found
    assert await in_vain(merchant, claim) == []
    assert await rest_of(merchant) > 10
    return claim


async def test_something_else_is_written_at_once(merchant: Merchant) -> None:
    """While a write rests, a dish is sold out: that is written now, and fails anew from the first."""
    await rested(merchant)
    await merchant.command("86", SOUP_ITEM)
    (claim,) = await passes(merchant, 0)
    (again,) = await in_vain(merchant, claim)
    assert again.intent.id != claim.intent.id


async def test_what_landed_is_not_written_again(merchant: Merchant) -> None:
    """While a write rests, a look shows that it landed: all agree, and the next failure is a first one."""
    claim = await rested(merchant)
    merchant.time.at += timedelta(minutes=2)
    await merchant.looked(LINK, await merchant.text(claim))
    assert (await merchant.agreed())[-1].ended > merchant.time.at - timedelta(seconds=30)
    assert await passes(merchant, bounds.WRITE_AGAIN_S_MAX) == []
    await merchant.command("set", SOUP_SIZE, field="price", value="7.25")
    (other,) = await passes(merchant, 0)
    (_,) = await in_vain(merchant, other)


async def test_a_rest_outlives_its_worker(merchant: Merchant) -> None:
    """Another process takes the merchant over: it rests as long, and writes then."""
    await rested(merchant)
    await merchant.restarted()
    await merchant.looked(LINK, merchant.shown[LINK, "menu"])
    assert await passes(merchant, 0) == []
    rest = await rest_of(merchant)
    (_,) = await passes(merchant, rest)


async def test_a_person_is_told(merchant: Merchant) -> None:
    """After a few in a row it is a fact for people, in the partner's words; before, it is weather."""
    claim = await rested(merchant)
    assert [one.outcome for one in await settled(merchant)] == ["unknown"] * 3 + ["broke"]
    (last,) = (await settled(merchant))[3:]
    assert last.intent == claim.intent.id
    assert last.why == "4 writes of the same in a row came to nothing known, the last one so: 500, as ever"
    (matter,) = await waiting(merchant)
    assert matter.why == f"a write of the menu was not taken: {last.why}"


async def test_a_refusal_ends_the_series(merchant: Merchant) -> None:
    """A partner that says no has answered: what it refused is not tried again, and no rest is left."""
    claim = await first(merchant)
    (again,) = await in_vain(merchant, claim)
    assert await in_vain(merchant, again, "refused") == []
    assert await passes(merchant, bounds.WRITE_AGAIN_S_MAX) == []


def test_a_shadow_of_before_is_read() -> None:
    """What was stored before there were rests says that there are none."""
    at = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    write = {"intent": "int_1", "document": "", "step": "0" * 16, "planned": at.isoformat()}
    found = state.decoded(msgspec.json.encode({"write": "int_1", "open": {"int_1": write}}))
    assert found.vain is None
    assert (found.open["int_1"].aim, found.open["int_1"].said) == ("", None)
