"""The life of a call over both stores: claimed before it is sent, settled with one answer, never sent again blindly."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from tests.calls.house import SQUARE, UBER, House
from tests.store.values import ANN, LONG, OVER, START

from tournant.calls.booking import Entry
from tournant.log.records import Observation, State
from tournant.sdk import errors
from tournant.sdk.exchange import Request


async def test_a_read_is_answered_with_its_document(both: House) -> None:
    """A read ends in one answer: the partner's document, when it was asked, and the intent settled."""
    intent = await both.ask("menu.read")
    await both.work()
    (answer,) = await both.answers()
    assert (answer.intent, answer.attempt, answer.outcome, answer.about) == (intent, 1, "done", "test")
    assert (answer.began, answer.ended, answer.claimed) == (START, START, START)
    assert await both.documents() == [b'{"objects":[]}']
    assert await both.state(intent) == State.SETTLED
    assert both.wire.operations == ["oauth.token", "catalog.list"]
    assert [one.told for one in both.governor.grants] == [["answered"], ["answered"]]
    assert both.governor.grants[1].want.tenant == ANN.label


async def test_a_claim_is_durable_before_anything_is_sent(both: House) -> None:
    """When the first request leaves, whoever asks the store finds the claim with its attempt."""
    found: list[str] = []

    async def look(_: Request) -> None:
        async with both.store.transaction(ANN) as tx:
            found.extend(f"{one.intent.id}:{one.attempt}" for one in await tx.unanswered(both.clock.now()))

    both.wire.before = look
    intent = await both.order()
    await both.work()
    assert found == [f"{intent}:1", f"{intent}:1"]


async def test_a_write_without_an_answer_is_unknown_and_never_sent_again(both: House) -> None:
    """The partner did it and its answer was lost: one answer says unknown, and nobody sends it a second time."""
    await both.faults(answer_lost=0)
    await both.ask("menu.read")
    await both.work()
    await both.faults(answer_lost=1)
    intent = await both.order()
    await both.work()
    both.clock.pass_(3_600)
    await both.work()
    assert [one.outcome for one in await both.answers()] == ["done", "unknown"]
    assert await both.state(intent) == State.SETTLED
    assert await both.orders() == 1
    assert both.wire.operations.count("order.create") == 1
    assert both.governor.grants[-1].told == ["cut_off"]


async def test_a_read_without_an_answer_is_made_again(both: House) -> None:
    """A read whose answer was lost waits for a while and is asked again; one answer comes of it."""
    await both.ask("menu.read")
    await both.work()
    await both.faults(answer_lost=1)
    intent = await both.ask("menu.read")
    await both.work()
    assert await both.state(intent) == State.WAITING
    await both.faults(answer_lost=0)
    await both.work()
    assert await both.state(intent) == State.WAITING
    both.clock.pass_(1)
    await both.work()
    assert [(one.intent, one.attempt) for one in await both.answers()][1:] == [(intent, 2)]


async def test_a_write_that_died_with_its_process_is_unknown(both: House) -> None:
    """A process is killed while a write is out: its successor finds the claim, says unknown, and does not send."""
    there = asyncio.Event()

    async def stop(request: Request) -> None:
        if request.operation == "order.create":
            there.set()
            await asyncio.Event().wait()

    both.wire.after = stop
    intent = await both.order()
    await both.begin()
    await there.wait()
    await both.caller.close()
    assert await both.answers() == []
    both.wire.after = None
    both.reborn()
    both.clock.pass_(5)
    await both.work()
    (answer,) = await both.answers()
    assert (answer.intent, answer.outcome) == (intent, "unknown")
    assert (answer.began, answer.claimed) == (START, START)
    assert answer.ended == START + timedelta(seconds=5)
    assert await both.orders() == 1
    assert both.governor.grants[-1].told == ["timed_out"]


