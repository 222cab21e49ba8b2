"""Whether every link is in agreement: what both sides hold is the same, and is what the last edit made it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tournant.sandbox.http import Json
from tournant.sandbox.judge.evidence import Evidence
from tournant.sandbox.judge.fields import Fields
from tournant.sandbox.judge.identity import Identity
from tournant.sandbox.judge.looks import Looks
from tournant.sandbox.judge.names import Names
from tournant.sandbox.judge.square_menu import Till
from tournant.sandbox.judge.store import Window
from tournant.sandbox.judge.till_writes import told_at_till
from tournant.sandbox.times import parsed
from tournant.sandbox.world.truth import Cell, Truth
from tournant.sandbox.world.world import Merchant, World

__all__ = ["Findings", "agreement"]

_OURS = frozenset({"name", "price", "on", "choice", "lists", "hours", "paused"})
_NOT_OURS = frozenset({"custom", "house_note", "layout"})


@dataclass
class Findings:
    """What was found about menus."""

    fields: Fields
    links: dict[str, list[str]] = field(default_factory=dict)
    """By store: what is not as it should be."""
    lost: set[Cell] = field(default_factory=set)
    """Edited fields that are not what an edit made them."""
    erased: list[str] = field(default_factory=list)
    """Fields that are not the platform's, and not as they were left."""
    concurrent: int = 0
    unseen: int = 0


def agreement(world: World, truth: Truth, evidence: Evidence, names: Names, settings: "Settings") -> Findings:
    """Judge every link."""
    looks = {name: Looks(evidence.pages(name).calls, settings.way_s) for name in ("square", "uber_eats")}
    fields = Fields(looks, settings.race_s)
    for edit in truth.edits:
        for cell in edit.cells:
            fields.edits.setdefault(cell, []).append(edit)
    found = Findings(fields)
    for merchant in world.merchants:
        _Merchant(merchant, evidence, found, settings.not_judged).judge(names)
    _count(found)
    return found


@dataclass(frozen=True, slots=True)
class Settings:
    """What a judge allows for."""

    way_s: float = 10.0
    """Seconds of the world for which a call may be on its way, on either side, and by which a read may be behind."""
    race_s: float = 60.0
    """Seconds of the world within which an edit may be overwritten by a write that was composed before it."""
    not_judged: frozenset[str] = frozenset()
    """Sorts of fields that this run does not judge; the report names them."""


