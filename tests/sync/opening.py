"""A place with opening hours at a till and on a channel, read and written here and not by our mapping."""

import json
from dataclasses import dataclass

from tests.sync.merchant import EMPTY_MENU, LINK, POS, TENANT, Json, Merchant, catalog, item
from tests.sync.till import about, settled

from tournant.control.previewing import preview
from tournant.facts.sync import CommandDone
from tournant.log.records import Claim

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Week = dict[str, list[tuple[str, str]]]
LUNCH: Week = {day: [("11:00", "15:00")] for day in DAYS[:5]}
HOURS, MENU = (POS, "hours"), (LINK, "menu")


def locations(week: Week, **more: object) -> bytes:
    """What Square says of its one location."""
    periods = [
        {"day_of_week": day[:3].upper(), "start_local_time": f"{opens}:00", "end_local_time": f"{closes}:00"}
        for day in DAYS
        for opens, closes in week.get(day, ())
    ]
    place = {"id": "L1", "name": "Main", "timezone": "America/New_York", "business_hours": {"periods": periods}}
    return json.dumps({"locations": [place | more]}).encode()


def periods(document: bytes) -> Week:
    """The weekly hours in a document of Square's: read here, not by our mapping."""
    (place,) = json.loads(document)["locations"]
    found: Week = {}
    for one in place["business_hours"]["periods"]:
        day = next(day for day in DAYS if day[:3].upper() == one["day_of_week"])
        found.setdefault(day, []).append((one["start_local_time"][:5], one["end_local_time"][:5]))
    return {day: sorted(of_day) for day, of_day in found.items()}


def offered(menu: bytes) -> Week:
    """When a menu of Uber Eats is offered: read here, not by our mapping."""
    (one,) = json.loads(menu)["menus"]
    return {
        said["day_of_week"]: [(period["start_time"], period["end_time"]) for period in said["time_periods"]]
        for said in one["service_availability"]
        if said["time_periods"]
    }


def with_hours(menu: bytes, week: Week) -> bytes:
    """A menu that somebody offers at other hours."""
    found: Json = json.loads(menu)
    for one in found["menus"]:
        one["service_availability"] = [
            {
                "day_of_week": day,
                "time_periods": [{"start_time": opens, "end_time": closes} for opens, closes in of_day],
            }
            for day, of_day in week.items()
        ]
    return json.dumps(found).encode()


@dataclass
class Open:
    """A merchant whose two sides are live and agree, and what they show."""

    merchant: Merchant
    places: bytes
    menu: bytes

    @classmethod
    async def at(cls, week: Week, menu: bytes = EMPTY_MENU, **more: object) -> "Open":
        merchant, places = await Merchant.open(), locations(week, **more)
        await merchant.looked(POS, places, "hours")
        await merchant.looked(POS, catalog(item(1, "Soup", 650)))
        await merchant.looked(LINK, menu)
        await merchant.command("match", LINK, all="names")
        one = cls(merchant, places, menu)
        for link in ("lnk_square", LINK):
            await one.live(link)
        (claim,) = await merchant.claimed()
        one.menu = await merchant.done(claim)
        await one.look()
        assert await merchant.claimed() == []
        return one

    async def live(self, link: str) -> None:
        """What going live would write is read, and it goes live."""
        found = await preview(self.merchant.store, TENANT, link)
        assert isinstance(await self.merchant.command("live", link, preview=found.fingerprint), CommandDone)

    async def look(self) -> None:
        await self.merchant.looked(POS, self.places, "hours")
        await self.merchant.looked(LINK, self.menu)

    async def take(self, claim: Claim) -> None:
        """What was written stands there."""
        text = await self.merchant.text(claim)
        if about(claim) == HOURS:
            self.places = text
        else:
            self.menu = text
        await self.merchant.write_answered(claim)

    async def settle(self) -> list[tuple[str, str]]:
        """Do all that is to be written, and look, until there is nothing more; gives where it was written."""
        return await settled(self.merchant, self.take, self.look)

    async def folded(self) -> list[str]:
        return [one.target for one in await self.merchant.facts("cells_folded")]
