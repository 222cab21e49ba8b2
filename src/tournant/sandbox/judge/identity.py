"""Which dish of the world is which on a store's menu.

What staff entered is known: the world did it. What a platform adds under ids of its own is recognised when it appears
first, by the name that the dish had until then; of two dishes of one name by the price, of which the world sees to it
that they differ. From then on its id is the dish, whatever it is called or costs. A platform that gave two dishes of
one name each other's ids from the beginning could not be told from one that did not, by guests either.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from tournant.sandbox.judge.names import Names
from tournant.sandbox.judge.uber_menu import Plate, Showcase, spoken
from tournant.sandbox.world.world import Course, Merchant, Store

__all__ = ["Identity"]


class Identity:
    """The dishes of one store, as far as its menus have shown them."""

    def __init__(self, merchant: Merchant, store: Store, names: Names) -> None:
        """Begin with what staff entered."""
        self.courses = tuple(one for one in merchant.courses if store.location_id in one.locations)
        self._names, self._location = names, store.location_id
        here = {one.item_id: one for one in self.courses}
        self._course: dict[str, Course] = {
            uber: here[square] for square, uber in store.matching.items() if square in here
        }
        self._known: set[str] = set(self._course)

    def learn(self, showcase: Showcase, at: datetime) -> None:
        """Recognise what appears for the first time."""
        new = [one for one in showcase.shown if one not in self._known]
        if not new:
            return
        self._known |= set(new)
        shown = set(showcase.shown)
        taken = {one.item_id for uber, one in self._course.items() if uber in shown}
        plates = [showcase.plate(one) for one in new]
        pairs = sorted(self._pairs(plates, at), key=lambda pair: pair[0])
        for _, plate, course in pairs:
            if plate.id not in self._course and course.item_id not in taken:
                self._course[plate.id] = course
                taken.add(course.item_id)

    def on(self, showcase: Showcase) -> Mapping[str, str]:
        """Give the ids of the dishes on a menu by Square's ids of them."""
        return {self._course[one].item_id: one for one in showcase.shown if one in self._course}

    def strangers(self, showcase: Showcase) -> list[str]:
        """Give what stands on a menu and is no dish of the world, or one that stands there already."""
        found = self.on(showcase)
        return [one for one in showcase.shown if one not in found.values()]

    def _pairs(self, plates: Iterable[Plate], at: datetime) -> Iterable[tuple[int, Plate, Course]]:
        for plate in plates:
            for course in self.courses:
                if spoken(plate.title) in self._names.until(course.item_id, at):
                    yield self._distance(plate, course), plate, course

    def _distance(self, plate: Plate, course: Course) -> int:
        first = course.sizes[0]
        sizes = abs(len(course.sizes) > 1) - bool(plate.sizes([one.name for one in course.sizes]))
        return abs(plate.price - first.elsewhere.get(self._location, first.price)) + 1_000 * abs(sizes)
