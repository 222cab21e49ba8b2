"""Timers: due when their time has come, taken once, moved by their name, cancelled."""

from tests.store.values import ANN, BOB, MINUTE, START, failing, intent, observation, timer

from tournant.log import Store
from tournant.log.agenda import Agenda


async def test_a_timer_is_taken_when_it_is_due(store: Store) -> None:
    """Not before its time, then once, the earliest first."""
    async with store.transaction(ANN) as tx:
        await tx.set_timer(timer("bound", START + 2 * MINUTE))
        await tx.set_timer(timer("margin", START + MINUTE))
        assert (await tx.agenda(START, [], [])).next == START + MINUTE
        assert await tx.take_timers(START) == []
    async with store.transaction(ANN) as tx:
        assert await tx.take_timers(START + 2 * MINUTE) == [
            timer("margin", START + MINUTE),
            timer("bound", START + 2 * MINUTE),
        ]
    async with store.transaction(ANN) as tx:
        assert await tx.take_timers(START + 2 * MINUTE) == []
        assert (await tx.agenda(START, [], [])).next is None


async def test_a_taken_timer_comes_back_when_its_work_fails(store: Store) -> None:
    """Taking stands or falls with what the timer was for."""
    async with store.transaction(ANN) as tx:
        await tx.set_timer(timer("margin"))
    async with failing(store, ANN) as tx:
        assert len(await tx.take_timers(START)) == 1
    async with store.transaction(ANN) as tx:
        assert await tx.take_timers(START) == [timer("margin")]


async def test_setting_a_timer_again_moves_it(store: Store) -> None:
    """A stream has one timer of each name; other streams have their own."""
    async with store.transaction(ANN) as tx:
        await tx.set_timer(timer("margin"))
        await tx.set_timer(timer("margin", START + MINUTE))
        await tx.set_timer(timer("margin", stream="order-2"))
        assert await tx.take_timers(START) == [timer("margin", stream="order-2")]


async def test_a_cancelled_timer_is_gone(store: Store) -> None:
    """Cancelling says whether there was one."""
    async with store.transaction(ANN) as tx:
        await tx.set_timer(timer("margin"))
        assert await tx.cancel_timer("order-1", "margin")
        assert not await tx.cancel_timer("order-1", "margin")
        assert await tx.take_timers(START) == []


async def test_timers_are_taken_so_many_at_a_time(store: Store) -> None:
    """What is over the limit stays, and belongs to its merchant."""
    async with store.transaction(ANN) as tx:
        for name in ("a", "b", "c"):
            await tx.set_timer(timer(name))
    async with store.transaction(BOB) as tx:
        assert await tx.take_timers(START) == []
    async with store.transaction(ANN) as tx:
        assert [one.name for one in await tx.take_timers(START, 2)] == ["a", "b"]
        assert [one.name for one in await tx.take_timers(START, 2)] == ["c"]


async def test_each_room_takes_its_own_timers(store: Store) -> None:
    """A room names its timers by a beginning, takes those alone, and can see what is set without taking it."""
    look, order = timer("look.menu", START + MINUTE), timer("order.margin")
    async with store.transaction(ANN) as tx:
        await tx.set_timer(look)
        await tx.set_timer(order)
        assert await tx.timers() == [order, look]
        assert await tx.timers("look.") == [look]
        assert await tx.take_timers(START + MINUTE, room="look.") == [look]
        assert await tx.timers() == [order]
        assert await tx.take_timers(START, 1, "look.") == []
        assert await tx.take_timers(START, 1, "order.") == [order]


async def test_what_is_due_next_is_a_timer_or_an_intent(store: Store) -> None:
    """The earlier of both, intents that wait only, and nothing where there is nothing."""
    async with store.transaction(ANN) as tx:
        assert (await tx.agenda(START, [], [])).next is None
        await tx.set_timer(timer("bound", START + 2 * MINUTE))
        assert (await tx.agenda(START, [], [])).next == START + 2 * MINUTE
        await tx.enqueue(intent("write", due=START + MINUTE))
        assert (await tx.agenda(START, [], [])).next == START + MINUTE
        await tx.claim("me", START + MINUTE)
        assert (await tx.agenda(START, [], [])).next == START + 2 * MINUTE


async def test_the_agenda_names_who_has_something_to_do(store: Store) -> None:
    """Readers by what they have not read, rooms by their timers, intents; each only when it is due, and only ours."""
    async with store.transaction(ANN) as tx:
        await tx.observe(observation("evt-1", ANN), observation("evt-2", ANN))
        first, last = [one.position for one in await tx.observations()]
        await tx.move_cursor("behind", 0, first)
        await tx.move_cursor("there", 0, last)
        await tx.set_timer(timer("look.menu", START + MINUTE))
        await tx.enqueue(intent("soon", due=START + 2 * MINUTE))
    readers, rooms = ["behind", "there", "new"], ["look.", "order."]
    async with store.transaction(ANN) as tx:
        now = await tx.agenda(START, readers, rooms)
        assert now == Agenda(frozenset({"behind", "new"}), frozenset(), intents=False, next=START + MINUTE)
        later = await tx.agenda(START + 2 * MINUTE, readers, rooms)
        assert later.rooms == {"look."}
        assert later.intents
    async with store.transaction(BOB) as tx:
        assert await tx.agenda(START, readers, rooms) == Agenda(frozenset(), frozenset(), intents=False, next=None)
