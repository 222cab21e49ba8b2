"""The poller: due timers become calls that look, once each, and are set again."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.store.values import ANN, LONG, START, WHY, Clock, vault

from tournant.facts import Call, decoded
from tournant.facts.messages import CALL
from tournant.kernel import bounds
from tournant.log import MemoryStore
from tournant.log.records import Account, Claim, Lease, Link, Timer, Why
from tournant.pace import FixedIntervals, Look, Poller
from tournant.sdk import Manifest, manifest_of

SQUARE = Account("acc_sq", "square", "M1", "active", b"{}")
UBER = Account("acc_ue", "uber_eats", "S1", "active", b"{}")
LINK = Link("lnk_ue", "loc_1", "acc_ue", "S1", "observe", "ok", b"{}")


class Numbers:
    """Ids that are different each time."""

    def __init__(self) -> None:
        self._next = itertools.count(1)

    def draw(self) -> int:
        return next(self._next)


class World(Clock):
    """The world's clock, standing until it is moved."""

    def now(self) -> datetime:
        return self.time

    async def until(self, at: datetime) -> None:
        self.time = max(self.time, at)

    async def pause(self, wall_s: float) -> None:
        self.time += timedelta(seconds=wall_s)


class Desk:
    """One merchant with a point of sale and a channel, and what the tests ask about it."""

    def __init__(self) -> None:
        self.clock = World()
        self.store = MemoryStore(self.clock.now, vault())
        self.poller = Poller(self.store, self.clock, Numbers(), manifest, FixedIntervals())
        self.lease = Lease(ANN, "", 0)

    async def open(self) -> "Desk":
        await self.store.register(ANN)
        (self.lease,) = await self.store.take("worker", LONG * 24)
        async with self.store.transaction(ANN) as tx:
            await tx.put_account(SQUARE)
            await tx.put_account(UBER)
            await tx.put_link(LINK)
        return self

    async def look(self, target: str, resource: str, why: Why = WHY) -> bool:
        """Ask for a look now, as a webhook does, and let the poller work."""
        async with self.store.transaction(ANN) as tx:
            await tx.set_timer(Timer(target, f"look.{resource}", self.clock.now(), b"", why))
        return await self.poller.turn(self.lease)

    async def calls(self) -> list[tuple[str, Call]]:
        """The slots and calls of the intents that wait now; they are claimed."""
        return [(one.intent.slot or "", decoded(Call, one.intent.body)) for one in await self.claims()]

    async def claims(self) -> list[Claim]:
        async with self.store.transaction(ANN) as tx:
            return await tx.claim("calls", self.clock.now())

    async def settle(self, *claims: Claim) -> None:
        async with self.store.transaction(ANN) as tx:
            for one in claims:
                await tx.settle(one.intent.id, one.attempt, b"")

    async def timers(self) -> list[Timer]:
        async with self.store.transaction(ANN) as tx:
            return await tx.timers("look.")


def manifest(partner: str) -> Manifest:
    return manifest_of(partner)


@pytest.fixture
async def desk() -> Desk:
    return await Desk().open()


async def test_a_due_timer_becomes_a_call_and_is_set_again(desk: Desk) -> None:
    """Of an account: no store, a slot of its own, the trace of whoever asked, the timer as its cause."""
    assert await desk.look("acc_sq", "menu", Why("trace-9", "evt_1"))
    (claim,) = await desk.claims()
    assert claim.intent.kind == CALL
    assert claim.intent.slot == "read:acc_sq:menu"
    assert claim.intent.why == Why("trace-9", "look.menu")
    call = decoded(Call, claim.intent.body)
    assert call == Call(about="sync:acc_sq:menu", account="acc_sq", command="menu.read")
    (timer,) = await desk.timers()
    assert START + timedelta(seconds=bounds.LOOK_MENU_S / 2) <= timer.due
    assert timer.due <= START + timedelta(seconds=bounds.LOOK_MENU_S * 3 / 2)
    assert timer.why.trace != "trace-9"
    assert not await desk.poller.turn(desk.lease)


async def test_a_look_at_a_store_names_it(desk: Desk) -> None:
    """The target is the link, the account its own, the store the partner's."""
    await desk.look("lnk_ue", "menu")
    expected = Call(about="sync:lnk_ue:menu", account="acc_ue", command="menu.read", store="S1")
    assert await desk.calls() == [("read:lnk_ue:menu", expected)]


async def test_a_look_at_orders_is_all_its_commands(desk: Desk) -> None:
    """Each is a call of its own, about the orders of the target."""
    await desk.look("lnk_ue", "orders")
    found = await desk.calls()
    assert {slot for slot, _ in found} == {"read:lnk_ue:orders", "read:lnk_ue:order.canceled"}
    assert {call.command for _, call in found} == {"order.list", "order.canceled"}
    assert {call.about for _, call in found} == {"orders:lnk_ue"}


