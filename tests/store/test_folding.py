"""Shadows, canonical rows and names: written as they are now, in whatever number, and read as a whole."""

import asyncio

import pytest
from tests.store.values import ANN, BOB, failing

from tournant.kernel.check import Impossible
from tournant.log import PostgresStore, Store
from tournant.log.records import CanonRow, Name, Shadow

MENU = Shadow("acc_1", "menu", b"{}")
MANY = 7


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements that carry two rows each."""
    monkeypatch.setattr("tournant.kernel.bounds.ROWS_READ_MAX", 2)
    monkeypatch.setattr("tournant.kernel.bounds.ROWS_WRITTEN_MAX", 2)


async def test_a_shadow_is_what_was_seen_last(store: Store) -> None:
    """One of each target and resource; another merchant has none; dropping says whether there was one."""
    async with store.transaction(ANN) as tx:
        assert await tx.shadow("acc_1", "menu") is None
        await tx.put_shadow("acc_1", "menu", b"old")
        await tx.put_shadow(*MENU)
        await tx.put_shadow("acc_1", "hours", b"[]")
    async with store.transaction(BOB) as tx:
        assert await tx.shadows() == []
    async with store.transaction(ANN) as tx:
        assert await tx.shadow("acc_1", "menu") == b"{}"
        assert await tx.shadows() == [Shadow("acc_1", "hours", b"[]"), MENU]
        assert await tx.shadows("hours") == [Shadow("acc_1", "hours", b"[]")]
        assert await tx.drop_shadow("acc_1", "hours")
        assert not await tx.drop_shadow("acc_1", "hours")
        assert await tx.shadows() == [MENU]


async def test_rows_are_written_as_they_are_now(store: Store) -> None:
    """Of two bodies of one row the last counts; what is dropped is gone, and dropping it again is nothing."""
    async with store.transaction(ANN) as tx:
        await tx.put_rows([("Item", "b", b"1"), ("Item", "a", b"2"), ("Item", "b", b"3")])
        await tx.put_rows([("Category", "z", b"4"), ("Item", "a", b"5")])
        await tx.put_rows([])
    async with store.transaction(ANN) as tx:
        assert await tx.rows() == [
            CanonRow("Category", "z", b"4"),
            CanonRow("Item", "a", b"5"),
            CanonRow("Item", "b", b"3"),
        ]
        await tx.drop_rows([("Item", "a"), ("Item", "a"), ("Item", "c")])
        await tx.drop_rows([])
        assert [one.key for one in await tx.rows()] == ["z", "b"]
    async with store.transaction(BOB) as tx:
        assert await tx.rows() == []


async def test_what_is_unchanged_has_the_same_hash(store: Store) -> None:
    """It is another one when a row of these kinds, or a name of these scopes, is, and the same again when that is."""
    async with store.transaction(ANN) as tx:
        empty = await tx.fingerprint({"Item"}, {"lnk"})
        await tx.put_rows([("Item", "a", b"1"), ("Item", "b", b"2"), ("Menu", "a", b"1")])
        await tx.put_names("lnk", [("Item", "x", "a")])
        full = await tx.fingerprint({"Item"}, {"lnk"})
        assert full != empty
        await tx.put_rows([("Item", "a", b"2"), ("Item", "b", b"1")])
        assert await tx.fingerprint({"Item"}, {"lnk"}) not in (empty, full)
        await tx.put_rows([("Item", "a", b"1"), ("Item", "b", b"2"), ("Menu", "a", b"9")])
        await tx.put_names("other", [("Item", "x", "b")])
        assert await tx.fingerprint({"Item"}, {"lnk"}) == full
        await tx.drop_names("lnk", [("Item", "x")])
        assert await tx.fingerprint({"Item"}, {"lnk"}) != full
    async with store.transaction(BOB) as tx:
        assert await tx.fingerprint({"Item"}, {"lnk"}) == empty


async def test_a_known_name_keeps_its_id(store: Store) -> None:
    """The first id of a partner's id is its id, in the same batch too, until somebody replaces it."""
    async with store.transaction(ANN) as tx:
        await tx.put_names("acc_1", [("Item", "A", "itm_1"), ("Item", "A", "itm_2"), ("Item", "B", "itm_3")])
        await tx.put_names("acc_1", [("Item", "A", "itm_4"), ("Category", "A", "cat_1")])
        await tx.put_names("acc_2", [("Item", "A", "itm_5")])
        assert await tx.names("acc_1") == [
            Name("Category", "A", "cat_1"),
            Name("Item", "A", "itm_1"),
            Name("Item", "B", "itm_3"),
        ]
        await tx.put_names("acc_1", [("Item", "A", "itm_6"), ("Item", "A", "itm_7")], replace=True)
        await tx.drop_names("acc_1", [("Item", "B"), ("Item", "C")])
        assert await tx.names("acc_1") == [Name("Category", "A", "cat_1"), Name("Item", "A", "itm_7")]
        assert await tx.names("acc_2") == [Name("Item", "A", "itm_5")]
    async with store.transaction(BOB) as tx:
        assert await tx.names("acc_1") == []


