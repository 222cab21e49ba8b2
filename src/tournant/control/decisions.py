"""Decisions: what only a person can settle, each with what was read and what each choice would do.

A choice is a command that is complete here; whoever makes it says only which, and shows by `read` that he saw the same.
"""

import asyncio
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal

import msgspec

from tournant.control.fleet import Cell, Standing, judged
from tournant.control.reading import adapter
from tournant.control.restaurant import Address, Material, Restaurant, compare, read_material
from tournant.facts.commands import Command
from tournant.facts.sync import Difference
from tournant.kernel import bounds
from tournant.log.port import Store
from tournant.log.records import Tenant
from tournant.sync.decide.match import SURE, Proposal
from tournant.sync.decide.plan import CannotPlan
from tournant.sync.desk import Place
from tournant.sync.going_live import FirstWrite, first_writes, step_of
from tournant.sync.matching import undecided
from tournant.sync.partners import MENU, spot_of
from tournant.sync.writing import written_place

__all__ = ["Choice", "Decision", "Decisions", "Kind", "Pair"]

Kind = Literal["match", "ask", "held", "refused", "preview"]
_ORDER: Final[tuple[Kind, ...]] = ("ask", "held", "match", "preview", "refused")
_DO: Final[Mapping[str, Literal["match", "unmatch", "decide", "release", "live", "look"]]] = {
    "match": "match",
    "refuse": "unmatch",
    "theirs": "decide",
    "ours": "decide",
    "release": "release",
    "live": "live",
    "look": "look",
}
"""By the name of a choice: the command that it is."""


_UNSAID: Final = (None, "nothing", "available")
"""How a difference words what is as good as not said."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One of ours and one of theirs that are probably the same."""

    id: str
    external_id: str
    kind: str
    name: str
    theirs: str
    by: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person can choose."""

    name: str
    """match, refuse; theirs, ours; release; live; look."""
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that waits for a person."""

    id: str
    kind: Kind
    tenant: Tenant
    target: str
    """A link or an account."""
    partner: str
    restaurants: tuple[str, ...]
    """Our ids of the locations that it concerns."""
    since: datetime | None
    why: str | None
    count: int
    choices: tuple[Choice, ...]
    pairs: tuple[Pair, ...] = ()
    cell: Address = ()
    thing: str = ""
    shows: Any = None
    says: Any = None
    """What the catalog says."""
    undecided: int = 0
    beside: tuple[str, ...] = ()
    """Of a preview: what would be written besides the menu, and what else comes of it."""
    read: str = ""
    """The fingerprint of all this."""

    def command(self, name: str, by: str, only: str | None = None) -> Command | None:
        """What a choice comes to; of one pair alone where one is named; None where there is no such choice."""
        choice = next((one for one in self.choices if one.name == name), None)
        if choice is None or (only is not None and only not in choice.args):
            return None
        args = dict(choice.args) if only is None else {only: choice.args[only]}
        return Command(_DO[name], self.target, by, args)


class Decisions:
    """Finds what waits; looks again only where something happened."""

    def __init__(self, store: Store) -> None:
        """Nothing is found yet."""
        self._store = store
        self._found: dict[Tenant, tuple[tuple[object, ...], tuple[Decision, ...]]] = {}
        self._one = asyncio.Lock()
        """Menus are compared for one merchant at a time: it is work for a processor that receives webhooks too."""

    async def all(self, standings: Iterable[Standing], now: datetime, proposing: AbstractSet[str]) -> list[Decision]:
        """Those of these merchants, by kind, the oldest first; of live links, matches only of those that are named."""
        found = [one for standing in standings for one in await self._of(standing, now, proposing)]
        return sorted(found, key=lambda one: (_ORDER.index(one.kind), one.since or now, one.id))

    async def _of(self, standing: Standing, now: datetime, proposing: AbstractSet[str]) -> tuple[Decision, ...]:
        here = frozenset(one.link for one in standing.cells) & proposing
        version = (standing.version, here)
        async with self._one:
            before = self._found.get(standing.tenant)
            if before is not None and before[0] == version:
                return before[1]
            if not here and all(judged(one, now).state not in ("you", "bad") for one in standing.cells):
                found: tuple[Decision, ...] = ()
            else:
                material = await read_material(self._store, standing.tenant)
                found = await asyncio.to_thread(_all, standing, material, here)
            self._found[standing.tenant] = (version, found)
            return found


def _all(standing: Standing, material: Material, proposing: AbstractSet[str]) -> tuple[Decision, ...]:
    return tuple(_finished(one) for one in _found(standing, material, proposing))


def _finished(one: Decision) -> Decision:
    """With its id, and the fingerprint of what is read."""
    name = _hashed([one.kind, one.tenant.label, one.target, one.cell, one.why if one.kind == "match" else ""])
    pairs = [[pair.id, pair.external_id, pair.name, pair.theirs] for pair in one.pairs]
    args = [[choice.name, sorted(choice.args.items())] for choice in one.choices]
    said = [repr(one.shows), repr(one.says), one.why, one.count, one.undecided, one.beside, str(one.since), pairs, args]
    return replace(one, id=f"dec_{name}", read=_hashed(said))


