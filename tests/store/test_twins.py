"""The twins are one: whatever is done to both, in whatever order, gives the same answers."""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.values import MINUTE, START, Clock, append, fact, intent, observation, timer, vault

from tournant.log import MemoryStore, PostgresStore, Store, Transaction
from tournant.log.errors import StoreError
from tournant.log.records import Append, Fact, Payload, Personal, Tenant

Step = tuple[str, str, int]
Do = Callable[[Transaction, str, int], Awaitable[object]]
ORGANISATIONS = itertools.count(1)


def without_sequence(facts: list[Fact]) -> list[Fact]:
    """Sequence numbers grow in both twins, with other gaps."""
    return [replace(one, sequence=0) for one in facts]


async def _tail(tx: Transaction, _name: str, limit: int) -> object:
    return without_sequence(await tx.tail(0, limit + 1))


async def _tail_of_kinds(tx: Transaction, name: str, limit: int) -> object:
    return without_sequence(await tx.tail(0, limit + 1, {"PriceAdopted"} if name == "a" else set()))


async def _read(tx: Transaction, name: str, after: int) -> object:
    return without_sequence(await tx.read(name, after))


async def _observe(tx: Transaction, name: str, number: int) -> object:
    payload = Payload(name.encode(), name if number == 2 else None)
    event = f"{name}{number}" if number else None
    # Addresses of personal payloads are made with keys that are random.
    return [one.fresh for one in await tx.observe(observation(event, tx.tenant, payload))]


async def _changed(tx: Transaction, name: str, number: int) -> object:
    """Whether something is seen by its hash alone; the hashes themselves are each twin's own."""
    before = await tx.fingerprint({"Item"}, ("s",)), await tx.fingerprint({"Menu"}, ())
    await tx.put_rows([("Item", name, b"%d" % number)])
    rows = await tx.fingerprint({"Item"}, ("s",)), await tx.fingerprint({"Menu"}, ())
    await tx.put_names("s", [("Item", name, str(number))], replace=True)
    names = await tx.fingerprint({"Item"}, ("s",)), await tx.fingerprint({"Item"}, ("t",))
    return [before[0] == rows[0], before[1] == rows[1], rows[0] == names[0], names[0] == names[1]]


async def _unclaim(tx: Transaction, name: str, number: int) -> object:
    claims = await tx.claim(name, START + number * MINUTE, 2)
    for one in claims[:1]:
        await tx.unclaim(one.intent.id, one.attempt, START + MINUTE)
    return claims


DOING: dict[str, Do] = {
    "append": lambda tx, name, _: tx.append(append(name, "a", "b")),
    "append at": lambda tx, name, number: tx.append(append(name, "c", expected=number)),
    "append person": lambda tx, name, _: tx.append(Append(name, (fact("p", Personal(name, b"Anne")),))),
    "read": _read,
    "tail": _tail,
    "tail of kinds": _tail_of_kinds,
    "observe": _observe,
    "enqueue": lambda tx, name, number: tx.enqueue(intent(f"{name}{number}", due=START + number * MINUTE)),
    "enqueue in slot": lambda tx, name, number: tx.enqueue(intent(f"{name}{number}", slot=name)),
    "enqueue person": lambda tx, name, n: tx.enqueue(replace(intent(f"{name}{n}"), personal=Personal(name, b"Anne"))),
    "claim": lambda tx, name, number: tx.claim(name, START + number * MINUTE, 2),
    "unanswered": lambda tx, _, number: tx.unanswered(START + number * MINUTE),
    "settle": lambda tx, name, number: tx.settle(f"{name}{number}", 1, b"done"),
    "settle again": lambda tx, name, number: tx.settle(f"{name}{number}", 2, b"done"),
    "put back": lambda tx, name, number: tx.put_back(f"{name}{number}", 1, START + number * MINUTE),
    "claim and unclaim": _unclaim,
    "withdraw": lambda tx, name, number: tx.withdraw(f"{name}{number}"),
    "state": lambda tx, name, number: tx.intent_state(f"{name}{number}"),
    "cursor": lambda tx, name, number: tx.move_cursor(name, number, number + 1),
    "set timer": lambda tx, name, number: tx.set_timer(timer(name, START + number * MINUTE)),
    "cancel timer": lambda tx, name, _: tx.cancel_timer("order-1", name),
    "take timers": lambda tx, _, number: tx.take_timers(START + number * MINUTE, 2),
    "take timers of a room": lambda tx, name, number: tx.take_timers(START + number * MINUTE, room=name),
    "timers": lambda tx, name, _: tx.timers(name),
    "put shadow": lambda tx, name, number: tx.put_shadow(name, str(number % 2), str(number).encode()),
    "shadow": lambda tx, name, number: tx.shadow(name, str(number % 2)),
    "shadows": lambda tx, _name, _number: tx.shadows(),
    "shadows of a resource": lambda tx, _, number: tx.shadows(str(number % 2)),
    "drop shadow": lambda tx, name, number: tx.drop_shadow(name, str(number % 2)),
    "put rows": lambda tx, name, n: tx.put_rows(
        [("Item", name, b"%d" % n), ("Menu", str(n), b""), ("Item", name, b"")]
    ),
    "drop rows": lambda tx, name, number: tx.drop_rows([("Item", name), ("Menu", str(number))]),
    "rows": lambda tx, _name, _number: tx.rows(),
    "changed": _changed,
    "put names": lambda tx, name, n: tx.put_names("s", [("Item", name, str(n)), ("Item", str(n), "x")]),
    "replace names": lambda tx, name, n: tx.put_names("s", [("Item", name, str(n)), ("Item", "a", "y")], replace=True),
    "drop names": lambda tx, name, n: tx.drop_names("s", [("Item", name), ("Item", str(n))]),
    "names": lambda tx, _name, _number: tx.names("s"),
    "agenda": lambda tx, name, number: tx.agenda(START + number * MINUTE, ["a", "b"], [name, "z"]),
    "erase": lambda tx, name, _: tx.erase(name, START),
}
STEPS = st.tuples(st.sampled_from(sorted(DOING)), st.sampled_from(["a", "b"]), st.integers(0, 2))
BATCHES = st.lists(st.tuples(st.lists(STEPS, min_size=1, max_size=4), st.booleans()), min_size=1, max_size=8)


def end(*, fails: bool) -> None:
    """End a transaction, one way or the other."""
    if fails:
        raise ZeroDivisionError


async def answers(store: Store, tenant: Tenant, batches: list[tuple[list[Step], bool]]) -> list[object]:
    """What a store answers to batches of steps, each in a transaction that is committed or fails at its end."""
    said: list[object] = []
    for steps, fails in batches:
        try:
            async with store.transaction(tenant) as tx:
                for name, word, number in steps:
                    said.append(await DOING[name](tx, word, number))
                end(fails=fails)
        except (StoreError, ZeroDivisionError) as why:
            said.append((type(why), str(why)))
    return said


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=BATCHES)
async def test_both_twins_answer_the_same(postgres: PostgresStore, batches: list[tuple[list[Step], bool]]) -> None:
    """Batches of random steps, some of which fail, are answered alike, errors included."""
    tenant = Tenant(f"org_{next(ORGANISATIONS)}", "mer_one")
    memory = MemoryStore(Clock(), vault())
    assert await answers(memory, tenant, batches) == await answers(postgres, tenant, batches)
