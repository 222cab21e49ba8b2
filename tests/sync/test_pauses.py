"""Pauses: of a place, and so of every channel that is live there; an end that was said from the first is no edit."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from tests.sync.merchant import EMPTY_MENU, LINK, LOCATION, POS, TENANT, Json, Merchant, catalog, item
from tests.sync.till import about

from tournant.control.previewing import preview
from tournant.facts.sync import CommandDone
from tournant.log.records import Account, Claim, Link

pytestmark = pytest.mark.anyio
STATUS = (LINK, "status")
OTHER = "lnk_other"
ONLINE: Json = {"status": "ONLINE"}
PAUSED: Json = {"status": "OFFLINE", "offlineReason": "PAUSED_BY_RESTAURANT"}
CLOSED: Json = {"status": "OFFLINE", "offlineReason": "OUT_OF_MENU_HOURS"}
BY_UBER: Json = {"status": "OFFLINE", "offlineReason": "PAUSED_BY_UBER"}


@dataclass
class Stores:
    """Two stores of Uber Eats at one place, both live, and what they show."""

    merchant: Merchant
    shown: dict[str, Json] = field(default_factory=lambda: {LINK: ONLINE, OTHER: ONLINE})
    written: list[tuple[str, Json]] = field(default_factory=list)

    @classmethod
    async def open(cls, **shown: Json) -> "Stores":
        merchant = await Merchant.open()
        one = cls(merchant)
        one.shown |= shown
        async with merchant.store.transaction(TENANT) as tx:
            await tx.put_account(Account("acc_other", "uber_eats", "S2", "ok", b"{}"))
            await tx.put_link(Link(OTHER, LOCATION, "acc_other", "S2", "observe", "ok", b"{}"))
        await merchant.looked(POS, catalog(item(1, "Soup", 650)))
        for link in (LINK, OTHER):
            await merchant.looked(link, EMPTY_MENU)
            await merchant.looked(link, one.document(link), "status")
            found = await preview(merchant.store, TENANT, link)
            assert isinstance(await merchant.command("live", link, preview=found.fingerprint), CommandDone)
        for claim in await merchant.claimed():
            if about(claim)[1] == "menu":
                await merchant.done(claim)
            else:
                await one.take(claim)
        await one.look()
        return one

    def document(self, link: str) -> bytes:
        return json.dumps(self.shown[link]).encode()

    async def look(self) -> None:
        for link in sorted(self.shown):
            await self.merchant.looked(link, self.document(link), "status")

    async def take(self, claim: Claim) -> tuple[str, Json]:
        """A write is done as Uber Eats does it; gives where, and what."""
        link, resource = about(claim)
        assert resource == "status"
        said = await self.merchant.document(claim)
        self.shown[link] = ONLINE if said["status"] == "ONLINE" else PAUSED
        await self.merchant.write_answered(claim)
        return link, said

    async def settle(self) -> list[tuple[str, Json]]:
        """Do all that is to be written, as Uber Eats does it, and look; gives what was written, and where."""
        done: list[tuple[str, Json]] = []
        claims = await self.merchant.claimed()
        for _ in range(6):
            for claim in claims:
                done += [await self.take(claim)]
            await self.look()
            before, claims = claims, await self.merchant.claimed()
            if not before and not claims:
                return done
        raise AssertionError(f"it does not end: {done}")

    async def rest(self) -> None:
        """Some minutes pass, and all is looked at: nothing of what was written can come any more."""
        self.merchant.time.at += timedelta(minutes=5)
        await self.look()

    async def pauses(self) -> list[Json]:
        return [json.loads(body) for (kind, _), body in (await self.merchant.rows()).items() if kind == "Pause"]

    async def folded(self) -> list[str]:
        return [one.target for one in await self.merchant.facts("cells_folded")]


async def test_a_pause_goes_to_the_places_other_channels() -> None:
    """Paused at one tablet: paused at the other store too, once; and both are online again when one of them is."""
    stores = await Stores.open()
    stores.shown[LINK] = PAUSED
    await stores.look()
    assert await stores.settle() == [(OTHER, {"status": "PAUSED"})]
    assert [one["parent"] for one in await stores.pauses()] == [LOCATION]
    await stores.rest()
    stores.shown[LINK] = ONLINE
    await stores.look()
    assert await stores.settle() == [(OTHER, {"status": "ONLINE"})]
    assert await stores.pauses() == []
    assert await stores.folded() == [LINK, LINK]
    assert await stores.merchant.facts("asked") == []


async def test_closed_is_not_paused() -> None:
    """Outside of the menu's hours a store is offline: nothing is a pause, and nothing ends one."""
    stores = await Stores.open()
    stores.shown[LINK] = CLOSED
    await stores.look()
    assert await stores.settle() == []
    stores.shown[LINK] = ONLINE
    await stores.look()
    assert await stores.settle() == []
    assert await stores.folded() == []


async def test_what_uber_itself_pauses_is_no_pause_of_the_place() -> None:
    """The other store stays online, we do not resume what is not ours, and it is said once."""
    stores = await Stores.open()
    stores.shown[LINK] = BY_UBER
    for _ in range(3):
        await stores.look()
    assert await stores.settle() == []
    assert await stores.pauses() == []
    (fact,) = await stores.merchant.facts("not_held")
    assert "Uber Eats itself" in fact.why


