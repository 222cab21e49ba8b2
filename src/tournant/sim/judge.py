"""The judge of a run: trusts the partners' books, what people say they did, and the log; no decision of ours.

a deed ─► it stands ─► well
       ─► a later one stands ─► well
       ─► the platform wrote over it before any look of its own could show it ─► unseen: counted apart
       ─► the platform said that it may have lost it (unsure, asked, refused) ─► counted
       ─► otherwise ─► lost: a finding
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from tournant.facts.rows import decode_row, encode_row, row_key
from tournant.log.records import CanonRow
from tournant.sandbox.http import Json
from tournant.sandbox.partner import Partner
from tournant.sandbox.times import parsed
from tournant.sim.archive import Archive, Look
from tournant.sim.people import Deed
from tournant.sim.reading import (
    HOURS,
    Cell,
    Value,
    at_location,
    channel,
    hours_at_till,
    hours_on_channel,
    notes,
    numbered,
    till,
)
from tournant.sim.town import Merchant

__all__ = ["Case", "Found", "judge_books", "judge_merchant"]

_QUIET: Final = timedelta(seconds=60)
_ALWAYS: Final = timedelta(days=1)
_SAYS_SO: Final = frozenset({"unsure", "asked", "edit_refused", "not_held"})
"""Kinds of facts by which the platform says that a person's edit may not stand."""
_FIELDS: Final = {
    "name": "name",
    "price": "price",
    "available": "on",
    "stock_tracked": "on",
    "count": "on",
    "hours": "hours",
}
"""By the last word of the platform's cells: what people change."""
_OF_A_PLACE: Final = frozenset({"on", "hours"})


@dataclass
class Found:
    """What was found."""

    findings: list[str] = field(default_factory=list)
    unseen: int = 0
    """Deeds that nobody could see before the platform wrote over them."""
    counted: int = 0
    """Deeds that do not stand, or not everywhere, and the platform says so."""
    echoes: list[str] = field(default_factory=list)
    """What the platform took for a person's edit where nobody had edited: its own write, come back."""


# ---------------------------------------------------------------------- the partners' books


def judge_books(partners: Iterable[Partner], ended: datetime, found: Found) -> None:
    """No limit was ever exceeded, and nothing is written any more once everything is quiet."""
    for partner in partners:
        found.findings += [
            f"limit: {one.limit} of {one.key} exceeded at {one.at} by {one.path}" for one in partner.books.violations
        ]
        found.findings += [
            f"no rest: {partner.name}: {one.what} of {one.ref} at {one.at}, in the last quiet minute"
            for one in partner.books.writes
            if one.by == "api" and parsed(one.at) > ended - _QUIET
        ]


# ---------------------------------------------------------------------- one merchant


@dataclass
class Case:
    """A merchant, with all that is known."""

    merchant: Merchant
    seller: list[Json]
    """Objects of the point of sale, now,"""
    places: list[Json]
    """and its locations."""
    menus: Mapping[str, Json]
    now: datetime
    archive: Archive
    first: Mapping[tuple[str, Cell], Value]
    """What every cell was at each location when people began."""
    writes: Mapping[str, Sequence[tuple[datetime, Json]]]
    """By account: what the platform wrote there, as documents."""

    def looks_at(self, account: str) -> list[Look]:
        """The looks at one account."""
        return [one for one in self.archive.looks if one.account == account]

    def told(self, account: str) -> list[tuple[datetime, Json]]:
        """What the platform wrote to one account, and from when on it knows that it did."""
        known = [(began, ended) for one, began, ended in self.archive.known if one == account]
        return [
            (ended, document)
            for at, document in self.writes.get(account, ())
            for began, ended in known
            if began <= at <= ended
        ]


def judge_merchant(case: Case, deeds: Sequence[Deed], noted: Mapping[tuple[str, int], str], found: Found) -> None:
    """Everything about one merchant."""
    _judge_agreement(case, found)
    _judge_deeds(case, deeds, found)
    _judge_folds(case, deeds, found)
    _judge_notes(case, noted, found)
    _judge_log(case.archive, found)


