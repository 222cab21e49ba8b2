"""One store from its first menu to its last: what each write made of it, cell by cell."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from tournant.sandbox.http import Json
from tournant.sandbox.judge import week
from tournant.sandbox.judge.identity import Identity
from tournant.sandbox.judge.uber_menu import Group, Plate, Showcase
from tournant.sandbox.times import parsed
from tournant.sandbox.world.world import Course, Merchant, Store

__all__ = ["Told", "Window"]

Cells = dict[tuple[str, ...], Any]
_LAYOUT: Final = "house_layout"


class Told(NamedTuple):
    """What a write said of a cell."""

    at: datetime
    by: str
    cell: tuple[str, ...]
    value: Any


@dataclass
class Window:
    """A store, and how its menu is to be read."""

    merchant: Merchant
    store: Store
    identity: Identity

    def replay(self, writes: Iterable[Json], wanted: Collection[tuple[str, ...]]) -> Iterator[Told]:
        """Go through the store's writes in their order; give what each says of the cells that are wanted."""
        items = {cell[1] for cell in wanted if cell[0] in {"name", "price", "on"}}
        courses = [one for one in self.identity.courses if self._is_wanted(one, items)]
        menu: Json = {}
        for write in writes:
            at = parsed(write["at"])
            if write["what"] == "store.status":
                yield Told(at, write["by"], ("paused", self.store.store_id), is_paused(write["value"]))
                continue
            menu = _after(menu, write)
            showcase = Showcase(menu, at)
            self.identity.learn(showcase, at)
            for cell, value in self._cells(showcase, courses):
                if cell in wanted or cell[0] in {"house_note", "layout"}:
                    yield Told(at, write["by"], cell, value)

    def cells(self, everything: Json, at: datetime) -> Cells:
        """Give everything that the store shows."""
        showcase = Showcase(everything["menu"], at)
        found = dict(self._cells(showcase, self.identity.courses))
        found[("paused", self.store.store_id)] = is_paused(everything["status"])
        return found

    def missing(self, everything: Json, at: datetime) -> list[Course]:
        """Give the dishes that are not on the menu."""
        shown = self.identity.on(Showcase(everything["menu"], at))
        return [one for one in self.identity.courses if one.item_id not in shown]

    def strangers(self, everything: Json, at: datetime) -> list[Plate]:
        """Give what is on the menu and should not be."""
        showcase = Showcase(everything["menu"], at)
        return [showcase.plate(one) for one in self.identity.strangers(showcase)]

    def repeated(self, everything: Json, at: datetime) -> Sequence[str]:
        """Give the names of the categories that guests meet more than once."""
        return Showcase(everything["menu"], at).repeated

    def _is_wanted(self, course: Course, ids: set[str]) -> bool:
        return course.fields or course.item_id in ids or any(one.variation_id in ids for one in course.sizes)

    def _cells(self, showcase: Showcase, courses: Sequence[Course]) -> Iterator[tuple[tuple[str, ...], Any]]:
        where = self.store.location_id
        yield ("hours", where), week.of_uber(showcase.menu)
        yield ("layout", self.store.store_id), _spelled(showcase.menu.get(_LAYOUT))
        shown = self.identity.on(showcase)
        prices: dict[str, set[int]] = {}
        for course in courses:
            if course.item_id in shown:
                plate = showcase.plate(shown[course.item_id])
                yield ("name", course.item_id, where), plate.title
                yield ("house_note", self.store.store_id, plate.id), plate.note
                yield from self._sizes(course, plate)
                yield from self._lists(course, plate, prices)
        yield from ((("choice", one, where), _alone(found)) for one, found in prices.items())

    def _sizes(self, course: Course, plate: Plate) -> Iterator[tuple[tuple[str, ...], Any]]:
        where = self.store.location_id
        if len(course.sizes) == 1:
            only = course.sizes[0].variation_id
            yield ("price", only, where), plate.price
            yield ("on", only, where), plate.on
            return
        group = plate.sizes([one.name for one in course.sizes])
        for size in course.sizes:
            option = group.called(size.name) if group else None
            yield ("price", size.variation_id, where), plate.price + option.price if option else None
            yield ("on", size.variation_id, where), plate.on and option.on if option else False

    def _lists(
        self, course: Course, plate: Plate, prices: dict[str, set[int]]
    ) -> Iterator[tuple[tuple[str, ...], Any]]:
        found = []
        for one in self.merchant.lists:
            group = _called(plate.groups, one.name) if one.list_id in course.lists else None
            if group is None:
                continue
            found.append(one.list_id)
            for choice, name, _ in one.choices:
                option = group.called(name)
                if option:
                    prices.setdefault(choice, set()).add(option.price)
        yield ("lists", course.item_id, self.store.location_id), tuple(sorted(found))


def is_paused(status: Json) -> bool:
    """Read a status, as it is shown or as it was asked for."""
    return status.get("status") == "PAUSED" or str(status.get("offlineReason", "")).startswith("PAUSED")


def _after(menu: Json, write: Json) -> Json:
    match write["what"]:
        case "menu.replace":
            return dict(write["value"])
        case "menu.item":
            items = [write["value"] if one["id"] == write["ref"] else one for one in menu.get("items") or ()]
            return menu | {"items": items}
        case _:
            return menu


def _called(groups: Iterable[Group], name: str) -> Group | None:
    return next((one for one in groups if one.title == name), None)


def _alone(prices: set[int]) -> int | tuple[int, ...]:
    """Give the price of a choice that is shared: one number where it is the same below every dish."""
    found = tuple(sorted(prices))
    return found[0] if len(found) == 1 else found


def _spelled(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    return None if value is None else str(value)
