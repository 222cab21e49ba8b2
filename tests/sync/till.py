"""Square as far as stock goes, played by the test: what it shows follows from what was written and what staff did."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.sync.merchant import LINK, POS, TENANT, Json, Merchant, catalog

from tournant.control.previewing import preview
from tournant.facts import Call, decoded
from tournant.facts.sync import CommandDone
from tournant.log.records import Claim

FAR = 4102444800
"""The year 2100."""


def about(claim: Claim) -> tuple[str, str]:
    """Where a claim writes: target and resource."""
    _, target, resource = decoded(Call, claim.intent.body).about.split(":")
    return target, resource


async def settled(
    merchant: Merchant, take: Callable[[Claim], Awaitable[None]], look: Callable[[], Awaitable[None]]
) -> list[tuple[str, str]]:
    """Do all that is to be written, and look, until there is nothing more; gives where it was written."""
    done: list[tuple[str, str]] = []
    claims = await merchant.claimed()
    for _ in range(10):
        for claim in claims:
            done.append(about(claim))
            await take(claim)
        await look()
        before, claims = claims, await merchant.claimed()
        if not before and not claims:
            return done
    raise AssertionError(f"it does not end: {done}")


def sold(menu: bytes) -> dict[str, int | None]:
    """What is suspended on a menu of Uber Eats, until when, by name: read here, not by our mapping."""
    found = {}
    for one in json.loads(menu)["items"]:
        (title,) = one["title"]["translations"].values()
        until = ((one.get("suspension_info") or {}).get("suspension") or {}).get("suspend_until")
        if until is not None:
            found[title] = until
    return found


def suspended(menu: bytes, name: str, until: int | None) -> bytes:
    """A menu on which somebody suspended an item, or put it on sale again."""
    said = json.loads(menu)
    for one in said["items"]:
        if name in one["title"]["translations"].values():
            one["suspension_info"] = {"suspension": {"suspend_until": until, "reason": "86"}}
    return json.dumps(said).encode()


@dataclass
class Till:
    """The point of sale and the channel of one merchant, and what they hold."""

    merchant: Merchant
    objects: list[Json]
    menu: bytes = b""
    counts: dict[str, str] = field(default_factory=dict)
    by_hand: dict[str, str | None] = field(default_factory=dict)
    """Sizes that staff marked, until when."""

    def sizes(self) -> list[Json]:
        return [size for one in self.objects for size in one.get("item_data", {}).get("variations", ())]

    def tracked(self, size: Json) -> bool:
        said = [one.get("track_inventory") for one in self._overrides(size)]
        own = size["item_variation_data"].get("track_inventory", False)
        return bool(said[0] if said and said[0] is not None else own)

    def out(self) -> list[str]:
        """The sizes that are sold out at the till."""
        return sorted(
            size["id"]
            for size in self.sizes()
            if size["id"] in self.by_hand
            or (self.tracked(size) and size["id"] in self.counts and int(self.counts[size["id"]]) <= 0)
        )

    def shown(self) -> bytes:
        """The catalog, with what follows from counts."""
        objects = json.loads(json.dumps(self.objects))
        for one in objects:
            for size in one.get("item_data", {}).get("variations", ()):
                if size["id"] in self.out():
                    until = self.by_hand.get(size["id"])
                    here = self._here(size)
                    here["sold_out"] = True
                    if until:
                        here["sold_out_valid_until"] = until
        return catalog(*objects)

    def counted(self) -> bytes:
        rows = [
            {
                "catalog_object_id": size,
                "catalog_object_type": "ITEM_VARIATION",
                "state": "IN_STOCK",
                "location_id": "L1",
                "quantity": count,
                "calculated_at": "2026-01-01T00:00:00Z",
            }
            for size, count in self.counts.items()
        ]
        return json.dumps({"counts": rows}).encode()

    async def open(self) -> None:
        """Both sides are live and agree."""
        merchant = self.merchant
        await self.looked()
        await merchant.looked(LINK, b'{"menus":[],"categories":[],"items":[],"modifier_groups":[]}')
        for link in ("lnk_square", LINK):
            await self.live(link)
        (claim,) = await merchant.claimed()
        self.menu = await merchant.done(claim)
        await self.looked()
        assert await merchant.claimed() == []

    async def live(self, link: str) -> None:
        """What going live would write is read, and it goes live."""
        found = await preview(self.merchant.store, TENANT, link)
        assert isinstance(await self.merchant.command("live", link, preview=found.fingerprint), CommandDone)

    async def looked(self) -> None:
        """The till is looked at: its counts and its catalog."""
        await self.merchant.looked(POS, self.counted(), "availability")
        await self.merchant.looked(POS, self.shown())

    async def on_channel(self, name: str, until: int | None) -> None:
        """Somebody suspends an item on the channel, or puts it on sale again; and it is looked at."""
        self.menu = suspended(self.menu, name, until)
        await self.merchant.looked(LINK, self.menu)

    async def rest(self) -> None:
        """Some minutes pass, and all is looked at: nothing of what was written can come any more."""
        self.merchant.time.at += timedelta(minutes=5)
        await self.looked()
        await self.merchant.looked(LINK, self.menu)

    async def take(self, claim: Claim) -> None:
        """A write is done as its partner does it."""
        text = await self.merchant.text(claim)
        match about(claim):
            case (target, "menu") if target == LINK:
                self.menu = text
            case (_, "menu"):
                self.objects = [self._without_read_only(one) for one in json.loads(text)["objects"]]
            case (_, "availability"):
                for one in json.loads(text)["changes"]:
                    assert one["type"] == "PHYSICAL_COUNT"
                    said = one["physical_count"]
                    assert (said["state"], said["location_id"]) == ("IN_STOCK", "L1")
                    self.counts[said["catalog_object_id"]] = said["quantity"]
            case other:
                raise AssertionError(other)
        await self.merchant.write_answered(claim)

    async def settle(self) -> list[tuple[str, str]]:
        """Do all that is to be written, and look, until there is nothing more; gives where it was written."""
        return await settled(self.merchant, self.take, self.look)

    async def look(self) -> None:
        """Look at both sides."""
        await self.looked()
        await self.merchant.looked(LINK, self.menu)

    @staticmethod
    def _overrides(size: Json) -> list[Json]:
        return [one for one in size["item_variation_data"].get("location_overrides", ()) if one["location_id"] == "L1"]

    def _here(self, size: Json) -> Json:
        overrides = size["item_variation_data"].setdefault("location_overrides", [])
        for one in overrides:
            if one["location_id"] == "L1":
                found: Json = one
                return found
        overrides.append({"location_id": "L1"})
        made: Json = overrides[-1]
        return made

    def _without_read_only(self, one: Json) -> Json:
        body: Any = json.loads(json.dumps(one))
        for size in body.get("item_data", {}).get("variations", ()):
            data = size["item_variation_data"]
            kept = [
                {key: value for key, value in here.items() if not key.startswith("sold_out")}
                for here in data.get("location_overrides", ())
            ]
            if "location_overrides" in data:
                data["location_overrides"] = kept
        return dict(body)
