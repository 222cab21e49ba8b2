"""What staff change in the course of a day, on both sides: single edits, there and back, bursts, and both at once.

The same values come again (A, B, A), because that is where a platform that compares values goes wrong. What is sold out
is taken back where it was marked: a till's own mark cannot be lifted by an application, so that a mark set there and
lifted on a channel has no right answer. Of a dish with sizes only the last is ever marked on a channel: a dish that is
back while all its sizes are out has no right answer either.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tournant.sandbox.world.draw import Draw
from tournant.sandbox.world.hours import Opening, later
from tournant.sandbox.world.world import Course, Merchant, Store, World

__all__ = ["Change", "changes"]

Setting = str | int | bool | Opening
_KINDS = ("price",) * 7 + ("name",) * 3 + ("on",) * 5 + ("field",) * 3 + ("hours", "paused")


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody changes one thing on one side."""

    field: str
    """`price`, `name`, `on`, `hours`, `paused`, `field` (one that the platform does not model)."""
    partner: str
    merchant_id: str
    place: str
    """The store; at Square the location."""
    item_id: str = ""
    variation_id: str = ""
    value: Setting = ""


def changes(world: World, draw: Draw, count: int, until_s: float) -> list[tuple[float, Change]]:
    """Make up about so many changes, each with its time."""
    teller = _Teller(world, draw, until_s)
    found: list[tuple[float, Change]] = []
    while len(found) < count:
        story = list(teller.story())
        # A story that would end after the day is not begun: what is sold out or paused is always taken back.
        if story and story[-1][0] < until_s:
            found += story
    return found


@dataclass
class _Teller:
    """Makes up one story after the other."""

    world: World
    draw: Draw
    until_s: float

    def story(self) -> Iterator[tuple[float, Change]]:
        draw = self.draw
        merchant = draw.one(self.world.merchants)
        store, at_s = draw.one(merchant.stores), draw.fraction() * self.until_s
        match draw.one(_KINDS):
            case "price":
                yield from self._price(merchant, store, at_s)
            case "name":
                yield from self._name(merchant, store, at_s)
            case "on":
                yield from self._on(merchant, store, at_s)
            case "field":
                yield from self._field(merchant, store, at_s)
            case "hours":
                yield from self._hours(merchant, store, at_s)
            case _:
                lasts_s = draw.whole(60, 180)
                for when_s, value in ((at_s, True), (at_s + lasts_s, False)):
                    yield (
                        when_s,
                        Change("paused", "uber_eats", merchant.account.merchant_id, store.store_id, value=value),
                    )

    def _price(self, merchant: Merchant, store: Store, at_s: float) -> Iterator[tuple[float, Change]]:
        course = self._course(merchant, store)
        size = course.sizes[-1]
        first = size.elsewhere.get(store.location_id, size.price)
        other = first + 5 * self.draw.whole(2, 40)
        values = (other, first, other + 15)
        for when_s, partner, number in self._turns(at_s):
            yield when_s, self._at(merchant, store, partner, ("price", course, size.variation_id), values[number])

    def _name(self, merchant: Merchant, store: Store, at_s: float) -> Iterator[tuple[float, Change]]:
        course = self._course(merchant, store)
        values = (f"{course.name} (new)", course.name, f"Chef's {course.name}")
        for when_s, partner, number in self._turns(at_s):
            yield when_s, self._at(merchant, store, partner, ("name", course, ""), values[number])

    def _on(self, merchant: Merchant, store: Store, at_s: float) -> Iterator[tuple[float, Change]]:
        course = self._course(merchant, store)
        # Whether a dish is ever sold out at the till or on the tablet is settled by its place on the menu.
        partner = ("square", "uber_eats")[merchant.courses.index(course) % 2]
        sizes = course.sizes if partner == "square" else course.sizes[-1:]
        variation = self.draw.one(sizes).variation_id
        for when_s, value in ((at_s, False), (at_s + self.draw.whole(45, 240), True)):
            yield when_s, self._at(merchant, store, partner, ("on", course, variation), value)

    def _field(self, merchant: Merchant, store: Store, at_s: float) -> Iterator[tuple[float, Change]]:
        courses = [one for one in merchant.courses if one.fields and store.location_id in one.locations]
        if not courses:
            return
        course, partner = self.draw.one(courses), self.draw.one(("square", "uber_eats"))
        if partner == "uber_eats" and course.item_id not in store.matching:
            return
        yield at_s, self._at(merchant, store, partner, ("field", course, ""), self.draw.one(("bar", "pass", "window")))

    def _hours(self, merchant: Merchant, store: Store, at_s: float) -> Iterator[tuple[float, Change]]:
        spot = next(one for one in merchant.locations if one.location_id == store.location_id)
        values = (later(spot.opening, 30), spot.opening, later(spot.opening, -30))
        for when_s, partner, number in self._turns(at_s):
            place = spot.location_id if partner == "square" else store.store_id
            yield when_s, Change("hours", partner, merchant.account.merchant_id, place, value=values[number])

    def _turns(self, at_s: float) -> list[tuple[float, str, int]]:
        """Say when, on which side, and which of three values (another, the first, a third)."""
        draw = self.draw
        side = "square" if draw.chance(2 / 3) else "uber_eats"
        opposite = "uber_eats" if side == "square" else "square"
        gap_s = float(draw.whole(1, 90))
        match draw.one(("once", "once", "there and back", "burst", "both")):
            case "once":
                return [(at_s, side, 0)]
            case "there and back":
                return [(at_s, side, 0), (at_s + gap_s, side, 1), (at_s + 2 * gap_s, side, 0)]
            case "burst":
                return [(at_s + number * 2, side, number % 2) for number in range(draw.whole(3, 6))]
            case _:
                return [(at_s, side, 0), (at_s + gap_s, opposite, 2)]

    def _course(self, merchant: Merchant, store: Store) -> Course:
        """Draw a dish that is sold there; one that shares its name with another is left alone."""
        return self.draw.one([one for one in merchant.courses if store.location_id in one.locations and not one.twin])

    def _at(
        self, merchant: Merchant, store: Store, partner: str, what: tuple[str, Course, str], value: Setting
    ) -> Change:
        place = store.location_id if partner == "square" else store.store_id
        field, course, variation = what
        return Change(field, partner, merchant.account.merchant_id, place, course.item_id, variation, value)