@dataclass
class _Merchant:
    """One merchant's links."""

    merchant: Merchant
    evidence: Evidence
    found: Findings
    not_judged: Collection[str]
    first: dict[Cell, Any] = field(default_factory=dict)

    def judge(self, names: Names) -> None:
        account = self.merchant.account.merchant_id
        written = [one for one in self.evidence.square.writes if one["account"] == account]
        till = Till(self.evidence.sellers[account])
        self._begin(written)
        for told in told_at_till(self.merchant, written, self.found.fields.edits):
            self.found.fields.told.setdefault(told.cell, []).append((account, told))
        windows = [self._window(store.store_id, names) for store in self.merchant.stores]
        shown = {spot.location_id: till.cells(spot.location_id) for spot in self.merchant.locations}
        for cells in shown.values():
            self._not_ours({cell: value for cell, value in cells.items() if cell[0] == "custom"})
        for window in windows:
            self._link(window, shown[window.store.location_id])

    def _begin(self, written: Iterable[Json]) -> None:
        """Note what every field was before anybody edited it: the point of sale's word, as the world made it."""
        for spot in self.merchant.locations:
            self.first["hours", spot.location_id] = spot.opening.week()
        for one in self.merchant.lists:
            for choice, _, price in one.choices:
                self.first |= {("choice", choice, spot.location_id): price for spot in self.merchant.locations}
        for course in self.merchant.courses:
            for where in course.locations:
                self.first["name", course.item_id, where] = course.name
                self.first["lists", course.item_id, where] = tuple(sorted(course.lists))
                for size in course.sizes:
                    self.first["price", size.variation_id, where] = size.elsewhere.get(where, size.price)
                    self.first["on", size.variation_id, where] = True
        for told in told_at_till(self.merchant, written, None):
            self.first.setdefault(told.cell, told.value)

    def _window(self, store_id: str, names: Names) -> Window:
        store = next(one for one in self.merchant.stores if one.store_id == store_id)
        window = Window(self.merchant, store, Identity(self.merchant, store, names))
        self.first["paused", store_id] = False
        fields = self.found.fields
        writes = [one for one in self.evidence.uber.writes if one["account"] == store_id]
        for told in window.replay(writes, fields.edits):
            if told.cell[0] in _NOT_OURS and told.by == "staff":
                self.first.setdefault(told.cell, told.value)
            if told.by == "api":
                fields.told.setdefault(told.cell, []).append((store_id, told))
        return window

    def _link(self, window: Window, till: Mapping[Cell, Any]) -> None:
        store = window.store.store_id
        everything, at = self.evidence.stores[store], parsed(self.evidence.time)
        cells = window.cells(everything, at)
        wrong = [f"{course.name} is not on the menu" for course in window.missing(everything, at)]
        here = ("name", window.store.location_id)
        gone = (cell for cell in self.first if (cell[0], cell[-1]) == here and cell not in till)
        wrong += [f"{self.first[cell]} is not at the till" for cell in gone]
        wrong += [
            f"{one.title} is on the menu and is no dish, or stands there twice"
            for one in window.strangers(everything, at)
        ]
        wrong += [f"the category {one} stands in two menus" for one in window.repeated(everything, at)]
        wrong += self._differences(cells, till)
        for side, shown in (("Uber Eats", cells), ("Square", till)):
            wrong += self._not_as_edited(side, shown)
        self.found.links[store] = wrong
        self._not_ours({cell: value for cell, value in cells.items() if cell[0] in _NOT_OURS}, store)

    def _differences(self, cells: Mapping[Cell, Any], till: Mapping[Cell, Any]) -> Iterator[str]:
        for cell, value in cells.items():
            if cell[0] not in _OURS or cell[0] in self.not_judged or cell not in till:
                continue
            same = set(till[cell]) <= set(value) if cell[0] == "lists" else till[cell] == value
            if not same:
                yield f"{_spelled(cell)} is {value!r} at Uber Eats and {till[cell]!r} at Square"

    def _not_as_edited(self, side: str, shown: Mapping[Cell, Any]) -> Iterator[str]:
        for cell, value in shown.items():
            if cell[0] not in _OURS or cell[0] in {"lists", *self.not_judged} or cell not in self.first:
                continue
            allowed = self.found.fields.allowed(cell, self.first[cell])
            if value not in allowed.values:
                if self.found.fields.edits.get(cell):
                    self.found.lost.add(cell)
                yield f"{_spelled(cell)} is {value!r} at {side} and should be {allowed.values[0]!r}"

    def _not_ours(self, shown: Mapping[Cell, Any], store: str | None = None) -> None:
        """Fields that the platform does not model are as they were left, on whichever side they are."""
        kinds = {"custom"} if store is None else {"house_note", "layout"}
        for cell, first in self.first.items():
            if cell[0] not in kinds or (store is not None and cell[1] != store):
                continue
            allowed = self.found.fields.allowed(cell, first)
            if shown.get(cell) not in allowed.values and (store is not None or cell in shown):
                said = f"{_spelled(cell)} is {shown.get(cell)!r} and should be {allowed.values[0]!r}"
                if said not in self.found.erased:
                    self.found.erased.append(said)


def _count(found: Findings) -> None:
    for cell in found.fields.edits:
        allowed = found.fields.allowed(cell, None)
        found.concurrent += allowed.concurrent
        found.unseen += allowed.unseen


def _spelled(cell: Cell) -> str:
    return " ".join(cell)
