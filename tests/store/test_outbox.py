"""The outbox: durable before sent, claimed with an attempt before sent, settled by the answer to that attempt."""

import pytest
from tests.store.values import ANN, BOB, MINUTE, START, failing, intent

from tournant.kernel.check import Impossible
from tournant.log import Store
from tournant.log.errors import SlotTaken
from tournant.log.records import Intent, State


async def test_an_intent_is_written_once_for_its_key(store: Store) -> None:
    """A second intent with the same key is the same one, even when it has another id or body."""
    again = Intent("other", "key-a", "write", b"other", intent("a").why, START)
    async with store.transaction(ANN) as tx:
        assert await tx.enqueue(intent("a"))
        assert not await tx.enqueue(intent("a"))
        assert not await tx.enqueue(again)
    async with store.transaction(ANN) as tx:
        assert [one.intent for one in await tx.claim("me", START)] == [intent("a")]


async def test_an_intent_of_a_failed_transaction_is_never_sent(store: Store) -> None:
    """Intents stand or fall with the facts beside them."""
    async with failing(store, ANN) as tx:
        await tx.enqueue(intent("a"))
    async with store.transaction(ANN) as tx:
        assert await tx.claim("me", START) == []
        assert await tx.enqueue(intent("a"))


async def test_a_claim_is_for_one_and_counts_attempts(store: Store) -> None:
    """What is claimed is nobody else's; put back, it waits until it is due and is another attempt."""
    async with store.transaction(ANN) as tx:
        await tx.enqueue(intent("a"))
        await tx.enqueue(intent("later", due=START + MINUTE))
    async with store.transaction(ANN) as tx:
        (claim,) = await tx.claim("me", START)
        assert (claim.attempt, claim.by, claim.at, claim.epoch) == (1, "me", START, 0)
    async with store.transaction(ANN) as tx:
        assert await tx.claim("other", START) == []
        assert await tx.put_back("a", 1, START + 2 * MINUTE)
    async with store.transaction(ANN) as tx:
        found = await tx.claim("other", START + 3 * MINUTE)
    assert [(one.intent.id, one.attempt) for one in found] == [("later", 1), ("a", 2)]


async def test_an_answer_settles_only_its_own_attempt(store: Store) -> None:
    """A late answer to an earlier attempt decides nothing; the right one settles once."""
    async with store.transaction(ANN) as tx:
        await tx.enqueue(intent("a"))
        assert not await tx.settle("a", 1, b"never claimed")
        await tx.claim("me", START)
        await tx.put_back("a", 1, START)
        await tx.claim("me", START)
        assert not await tx.settle("a", 1, b"late")
        assert not await tx.put_back("a", 1, START)
        assert await tx.intent_state("a") == (State.CLAIMED, None)
        assert await tx.settle("a", 2, b"done")
        assert not await tx.settle("a", 2, b"again")
        assert await tx.intent_state("a") == (State.SETTLED, b"done")


async def test_a_claim_without_an_answer_is_found(store: Store) -> None:
    """Whoever died with a claim leaves an intent whose outcome is unknown; it is listed, and not claimed again."""
    async with store.transaction(ANN) as tx:
        await tx.enqueue(intent("a"))
        await tx.claim("dead", START)
    async with store.transaction(ANN) as tx:
        assert await tx.unanswered(START - MINUTE) == []
        (found,) = await tx.unanswered(START)
        assert (found.intent, found.attempt, found.by) == (intent("a"), 1, "dead")
        assert await tx.claim("me", START + MINUTE) == []


async def test_only_what_nobody_claimed_is_withdrawn(store: Store) -> None:
    """An intent that was ever claimed may have been sent, so it cannot be withdrawn any more."""
    async with store.transaction(ANN) as tx:
        await tx.enqueue(intent("a"))
        await tx.enqueue(intent("b"))
        await tx.claim("me", START, 1)
        await tx.put_back("a", 1, START)
        assert not await tx.withdraw("a")
        assert await tx.withdraw("b")
        assert not await tx.withdraw("b")
        assert [one.intent.id for one in await tx.claim("me", START)] == ["a"]
        assert await tx.intent_state("b") == (State.WITHDRAWN, None)
        assert await tx.intent_state("nothing") is None


async def test_what_was_claimed_just_now_can_be_as_if_it_never_was(store: Store) -> None:
    """Unclaimed in the transaction that claimed it, an intent waits, has lost no attempt, and can be withdrawn."""
    async with store.transaction(ANN) as tx:
        await tx.enqueue(intent("a", slot="menu"))
        await tx.claim("me", START)
        await tx.unclaim("a", 1, START + MINUTE)
    async with store.transaction(ANN) as tx:
        assert await tx.claim("me", START) == []
        assert (await tx.agenda(START, [], [])).next == START + MINUTE
        (claim,) = await tx.claim("me", START + MINUTE)
        assert claim.attempt == 1
        await tx.unclaim("a", 1, START)
        assert await tx.withdraw("a")


async def test_only_what_was_claimed_just_now_is_unclaimed(store: Store) -> None:
    """After a commit, an answer or a put-back nobody knows that nothing was sent: it is a bug to ask for it."""
    async with store.transaction(ANN) as tx:
        for name in ("a", "b", "c"):
            await tx.enqueue(intent(name))
        await tx.claim("me", START)
        await tx.settle("b", 1, b"done")
        await tx.put_back("c", 1, START)
        for name in ("b", "c", "nothing"):
            with pytest.raises(Impossible, match=f"the intent {name} was not claimed just now"):
                await tx.unclaim(name, 1, START)
    async with store.transaction(ANN) as tx:
        with pytest.raises(Impossible, match="not claimed just now"):
            await tx.unclaim("a", 1, START)


async def test_a_slot_has_one_open_intent(store: Store) -> None:
    """A second intent for a slot has to wait until the first is settled or withdrawn; its key stays free."""
    async with store.transaction(ANN) as tx:
        await tx.enqueue(intent("a", slot="menu"))
        assert not await tx.enqueue(intent("a", slot="menu"))
        assert await tx.enqueue(intent("b", slot="hours"))
        with pytest.raises(SlotTaken, match="menu"):
            await tx.enqueue(intent("c", slot="menu"))
        await tx.claim("me", START)
        with pytest.raises(SlotTaken):
            await tx.enqueue(intent("c", slot="menu"))
        await tx.settle("a", 1, b"")
        assert await tx.enqueue(intent("c", slot="menu"))


async def test_intents_are_claimed_in_the_order_of_their_time(store: Store) -> None:
    """The longest due comes first, and a claim takes at most so many."""
    async with store.transaction(ANN) as tx:
        await tx.enqueue(intent("second", due=START - MINUTE))
        await tx.enqueue(intent("first", due=START - 2 * MINUTE))
        await tx.enqueue(intent("third"))
        assert [one.intent.id for one in await tx.claim("me", START, 2)] == ["first", "second"]


async def test_intents_belong_to_one_merchant(store: Store) -> None:
    """Keys and slots of another organisation are its own."""
    for tenant in (ANN, BOB):
        async with store.transaction(tenant) as tx:
            assert await tx.enqueue(intent("a", slot="menu"))
            assert len(await tx.claim("me", START)) == 1