async def test_our_own_pause_is_no_edit() -> None:
    """Seen before it was answered, and after: it is not taken for the other tablet's."""
    stores = await Stores.open()
    stores.shown[LINK] = PAUSED
    await stores.look()
    (claim,) = await stores.merchant.claimed()
    stores.shown[OTHER] = PAUSED
    await stores.look()
    await stores.merchant.write_answered(claim)
    await stores.look()
    assert await stores.settle() == []
    assert await stores.folded() == [LINK]


async def test_a_pause_that_we_wrote_with_an_end_ends_by_itself() -> None:
    """The end is told to Uber Eats, which ends it; when that is seen, nobody has edited anything."""
    stores = await Stores.open()
    ends = (stores.merchant.time.at + timedelta(minutes=30)).replace(microsecond=0)
    said = await stores.merchant.command("pause", LOCATION, until=ends.isoformat())
    assert isinstance(said, CommandDone), said
    wrote = await stores.settle()
    assert sorted(link for link, _ in wrote) == sorted([LINK, OTHER])
    assert {datetime.fromisoformat(one["paused_until"]) for _, one in wrote} == {ends}
    stores.merchant.time.at = ends
    await stores.merchant.turn()
    assert await stores.pauses() == []
    await stores.look()  # a little late
    assert await stores.settle() == []
    stores.shown = {LINK: ONLINE, OTHER: ONLINE}
    await stores.look()
    assert await stores.settle() == []
    assert await stores.folded() == []
    assert len(await stores.merchant.facts("ended")) == 1


async def test_a_pause_that_goes_on_is_somebodys() -> None:
    """Long after the end that we wrote, it is still paused: somebody paused it again, and that goes to the others."""
    stores = await Stores.open()
    ends = (stores.merchant.time.at + timedelta(minutes=30)).replace(microsecond=0)
    await stores.merchant.command("pause", LOCATION, until=ends.isoformat())
    await stores.settle()
    stores.merchant.time.at = ends
    await stores.merchant.turn()
    stores.shown[OTHER] = ONLINE
    await stores.rest()
    assert await stores.settle() == [(OTHER, {"status": "PAUSED"})]
    assert await stores.folded() == [LINK]


async def test_resumed_before_its_end() -> None:
    """Somebody resumes at a tablet before the end: it is resumed everywhere, and stays so when the end comes."""
    stores = await Stores.open()
    ends = (stores.merchant.time.at + timedelta(minutes=30)).replace(microsecond=0)
    await stores.merchant.command("pause", LOCATION, until=ends.isoformat())
    await stores.settle()
    await stores.rest()
    stores.shown[LINK] = ONLINE
    await stores.look()
    assert await stores.settle() == [(OTHER, {"status": "ONLINE"})]
    stores.merchant.time.at = ends
    await stores.merchant.turn()
    assert await stores.settle() == []


async def test_paused_wins_where_both_come_at_once() -> None:
    """Resumed at one tablet while the other pauses, mutually unseen: both are paused."""
    stores = await Stores.open()
    stores.shown[LINK] = PAUSED
    await stores.look()
    await stores.settle()
    await stores.rest()
    stores.shown[LINK] = ONLINE
    await stores.look()
    await stores.settle()
    await stores.rest()
    stores.shown = {LINK: PAUSED, OTHER: ONLINE}
    await stores.look()
    await stores.settle()
    assert stores.shown == {LINK: PAUSED, OTHER: PAUSED}


async def test_what_is_paused_when_its_link_goes_live_stays_paused() -> None:
    """A store that is paused when it goes live is not put online: its pause is the place's from then on."""
    stores = await Stores.open(**{OTHER: PAUSED})
    assert await stores.settle() in ([(LINK, {"status": "PAUSED"})], [])
    assert stores.shown == {LINK: PAUSED, OTHER: PAUSED}


async def test_a_link_that_only_observes_is_neither_heard_nor_told() -> None:
    """A pause at a store that is only observed stays there, and no pause is written to it."""
    stores = await Stores.open()
    await stores.merchant.command("observe", OTHER)
    stores.shown[OTHER] = PAUSED
    await stores.look()
    assert (await stores.settle(), await stores.pauses()) == ([], [])
    stores.shown = {LINK: PAUSED, OTHER: ONLINE}
    await stores.look()
    assert await stores.settle() == []
    assert len(await stores.pauses()) == 1


async def test_another_worker_goes_on() -> None:
    """After the write somebody else takes over, with nothing in mind: when it ends by itself, that is no edit."""
    stores = await Stores.open()
    ends = datetime(2026, 11, 24, 14, tzinfo=UTC)
    await stores.merchant.command("pause", LOCATION, until=ends.isoformat())
    await stores.settle()
    await stores.merchant.restarted()
    stores.merchant.time.at = ends
    await stores.merchant.turn()
    await stores.merchant.restarted()
    stores.shown = {LINK: ONLINE, OTHER: ONLINE}
    await stores.look()
    assert await stores.settle() == []
    assert await stores.folded() == []
