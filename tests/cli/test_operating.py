"""What an operator sees and does by hand: on a real database, with somebody at work for the merchant."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from tests.cli.installation import Installation, folder, installation, server
from tests.sync.merchant import CHANNEL, LINK, LOCATION, POS, TENANT, Merchant, Numbers, Time, catalog, item
from tests.sync.test_matching import INCUMBENT

from tournant.app import database
from tournant.app.system import System
from tournant.kernel import bounds
from tournant.kernel.ids import derived
from tournant.log import PostgresStore
from tournant.log.records import Account, Link, Tenant
from tournant.sdk import manifest_of
from tournant.sync import Syncer

__all__ = ["folder", "installation", "server"]

SOUP = derived(POS, "Item", "I1")
LASTING = timedelta(hours=1)


async def a_merchant(store: PostgresStore) -> None:
    """Both partners are connected, and were looked at."""
    await store.register(TENANT)
    (lease,) = await store.take("setting up", LASTING)
    async with store.transaction(TENANT) as tx:
        await tx.put_account(Account(POS, "square", "M1", "active", b"{}"))
        await tx.put_account(Account(CHANNEL, "uber_eats", "S1", "active", b"{}"))
        await tx.put_link(Link("lnk_square", LOCATION, POS, "L1", "observe", "ok", b"{}"))
        await tx.put_link(Link(LINK, LOCATION, CHANNEL, "S1", "observe", "ok", b"{}"))
    time, ids = Time(), Numbers()
    merchant = Merchant(store, time, ids, Syncer(store, time, ids, manifest_of), lease)  # type: ignore[arg-type]  # its twin
    await merchant.looked(POS, catalog(item(1, "Soup", 650), item(2, "Cake", 400)))
    await merchant.looked(LINK, INCUMBENT)
    await store.release(lease)


@contextmanager
def somebody_at_work(installation: Installation) -> Iterator[None]:
    """Whatever is commanded is done, by a worker in a thread of its own."""
    loop, ready = asyncio.new_event_loop(), threading.Event()

    async def work() -> None:
        system = System.real(installation.settings)
        async with database.opened(installation.settings) as store, store.listen() as listener:
            (lease,) = await store.take("worker", LASTING)
            syncer = Syncer(store, system.clock, system.ids, manifest_of)
            ready.set()
            while True:
                await listener.heard()
                while await syncer.turn(lease):
                    pass

    task = loop.create_task(work())

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(30)
    yield
    loop.call_soon_threadsafe(task.cancel)
    thread.join(30)
    assert not thread.is_alive()
    loop.close()


def as_json(installation: Installation, *arguments: str) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(installation.ok(*arguments, "--json").out)


def waiting(installation: Installation, *arguments: str) -> list[Any]:
    """What waits, but for the rooms that nobody works in here."""
    return [one for one in as_json(installation, "attention", *arguments) if one["kind"] != "standing"]


def test_what_an_operator_sees(installation: Installation) -> None:
    """Stores with their links, what waits with the command to run, the proposals, a value with where it stands."""
    installation.ask(a_merchant)
    [place] = as_json(installation, "stores")
    assert (place["location"], place["merchant"], place["paused"]) == (LOCATION, "org_ann/mer_one", False)
    assert [(one["partner"], one["mode"]) for one in place["links"]] == [
        ("square", "observe"),
        ("uber_eats", "observe"),
    ]
    assert LOCATION in installation.ok("stores").out.decode()

    [matter] = waiting(installation, "--organisation", "org_ann")
    assert (matter["kind"], matter["target"], matter["since"]) == ("proposals", LINK, None)
    assert matter["do"] == f"tournant links proposals {LINK}"
    assert matter["do"] in installation.ok("attention").out.decode()

    found = as_json(installation, "links", "proposals", LINK)
    assert {(one["external_id"], one["by"]) for one in found} == {("m", "name"), ("x1", "name"), ("x2", "external_ref")}
    assert "x1" in installation.ok("links", "proposals", LINK).out.decode()
    assert as_json(installation, "links", "preview", LINK)["undecided"] == 3

    [told] = as_json(installation, "explain", "V1", "price")
    assert (told["kind"], told["value"], told["decisions"][0]["source"]) == ("Variation", "6.50 USD", POS)
    text = installation.ok("explain", "V1", "price").out.decode()
    assert "shows 6.50 USD, as it should" in text
    assert "items[].price_info.price" in text
    assert as_json(installation, "conflicts") == []
    assert installation.ok("conflicts").err == "no conflicts\n"


def test_what_an_operator_changes(installation: Installation) -> None:
    """By a partner's id, with who and why in the log; and what was matched, paused and set shows."""
    installation.ask(a_merchant)
    with somebody_at_work(installation):
        done = as_json(installation, "set", "V1", "price", "6.75", "--reason", "a new card")
        assert done["merchant"] == "org_ann/mer_one"
        assert done["said"] == "noted; no link is live, so nothing is written (2 only observe)"
        assert installation.ok("pause", "S1", "--reason", "too busy").err == f"{done['said']}\n"
        installation.ok("86", "I1", "--location", "L1", "--until", "2099-01-01T00:00:00Z", "--reason", "no soup")
        installation.ok("links", "match", LINK, "--all", "names", "--reason", "read them")
        installation.ok("links", "look", LINK)
        [told] = as_json(installation, "explain", "V1", "price")
        assert told["value"] == "6.75 USD"
        assert told["decisions"][0]["reason"] == "a new card"
        assert told["decisions"][0]["cause"] == done["command"]
        [out] = as_json(installation, "explain", SOUP, "available")
        assert out["value"].startswith("until 2099-01-01")
        assert as_json(installation, "stores")[0]["paused"]
        assert waiting(installation) == []
        installation.ok("un86", SOUP, "--reason", "soup again")
        installation.ok("resume", LOCATION, "--reason", "calm again")
        assert not as_json(installation, "stores")[0]["paused"]
        refused = {
            ("set", "V1", "price", "cheap"): "'cheap' is no plain decimal number",
            ("set", "nope", "price", "1"): "nope is nothing of this merchant, here or at a partner",
            ("links", "release", POS): "nothing is held back here",
            ("links", "unmatch", LINK, "x"): "'x' is no pair: write OURS=THEIRS",
            ("links", "match", LINK): "say which: pairs as OURS=THEIRS, or --all",
            ("conflicts", "decide", LINK, '["a"]', "--take", "ours"): f"nothing is asked about a at {LINK}",
            ("conflicts", "decide", "lnk_x", '["a"]', "--take", "ours"): (
                "there is no link or account lnk_x; `tournant links` lists them"
            ),
        }
        for words, why in refused.items():
            ran = installation.run(*words, "--reason", "a test")
            assert (ran.code, ran.sentence) == (2, why)


