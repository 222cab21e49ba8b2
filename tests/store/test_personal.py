"""Personal data: sealed per order, gone with its key, readable after the master key was replaced."""

from dataclasses import replace

import asyncpg
import pytest
from tests.store.values import ANN, BOB, NEW_KEY, OLD_KEY, START, Clock, append, fact, intent, observation, vault

from tournant.log import MemoryStore, PostgresStore, Store, rewrap
from tournant.log.errors import Erased, WrongKey
from tournant.log.records import PLATFORM, Account, Append, Payload, Personal

ANNE = Personal("order-1", b'{"name": "Anne Example"}')


async def test_personal_data_comes_back_with_its_fact(store: Store) -> None:
    """A fact is read with what was sealed for it; facts without are as they were."""
    async with store.transaction(ANN) as tx:
        await tx.append(Append("order-1", (fact("a", ANNE), fact("b"))))
        found = await tx.read("order-1")
    assert [one.fact.personal for one in found] == [ANNE, None]


async def test_erasing_the_key_erases_the_person(store: Store) -> None:
    """Facts stay and say whose data is gone; payloads are refused; nothing new is sealed for the subject."""
    async with store.transaction(ANN) as tx:
        await tx.append(Append("order-1", (fact("a", ANNE),)), append("order-2", "b"))
        where = await tx.keep(Payload(b"Anne", "order-1"))
        assert await tx.raw(where) == b"Anne"
    async with store.transaction(ANN) as tx:
        await tx.erase("order-1", START)
        await tx.erase("order-1", START)
    async with store.transaction(ANN) as tx:
        (found,) = await tx.read("order-1")
        assert (found.fact.body, found.fact.personal) == (b"a", Personal("order-1", None))
        with pytest.raises(Erased, match="the personal data of order-1 was erased"):
            await tx.raw(where)
        with pytest.raises(Erased):
            await tx.append(Append("order-1", (fact("a", ANNE),)))
        with pytest.raises(Erased):
            await tx.keep(Payload(b"Anne", "order-1"))


async def test_a_subject_can_be_erased_before_anything_was_sealed(store: Store) -> None:
    """Whoever asked to be erased stays so, even if their order arrives later."""
    async with store.transaction(ANN) as tx:
        await tx.erase("order-1", START)
        with pytest.raises(Erased):
            await tx.append(Append("order-1", (fact("a", ANNE),)))
    async with store.transaction(BOB) as tx:
        await tx.append(Append("order-1", (fact("a", ANNE),)))


async def test_the_address_of_a_person_cannot_be_guessed(store: Store) -> None:
    """The same personal bytes have another address for each subject, and not that of the bare bytes."""
    async with store.transaction(ANN) as tx:
        payloads = [Payload(b"Anne"), Payload(b"Anne", "order-1"), Payload(b"Anne", "order-2")]
        assert len({await tx.keep(one) for one in payloads}) == 3
        assert await tx.keep(payloads[1]) == await tx.keep(payloads[1])


async def test_observed_payloads_are_sealed(store: Store) -> None:
    """A webhook about an order is sealed as it comes in."""
    (receipt,) = await store.receive([observation(payload=Payload(b"Anne", "order-1"))])
    async with store.transaction(ANN) as tx:
        assert await tx.raw(receipt.address) == b"Anne"
        await tx.erase("order-1", START)
        with pytest.raises(Erased):
            await tx.raw(receipt.address)


async def test_an_intents_personal_data_is_sealed(store: Store) -> None:
    """A call that names a guest has the name while it is claimed, and has lost it after the guest was erased."""
    async with store.transaction(ANN) as tx:
        await tx.enqueue(replace(intent("a"), personal=ANNE))
        assert [one.intent.personal for one in await tx.claim("me", START)] == [ANNE]
        await tx.erase("order-1", START)
        assert [one.intent.personal for one in await tx.unanswered(START)] == [Personal("order-1", None)]
        with pytest.raises(Erased):
            await tx.enqueue(replace(intent("b"), personal=ANNE))


async def test_no_table_holds_a_name(postgres: PostgresStore, database: str) -> None:
    """The name of a guest is in no row of any table: neither in facts nor in payloads."""
    async with postgres.transaction(ANN) as tx:
        await tx.append(Append("order-1", (fact("a", ANNE),)))
        await tx.enqueue(replace(intent("a"), personal=ANNE))
    await postgres.receive([observation(payload=Payload(b"Anne Example", "order-1"))])
    connection = await asyncpg.connect(database)
    tables = await connection.fetch("select tablename from pg_tables where schemaname = 'tournant'")
    assert len(tables) > 10
    for table in tables:
        rows = await connection.fetch(f'select * from tournant."{table[0]}"')  # noqa: S608 - a name from the catalog
        assert b"Anne" not in b"".join(value for row in rows for value in row.values() if isinstance(value, bytes))
        assert "Anne" not in repr(rows)
    await connection.close()


SECRET = Account("acc_1", "square", "M-1", "connected", b"{}", b"token")


async def seal(store: Store) -> None:
    """Something that a master key protects, of a merchant and of the platform."""
    await store.register(ANN)
    async with store.transaction(ANN) as tx:
        await tx.append(Append("order-1", (fact("a", ANNE),)))
        await tx.put_account(SECRET)
        await tx.put_account(replace(SECRET, id="acc_2", external_id="M-2", credentials=None))
    async with store.transaction(PLATFORM) as tx:
        await tx.put_account(replace(SECRET, external_id="app"))


async def still_opens(store: Store) -> bool:
    """Whether it can be read."""
    async with store.transaction(ANN) as tx:
        found = [one.fact.personal for one in await tx.tail()], await tx.account("acc_1"), await tx.account("acc_2")
    async with store.transaction(PLATFORM) as tx:
        app = await tx.account("acc_1")
    unsealed = replace(SECRET, id="acc_2", external_id="M-2", credentials=None)
    return found == ([ANNE], SECRET, unsealed) and app == replace(SECRET, external_id="app")


async def test_the_master_key_is_replaced_in_memory() -> None:
    """In the twin, keys are wrapped anew by the new master key, and the old one is needed no more."""
    memory = MemoryStore(Clock(), vault(OLD_KEY))
    await seal(memory)
    for keys, left in ((vault(NEW_KEY, OLD_KEY), 3), (vault(NEW_KEY, OLD_KEY), 0), (vault(NEW_KEY), 0)):
        memory._vault = keys  # noqa: SLF001 - a restart with other keys, which memory does not survive
        assert await rewrap(memory) == left
        assert await still_opens(memory)


async def test_the_master_key_is_replaced(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the new key first and the old one after it, all is wrapped anew; then the old one is needed no more."""
    monkeypatch.setattr("tournant.kernel.bounds.KEYS_REWRAPPED_MAX", 1)
    async with PostgresStore.open(database, vault(OLD_KEY)) as store:
        await seal(store)
    async with PostgresStore.open(database, vault(NEW_KEY)) as store:
        with pytest.raises(WrongKey, match="is needed and was not given"):
            await still_opens(store)
    async with PostgresStore.open(database, vault(NEW_KEY, OLD_KEY)) as store:
        assert [await rewrap(store), await rewrap(store)] == [3, 0]
    async with PostgresStore.open(database, vault(NEW_KEY)) as store:
        assert await still_opens(store)