def _hashed(value: object) -> str:
    return hashlib.blake2b(msgspec.json.encode(value), digest_size=8).hexdigest()


def _found(standing: Standing, material: Material, proposing: AbstractSet[str]) -> Iterator[Decision]:
    done: set[tuple[str, ...]] = set()
    for cell in standing.cells:
        for one in _of_cell(standing, material, cell, is_proposing=cell.link in proposing):
            key = (one.kind, one.target, *one.cell, one.why or "")
            if key not in done:  # What an account has for all of its stores is one decision.
                done.add(key)
                yield one


def _of_cell(standing: Standing, material: Material, cell: Cell, *, is_proposing: bool) -> Iterator[Decision]:
    if any(look.asked for look in cell.looks):
        yield from _questions(standing, material, cell, compare(material, cell.location))
    yield from _stopped(standing, cell)
    is_first = cell.mode != "live" and cell.seen is not None
    if is_first or is_proposing:
        pairs = _proposed(material, cell.link)
        sure = [one for one in pairs if one.by in SURE]
        yield from _matches(standing, cell, sure, "by number")
        yield from _matches(standing, cell, [one for one in pairs if one.by not in SURE], "by name")
        if is_first:
            yield from _preview(standing, material, cell, len(pairs))


def _base(standing: Standing, cell: Cell, kind: Kind, target: str) -> Decision:
    of: tuple[str, ...] = (cell.location,)
    if target == cell.account:
        of = tuple(one.location for one in standing.cells if one.account == target)
    return Decision("", kind, standing.tenant, target, cell.name, of, None, None, 1, ())


def _questions(standing: Standing, material: Material, cell: Cell, compared: Restaurant) -> Iterator[Decision]:
    column = next(one for one in compared.columns if one.link == cell.link)
    for look in cell.looks:
        for one in material.desk.shadow(look.place).asked:
            address = tuple(one.cell)
            if address[0] == "Availability" and cell.location not in address[2:]:
                continue
            args = {"cell": msgspec.json.encode(address).decode()}
            here = next((each for each in column.asked if address[1] in each), address)
            yield replace(
                _base(standing, cell, "ask", look.place[0]),
                since=one.since,
                why=one.why,
                choices=(Choice("theirs", {**args, "take": "theirs"}), Choice("ours", {**args, "take": "ours"})),
                cell=address,
                thing=compared.names.get(address[1], address[1]),
                shows=column.shown.get(here),
                says=column.wanted.get(here),
            )


def _stopped(standing: Standing, cell: Cell) -> Iterator[Decision]:
    for look in cell.looks:
        if look.held:
            choice = Choice("release", {"resource": look.place[1]})
            held = _base(standing, cell, "held", look.place[0])
            yield replace(held, since=look.held.at, why=look.held.why, choices=(choice,))
        if look.refused and not look.agrees:
            refused = _base(standing, cell, "refused", look.place[0])
            yield replace(refused, since=look.refused.at, why=look.refused.why, choices=(Choice("look"),))


def _matches(standing: Standing, cell: Cell, found: list[Proposal], why: str) -> Iterator[Decision]:
    if found:
        shown = found[: bounds.PAIRS_SHOWN_MAX]  # What was not read is not settled.
        said = {one.id: one.external_id for one in shown}
        pairs = tuple(Pair(one.id, one.external_id, one.kind, one.name, one.theirs, one.by) for one in shown)
        match = _base(standing, cell, "match", cell.link)
        choices = (Choice("match", said), Choice("refuse", said))
        yield replace(match, why=why, count=len(found), choices=choices, pairs=pairs)


def _preview(standing: Standing, material: Material, cell: Cell, left: int) -> Iterator[Decision]:
    desk, texts = material.desk, material.texts
    place = written_place(desk, cell.link, adapter)
    if place is None or place not in texts:
        return
    try:
        found = first_writes(desk, adapter, cell.link, texts)
    except CannotPlan:
        return
    one = _base(standing, cell, "preview", cell.link)
    choice = Choice("live", {"preview": step_of(found, texts)})
    count = sum(_counts(difference) for each in found for difference in each.differences if each.place == place)
    beside = tuple(said for each in found for said in _beside(each, place))
    yield replace(one, count=count, choices=(choice,), undecided=left, beside=beside)


def _beside(one: FirstWrite, menu: Place) -> Iterator[str]:
    """What going live does besides the menu, or with it: a line each."""
    if one.place != menu:
        for each in one.differences:
            yield f"{' '.join(each.cell)}: {each.shows or 'nothing'} → {each.wanted or 'nothing'}"
    if one.said:
        yield one.said


def _counts(one: Difference) -> bool:
    """Whether it is one, as the restaurant's page counts: of what is not there, nothing is said that need not be."""
    return (None if one.shows in _UNSAID else one.shows) != (None if one.wanted in _UNSAID else one.wanted)


def _proposed(material: Material, link: str) -> list[Proposal]:
    place = (link, MENU)
    spot, text = spot_of(material.desk, adapter, place), material.texts.get(place)
    if spot is None or spot.manifest.role != "channel" or text is None:
        return []
    try:
        return undecided(material.desk, spot, text)
    except CannotPlan:
        return []
