"""`tournant links`: what the list says of each link, and what is asked for one."""

import json
from datetime import UTC, datetime

import pytest
from tests.cli.installation import APP, Installation, folder, installation, server
from tests.cli.test_connect import ANN, SELLER, SQUARE

from tournant.kernel import bounds
from tournant.log import PostgresStore
from tournant.sync.decide import state

__all__ = ["folder", "installation", "server"]

SEEN = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def connected(installation: Installation) -> str:
    """The id of the one link that there is."""
    installation.ok(*SQUARE, *APP)
    ran = installation.ok(*SELLER, "--store", "L1", "--json")
    [link] = json.loads(ran.out)["links"]
    return str(link["id"])


def test_every_link_is_listed(installation: Installation) -> None:
    """Merchant, place, mode, and for each resource when it was and will be looked at; the table says the same."""
    link = connected(installation)
    [found] = json.loads(installation.ok("links", "--json").out)
    assert (found["id"], found["merchant"], found["mode"], found["health"]) == (link, "ann/diner", "observe", "ok")
    assert (found["partner"], found["account"], found["store"]) == ("square", "MLR1", "L1")
    assert [one["resource"] for one in found["resources"]] == ["menu", "availability", "hours"]
    assert all(one["looked"] is None and one["next_look"] for one in found["resources"])
    table = installation.ok("links").out.decode()
    assert link in table
    assert "never" in table


def test_a_look_shows_in_the_list(installation: Installation) -> None:
    """What was last seen, at the account for what belongs to it."""
    connected(installation)

    async def looked(store: PostgresStore) -> None:
        async with store.transaction(ANN) as tx:
            [account] = await tx.accounts()
            shadow = state.Shadow(seen=state.Seen(b"x", SEEN, SEEN), agrees=True)
            await tx.put_shadow(account.id, "menu", state.encoded(shadow))

    installation.ask(looked)
    [found] = json.loads(installation.ok("links", "--json").out)
    menu = found["resources"][0]
    assert (menu["looked"], menu["agrees"]) == ("2026-11-24T12:00:00Z", True)
    assert "2026-11-24 12:00:00Z" in installation.ok("links").out.decode()


def test_no_links_are_an_empty_list(installation: Installation) -> None:
    """Nothing connected is nothing wrong."""
    assert json.loads(installation.ok("links", "--json").out) == []


def test_a_link_that_is_not_there_is_refused(installation: Installation) -> None:
    """One sentence that says where to look."""
    ran = installation.run("links", "observe", "lnk_none")
    assert (ran.code, ran.sentence) == (2, "there is no link lnk_none; `tournant links` lists them")


def test_a_wish_is_written_down_though_nobody_works(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a platform that runs it is durable, said so, and ends with 1."""
    monkeypatch.setattr(bounds, "COMMAND_ANSWER_S_MAX", 0)
    link = connected(installation)
    ran = installation.run("links", "observe", link, "--reason", "closed for works")
    assert ran.code == 1
    assert "nobody has worked on it yet" in ran.sentence

    async def kinds(store: PostgresStore) -> list[str]:
        async with store.transaction(ANN) as tx:
            return [one.kind for one in await tx.observations()]

    assert installation.ask(kinds) == ["command"]