async def test_an_open_look_is_waited_for(desk: Desk) -> None:
    """While its slot is taken the timer comes back each second, as the same look; then it becomes a call."""
    await desk.look("acc_sq", "menu")
    (claim,) = await desk.claims()
    desk.clock.time += timedelta(seconds=10)
    await desk.look("acc_sq", "menu", Why("trace-9", "evt_1"))
    assert await desk.claims() == []
    (timer,) = await desk.timers()
    assert timer.due == desk.clock.now() + timedelta(seconds=bounds.LOOK_AGAIN_S)
    assert timer.why.trace == "trace-9"
    await desk.settle(claim)
    desk.clock.time = timer.due
    assert await desk.poller.turn(desk.lease)
    assert len(await desk.claims()) == 1


async def test_only_what_could_not_be_asked_is_asked_again(desk: Desk) -> None:
    """Of a look with several commands those that were asked are not asked each second."""
    await desk.look("lnk_ue", "orders")
    slow, quick = sorted(await desk.claims(), key=lambda one: one.intent.slot or "")
    assert slow.intent.slot == "read:lnk_ue:order.canceled"
    await desk.settle(quick)
    desk.clock.time += timedelta(seconds=30)
    await desk.look("lnk_ue", "orders")
    (again,) = await desk.claims()
    assert again.intent.slot == "read:lnk_ue:orders"
    await desk.settle(again, slow)
    desk.clock.time += timedelta(seconds=bounds.LOOK_AGAIN_S)
    await desk.poller.turn(desk.lease)
    assert [slot for slot, _ in await desk.calls()] == ["read:lnk_ue:order.canceled"]
    (timer,) = await desk.timers()
    assert timer.body == b""


@pytest.mark.parametrize(
    ("account", "link"),
    [
        (replace(UBER, state="ended"), LINK),
        (replace(UBER, state="suspended"), LINK),
        (UBER, replace(LINK, health="suspended")),
        (UBER, replace(LINK, account="acc_gone")),
    ],
)
async def test_what_is_gone_or_suspended_is_not_looked_at(desk: Desk, account: Account, link: Link) -> None:
    """The timer is dropped."""
    async with desk.store.transaction(ANN) as tx:
        await tx.put_account(account)
        await tx.put_link(link)
    assert await desk.look("lnk_ue", "menu")
    assert await desk.claims() == []
    assert await desk.timers() == []


@pytest.mark.parametrize(("target", "resource"), [("lnk_no", "menu"), ("acc_ue", "menu"), ("lnk_ue", "weather")])
async def test_a_look_that_means_nothing_is_dropped(desk: Desk, target: str, resource: str) -> None:
    """No such target, a store's resource asked of an account, a resource that the partner does not have."""
    await desk.look(target, resource)
    assert await desk.claims() == []
    assert await desk.timers() == []


async def test_an_account_that_has_to_be_connected_again_rests(desk: Desk) -> None:
    """Nothing is asked in vain, and the looks go on once it is connected."""
    async with desk.store.transaction(ANN) as tx:
        await tx.put_account(replace(SQUARE, state="needs_reauth"))
    await desk.look("acc_sq", "menu")
    assert await desk.claims() == []
    assert len(await desk.timers()) == 1


async def test_timers_of_other_rooms_are_left_alone(desk: Desk) -> None:
    """The poller takes looks only."""
    async with desk.store.transaction(ANN) as tx:
        await tx.set_timer(Timer("order-1", "order.deadline", START, b"", WHY))
    assert not await desk.poller.turn(desk.lease)
    async with desk.store.transaction(ANN) as tx:
        assert len(await tx.timers("order.")) == 1


def test_looks_are_spread_and_come_at_their_interval() -> None:
    """Targets of one minute do not meet for ever; each has its own instants, and a look out of turn saves one."""
    policy = FixedIntervals()
    interval = timedelta(seconds=bounds.LOOK_ORDERS_S)
    first = {name: policy.next_look(Look(name, "orders", "channel"), START) for name in (f"lnk_{n}" for n in range(99))}
    seconds = sorted((at - START).total_seconds() for at in first.values())
    assert interval.total_seconds() / 2 <= seconds[0]
    assert seconds[-1] <= interval.total_seconds() * 3 / 2
    assert len({round(one) for one in seconds}) > 20
    for name, at in first.items():
        assert policy.next_look(Look(name, "orders", "channel"), at) == at + interval
        assert policy.next_look(Look(name, "orders", "channel"), at - interval / 4) == at + interval