def _judge_agreement(case: Case, found: Found) -> None:
    """Both sides show the same, but where a person is asked what is meant: that is held on this link until then."""
    for store in case.merchant.stores:
        here = at_location(case.seller, case.places, store.location)
        menu = case.menus[store.id]
        there = channel(menu, case.now) | {HOURS: hours_on_channel(menu) or ""}
        for cell in sorted(here.keys() | there.keys(), key=str):
            if here.get(cell) == there.get(cell):
                continue
            if _is_said(case, (store.location, cell), frozenset({"asked"}), case.now - _ALWAYS):
                found.counted += 1
                continue
            found.findings.append(
                f"apart: {_spelled(cell)} at {store.id}: {here.get(cell)!r} at the till, {there.get(cell)!r} there"
            )


def _judge_deeds(case: Case, deeds: Sequence[Deed], found: Found) -> None:
    chains: dict[tuple[str, Cell], list[Deed]] = defaultdict(list)
    for one in deeds:
        for location in case.merchant.locations:
            # What is sold out is so at one place, as hours are; a name and a price are everywhere.
            if one.cell[0] not in _OF_A_PLACE or one.location == location:
                chains[location, one.cell].append(one)
    for location in case.merchant.locations:
        for cell, stands in at_location(case.seller, case.places, location).items():
            chain = chains.get((location, cell), ())
            if not _is_explained(case, chain, stands, found) and case.first.get((location, cell)) != stands:
                found.findings.append(f"changed by nobody: {_spelled(cell)} at {location} is {stands!r}")


def _is_explained(case: Case, chain: Sequence[Deed], stands: Value, found: Found) -> bool:
    """Whether deeds say why this stands: the last of them, or the one before if nobody could see the last, and so on.

    Where the platform counted one, or lost it, there is nothing more to explain.
    """
    for deed in reversed(chain):
        if deed.value == stands:
            return True
        if _is_said(case, (deed.location, deed.cell), _SAYS_SO, deed.at):
            found.counted += 1
            return True
        if _was_seen(case, deed):
            what = f"{_spelled(deed.cell)} = {deed.value!r} at {deed.partner} of {deed.account}, {deed.at.time()}"
            found.findings.append(f"lost: {what}: {stands!r} stands")
            return True
        found.unseen += 1
    return False


def _was_seen(case: Case, deed: Deed) -> bool:
    """Whether a look that was taken in showed it after it was done, as something else than was known to be there.

    A, B, A between two looks is nothing that anybody could see, unless the platform knew, when it began to look, that
    it had written B meanwhile.
    """
    known: Value | None = None
    shown = [(one.began, _cell_in(one.document, deed, one.ended), one.ended) for one in case.looks_at(deed.account)]
    told = [(at, _cell_in(document, deed, at), None) for at, document in case.told(deed.account)]
    for _, value, ended in sorted([*shown, *told], key=lambda one: one[0]):
        if ended and ended >= deed.at and value == deed.value:
            return known != deed.value
        known = known if value is None else value
    return False


def _cell_in(document: Json, deed: Deed, at: datetime) -> Value | None:
    if deed.cell == HOURS and deed.partner == "square":
        return hours_at_till(document.get("locations") or [], deed.location)
    if deed.cell == HOURS:
        return hours_on_channel(document)
    if deed.partner == "square":
        return till(document.get("objects") or [], deed.location).get(deed.cell)
    return channel(document, at).get(deed.cell)


def _is_said(case: Case, where: tuple[str, Cell], kinds: frozenset[str], since: datetime) -> bool:
    """Whether the platform says of this of a dish, at a location, that an edit may have been lost, then or later."""
    location, cell = where
    ids = _places(case.archive.rows, location) if cell == HOURS else _ids(case.archive.rows, int(cell[1]))
    elsewhere = {store.id for store in case.merchant.stores if cell[0] in _OF_A_PLACE and store.location != location}
    for one in case.archive.facts:
        if one.fact.kind in kinds and one.fact.at >= since:
            said: dict[str, Any] = msgspec.json.decode(one.fact.body)
            is_here = case.archive.places.get(said["target"]) not in elsewhere
            if is_here and ids & set(said["cell"]) and _FIELDS.get(said["cell"][-1]) == cell[0]:
                return True
    return False