def test_a_change_needs_a_reason(installation: Installation) -> None:
    """Without one nothing is asked for, and it ends with 2."""
    ran = installation.run("set", "V1", "price", "6.75")
    assert ran.code == 2
    assert "--reason" in ran.sentence


def test_one_of_several_merchants_has_to_be_said(installation: Installation) -> None:
    """The sentence names them; the option chooses."""
    none = installation.run("explain", "V1")
    assert (none.code, none.sentence) == (2, "no merchant is connected; `tournant connect` connects one")

    async def two(store: PostgresStore) -> None:
        await a_merchant(store)
        await store.register(Tenant("org_bob", "mer_two"))

    installation.ask(two)
    ran = installation.run("explain", "V1")
    assert ran.code == 2
    assert ran.sentence == "--merchant: say which of 2 merchants is meant: org_ann/mer_one, org_bob/mer_two"
    assert as_json(installation, "explain", "V1", "price", "--merchant", "mer_one")[0]["value"] == "6.50 USD"
    assert installation.run("attention", "--merchant", "mer_x").sentence == "there is no merchant mer_x"
    assert installation.ok("attention", "--merchant", "mer_two").err == "nothing waits for you\n"


def test_a_change_is_kept_though_nobody_works(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends with 1 and says so; it is done when somebody does."""
    monkeypatch.setattr(bounds, "COMMAND_ANSWER_S_MAX", 0)
    installation.ask(a_merchant)
    ran = installation.run("86", "I1", "--reason", "no soup")
    assert ran.code == 1
    assert "nobody has worked on it yet" in ran.sentence
