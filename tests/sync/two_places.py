"""A Square account with two locations, each with a store at Uber Eats; what they show follows from what was written."""

import json
from dataclasses import dataclass, field
from datetime import timedelta

from tests.sync.merchant import EMPTY_MENU, LINK, LOCATION, POS, TENANT, Json, Merchant, catalog, item
from tests.sync.till import about, settled, suspended

from tournant.control.previewing import preview
from tournant.facts.sync import CommandDone
from tournant.kernel.ids import derived
from tournant.log.records import Account, Claim, Link

SQUARE_A, SQUARE_B, UBER_A, UBER_B = "lnk_square", "lnk_square_b", LINK, "lnk_uber_b"
PLACE_A, PLACE_B = LOCATION, derived(POS, "Location", "L2")
PLACES = ("L1", "L2")


@dataclass
class TwoPlaces:
    """The partners of one merchant, played by the test."""

    merchant: Merchant
    objects: list[Json] = field(default_factory=lambda: [item(1, "Soup", 650), item(2, "Cake", 400)])
    menus: dict[str, bytes] = field(default_factory=lambda: dict.fromkeys((UBER_A, UBER_B), EMPTY_MENU))
    counts: dict[tuple[str, str], str] = field(default_factory=dict)
    """By size and location."""
    by_hand: set[tuple[str, str]] = field(default_factory=set)
    """Sizes that staff marked as sold out, and where."""

    @classmethod
    async def open(
        cls, *links: str, counts: dict[tuple[str, str], str] | None = None, own_price: int | None = None
    ) -> "TwoPlaces":
        """These links are live, in their order, and all agrees; the second location may have a price of its own."""
        one = cls(await Merchant.open(), counts=dict(counts or {}))
        if own_price is not None:
            (soup, _) = one.sizes()
            own = {"location_id": "L2", "pricing_type": "FIXED_PRICING"}
            own |= {"price_money": {"amount": own_price, "currency": "USD"}}  # type: ignore[dict-item]  # any JSON
            soup["item_variation_data"]["location_overrides"] = [own]
        for size in one.sizes() if counts else ():
            size["item_variation_data"]["track_inventory"] = True
        async with one.merchant.store.transaction(TENANT) as tx:
            await tx.put_account(Account("acc_uber_b", "uber_eats", "S2", "ok", b"{}"))
            await tx.put_link(Link(SQUARE_B, PLACE_B, POS, "L2", "observe", "ok", b"{}"))
            await tx.put_link(Link(UBER_B, PLACE_B, "acc_uber_b", "S2", "observe", "ok", b"{}"))
        await one.look()
        for link in links:
            await one.live(link)
        await one.settle()
        return one

    async def live(self, link: str) -> None:
        """What going live would write is read, and it goes live."""
        found = await preview(self.merchant.store, TENANT, link)
        done = await self.merchant.command("live", link, preview=found.fingerprint)
        assert isinstance(done, CommandDone), done

    def own_price(self) -> int:
        """What the first size costs at the second location alone, in cents."""
        (own,) = _here(self.sizes()[0]["item_variation_data"], "L2")
        cents: int = own["price_money"]["amount"]
        return cents

    def sizes(self) -> list[Json]:
        return [size for one in self.objects for size in one["item_data"]["variations"]]

    def tracked(self, size: Json, place: str) -> bool:
        data = size["item_variation_data"]
        said = [one["track_inventory"] for one in _here(data, place) if one.get("track_inventory") is not None]
        return bool(said[0] if said else data.get("track_inventory", False))

    def is_out(self, size: Json, place: str) -> bool:
        """Whether a size is sold out at a location."""
        count = self.counts.get((size["id"], place))
        return (size["id"], place) in self.by_hand or (
            self.tracked(size, place) and count is not None and int(count) <= 0
        )

    def out(self) -> list[tuple[str, str]]:
        """What is sold out at the till, and where."""
        return [(size["id"], place) for size in self.sizes() for place in PLACES if self.is_out(size, place)]

    def shown(self) -> bytes:
        """The catalog, with what follows from counts."""
        objects = json.loads(json.dumps(self.objects))
        for size in (size for one in objects for size in one["item_data"]["variations"]):
            data = size["item_variation_data"]
            for place in PLACES:
                if self.is_out(size, place):
                    if not _here(data, place):
                        data.setdefault("location_overrides", []).append({"location_id": place})
                    _here(data, place)[0]["sold_out"] = True
        return catalog(*objects)

    def counted(self) -> bytes:
        known = {"catalog_object_type": "ITEM_VARIATION", "state": "IN_STOCK", "calculated_at": "2026-01-01T00:00:00Z"}
        rows = [
            known | {"catalog_object_id": size, "location_id": place, "quantity": count}
            for (size, place), count in self.counts.items()
        ]
        return json.dumps({"counts": rows}).encode()

    async def look(self) -> None:
        """All is looked at."""
        await self.merchant.looked(POS, self.counted(), "availability")
        await self.merchant.looked(POS, self.shown())
        for link, menu in self.menus.items():
            await self.merchant.looked(link, menu)

    async def rest(self) -> None:
        """Some minutes pass, and all is looked at: nothing of what was written can come any more."""
        self.merchant.time.at += timedelta(minutes=5)
        await self.look()

    async def on_channel(self, link: str, name: str, until: int | None) -> None:
        """Somebody suspends an item at a store, or puts it on sale again; and it is looked at."""
        self.menus[link] = suspended(self.menus[link], name, until)
        await self.merchant.looked(link, self.menus[link])

    async def take(self, claim: Claim) -> None:
        """A write is done as its partner does it."""
        text = await self.merchant.text(claim)
        match about(claim):
            case (target, "menu") if target in self.menus:
                self.menus[target] = text
            case (_, "menu"):
                self.objects = json.loads(text)["objects"]
                for size in self.sizes():
                    for one in size["item_variation_data"].get("location_overrides", ()):
                        one.pop("sold_out", None)
            case (_, "availability"):
                changes = json.loads(text)["changes"]
                assert changes
                for said in (one["physical_count"] for one in changes):
                    self.counts[said["catalog_object_id"], said["location_id"]] = said["quantity"]
            case other:
                raise AssertionError(other)
        await self.merchant.write_answered(claim)

    async def settle(self) -> list[tuple[str, str]]:
        """Do all that is to be written, and look, until there is nothing more; gives where it was written."""
        return await settled(self.merchant, self.take, self.look)


def _here(data: Json, place: str) -> list[Json]:
    return [one for one in data.get("location_overrides", ()) if one["location_id"] == place]