async def test_a_read_that_died_with_its_process_is_made_again(both: House) -> None:
    """A process is killed before a read's request leaves: its successor asks again, and one answer comes."""
    there = asyncio.Event()

    async def stop(request: Request) -> None:
        if request.operation == "catalog.list":
            there.set()
            await asyncio.Event().wait()

    both.wire.before = stop
    intent = await both.ask("menu.read")
    await both.begin()
    await there.wait()
    await both.caller.close()
    both.wire.before = None
    both.reborn()
    await both.work()
    both.clock.pass_(1)
    await both.work()
    assert [(one.intent, one.attempt, one.outcome) for one in await both.answers()] == [(intent, 2, "done")]


async def test_a_lost_lease_commits_nothing(both: House) -> None:
    """The merchant goes to another worker while a write is out: its answer is dropped, the other one says unknown."""
    there, go = asyncio.Event(), asyncio.Event()

    async def stop(request: Request) -> None:
        if request.operation == "order.create":
            there.set()
            await go.wait()

    both.wire.after = stop
    intent = await both.order()
    await both.begin()
    await there.wait()
    await both.store.release(both.lease)
    (both.lease,) = await both.store.take("two", LONG)
    first = both.caller
    both.reborn()
    await both.work()
    go.set()
    both.caller, second = first, both.caller
    await both.finish()
    both.caller = second
    assert [(one.intent, one.outcome) for one in await both.answers()] == [(intent, "unknown")]
    assert await both.orders() == 1


async def test_a_call_that_waited_is_not_sent_under_a_lost_lease(both: House) -> None:
    """While a write waits for its right the merchant goes to another: when the right comes, nothing is sent."""
    await both.ask("menu.read")
    await both.work()
    both.governor.open.clear()
    both.governor.asked.clear()
    await both.order()
    await both.begin()
    await both.governor.asked.wait()
    await both.store.release(both.lease)
    await both.store.take("two", OVER)
    both.clock.pass_(2)
    both.governor.open.set()
    await both.finish()
    assert "order.create" not in both.wire.operations
    assert both.governor.grants[-1].told == ["unsent"]


async def test_the_same_answer_twice_is_one_observation(both: House) -> None:
    """What came of an attempt is written once; written again, or of an attempt that is not out, it changes nothing."""
    seen: list[Observation] = []
    intent = await both.ask("menu.read")
    entries: list[Entry] = []
    book = both.caller._booker.book  # noqa: SLF001 - to hand in twice what was handed in once

    async def twice(entry: Entry) -> bool:
        entries.append(entry)
        return await book(entry) and await book(entry)

    both.caller._booker.book = twice  # type: ignore[method-assign]  # noqa: SLF001 - the same
    await both.work()
    async with both.store.transaction(ANN) as tx:
        seen += await tx.observations()
    assert (len(seen), len(entries)) == (1, 1)
    late = replace(entries[0], claim=replace(entries[0].claim, attempt=7))
    assert not await book(late)
    assert len(await both.answers()) == 1
    assert await both.state(intent) == State.SETTLED


async def test_two_partners_are_called_each_with_its_own_token(both: House) -> None:
    """An account's token and an app's are both got once, and each is used for its own partner."""
    await both.ask("menu.read", SQUARE)
    await both.ask("status.read", UBER)
    await both.ask("hours.read", UBER)
    await both.work()
    assert [one.outcome for one in await both.answers()] == ["done"] * 3
    assert sorted(both.wire.operations) == ["catalog.list", "hours.read", "oauth.token", "oauth.token", "status.read"]


async def test_a_wire_that_made_no_connection_sent_nothing(both: House) -> None:
    """A write to a partner that cannot be reached is sent later: nothing had been done."""
    await both.ask("menu.read")
    await both.work()

    async def cut(_: Request) -> None:
        raise errors.Unreachable("no way")

    both.wire.before = cut
    intent = await both.order()
    await both.work()
    assert await both.state(intent) == State.WAITING
    assert both.governor.grants[-1].told == ["unsent"]
    both.wire.before = None
    both.clock.pass_(1)
    await both.work()
    assert (await both.answers())[-1].outcome == "done"
    assert await both.orders() == 1