def _ids(rows: Iterable[CanonRow], number: int) -> set[str]:
    """The ids of a dish and its sizes: by the name that stands in our rows."""
    items: set[str] = set()
    sizes: list[tuple[str, str]] = []
    for one in rows:
        said: dict[str, Any] = msgspec.json.decode(one.body) if one.kind in {"Item", "Variation"} else {}
        if one.kind == "Item" and numbered(_text(said.get("name"))) == number:
            items.add(one.key)
        elif one.kind == "Variation":
            sizes.append((one.key, said.get("parent") or said.get("item") or ""))
    return items | {key for key, item in sizes if item in items}


def _places(rows: Iterable[CanonRow], location: str) -> set[str]:
    """The ids of a location."""
    named = (one for one in rows if one.kind == "Location")
    return {one.key for one in named if msgspec.json.decode(one.body).get("external_id") == location}


def _text(name: object) -> str:
    return name if isinstance(name, str) else msgspec.json.encode(name).decode()


def _judge_folds(case: Case, deeds: Sequence[Deed], found: Found) -> None:
    """What is taken for a person's edit was one: somebody did that, there, before."""
    of_dishes = [one for one in reversed(deeds) if one.cell != HOURS]
    done = {(one.account, one.cell[0], int(one.cell[1])): one.at for one in of_dishes}
    numbers = {id_: dish.number for dish in case.merchant.dishes for id_ in _ids(case.archive.rows, dish.number)}
    for one in case.archive.facts:
        if one.fact.kind == "cells_folded":
            said: dict[str, Any] = msgspec.json.decode(one.fact.body)
            account = case.archive.places[said["target"]]
            for cell in said["cells"]:
                key = (account, _FIELDS.get(cell[-1], ""), numbers.get(cell[1], -1))
                if key[1] and key[2] >= 0 and done.get(key, one.fact.at) >= one.fact.at:
                    found.echoes.append(f"taken for an edit: {' '.join(cell)} at {account}, {one.fact.at.time()}")


def _judge_notes(case: Case, noted: Mapping[tuple[str, int], str], found: Found) -> None:
    """What nobody models is as it was."""
    kitchens = notes(case.seller)
    wrong = [one.number for one in case.merchant.dishes if one.number % 4 == 0 and kitchens.get(one.number) != "Grill"]
    found.findings += [f"erased: the kitchen of dish {one} of {case.merchant.seller}" for one in wrong]
    for store in case.merchant.stores:
        there = {}
        for item in case.menus[store.id].get("items") or ():
            number = numbered(str(next(iter(item["title"]["translations"].values()), "")))
            if number is not None:
                there[store.id, number] = (item.get("house_note") or {}).get("printer")
        found.findings += [
            f"erased: the note on dish {key[1]} at {store.id}"
            for key, said in noted.items()
            if key[0] == store.id and there.get(key) != said
        ]


def _judge_log(archive: Archive, found: Found) -> None:
    """Facts come to exactly the rows that stand, and no claim is without an answer."""
    folded: dict[tuple[str, str], bytes] = {}
    for one in archive.facts:
        if one.fact.kind == "rows_changed":
            said: dict[str, Any] = msgspec.json.decode(one.fact.body)
            for kind, rows in (said.get("puts") or {}).items():
                for row in (decode_row(kind, msgspec.json.encode(raw)) for raw in rows):
                    folded[kind, row_key(row)] = encode_row(row)
            for kind, key in said.get("gone") or ():
                folded.pop((kind, key), None)
    stands = {(one.kind, one.key): one.body for one in archive.rows}
    found.findings += [
        f"fold: {kind} {key} is not what the facts say" for kind, key in sorted(_apart(folded, stands))[:5]
    ]
    found.findings += [f"unanswered: the claim of {one.intent.id}, {one.at}" for one in archive.claims]


def _apart(one: Mapping[tuple[str, str], bytes], other: Mapping[tuple[str, str], bytes]) -> set[tuple[str, str]]:
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


def _spelled(cell: Cell) -> str:
    return " ".join(str(part) for part in cell)