@pytest.mark.usefixtures("_small")
async def test_any_number_is_written_and_read(store: Store) -> None:
    """What is more than one statement carries is carried by several, without a gap and without a double."""
    names = [(kind, str(number), f"id_{kind}{number}") for kind in ("Item", "Menu") for number in range(MANY)]
    async with store.transaction(ANN) as tx:
        await tx.put_names("acc_1", names)
        await tx.put_rows((kind, number, mine.encode()) for kind, number, mine in names)
        for kind, number, _ in names:
            await tx.put_shadow(kind, number, b"")
    async with store.transaction(ANN) as tx:
        assert await tx.names("acc_1") == names
        assert [one[:2] for one in await tx.rows()] == [one[:2] for one in names]
        assert [one[:2] for one in await tx.shadows()] == [one[:2] for one in names]
        await tx.drop_rows([one[:2] for one in names[1:]])
        await tx.drop_names("acc_1", [one[:2] for one in names[1:]])
        assert [one.key for one in await tx.rows()] == ["0"]
        assert await tx.names("acc_1") == names[:1]


@pytest.mark.usefixtures("_small")
async def test_more_than_anybody_could_have_is_a_bug(postgres: PostgresStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading ends at a bound instead of filling the memory."""
    monkeypatch.setattr("tournant.kernel.bounds.ROWS_HELD_MAX", 4)
    async with postgres.transaction(ANN) as tx:
        await tx.put_rows(("Item", str(number), b"") for number in range(MANY))
        with pytest.raises(Impossible, match="more of something"):
            await tx.rows()


async def test_what_fails_leaves_nothing(store: Store) -> None:
    """Shadows, rows and names stand or fall with the transaction, new ones, changed ones and dropped ones."""
    async with store.transaction(ANN) as tx:
        await tx.put_shadow(*MENU)
        await tx.put_rows([("Item", "a", b"1")])
        await tx.put_names("acc_1", [("Item", "A", "itm_1")])
    async with failing(store, ANN) as tx:
        await tx.put_shadow("acc_1", "hours", b"[]")
        await tx.drop_shadow("acc_1", "menu")
        await tx.put_rows([("Item", "a", b"2"), ("Item", "b", b"3")])
        await tx.drop_rows([("Item", "a")])
        await tx.put_names("acc_1", [("Item", "A", "itm_2")], replace=True)
        await tx.drop_names("acc_1", [("Item", "A")])
    async with store.transaction(ANN) as tx:
        assert await tx.shadows() == [MENU]
        assert await tx.rows() == [CanonRow("Item", "a", b"1")]
        assert await tx.names("acc_1") == [Name("Item", "A", "itm_1")]


async def test_of_two_who_name_the_same_one_is_first(postgres: PostgresStore) -> None:
    """A slower transaction that gives the same partner's id another id finds the committed one, and keeps it."""
    written = asyncio.Event()

    async def slower() -> list[Name]:
        async with postgres.transaction(ANN) as tx:
            await written.wait()
            await tx.put_names("acc_1", [("Item", "A", "itm_slower")])
            return await tx.names("acc_1")

    task = asyncio.create_task(slower())
    async with postgres.transaction(ANN) as tx:
        await tx.put_names("acc_1", [("Item", "A", "itm_quicker")])
        written.set()
    assert await task == [Name("Item", "A", "itm_quicker")]
