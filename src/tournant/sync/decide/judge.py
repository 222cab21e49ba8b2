"""One look at one place, judged: which of the changes that it shows people made.

Only cells that changed since the last look, and cells that something of ours or of a person's is still open on, are
judged; all others are as they were. What we wrote is not noted cell by cell but as the document that carried it:

    what the last look showed ─┐
    what this look shows ──────┼─ changed cells ──► echo ──► a person's edit, our own write, a question, nothing yet
    what each open write carried ┘
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import UNSET, structs

from tournant.sync.decide.cell import PLAIN, Cell, Look, Nature, Shown, is_quiet, quiet
from tournant.sync.decide.echo import COUNTED, Outcome
from tournant.sync.decide.meeting import Meeting, Place, Stage, Takes, may_be_written, meet
from tournant.sync.decide.own import Own, Write

__all__ = [
    "AVAILABILITY",
    "FIELD",
    "PAUSED",
    "Address",
    "Cells",
    "Judged",
    "Open",
    "Scene",
    "Versions",
    "judge",
    "nature_of",
    "text_of",
    "until_of",
]

Address = tuple[str, ...]
"""A canonical address and a field: ("Variation", id, "price")."""
Cells = Mapping[Address, Any]
"""What a place shows, or would show."""
Versions = Mapping[tuple[str, ...], int]
"""The partner's versions of its records, by kind and id; nothing where it has none."""
FIELD: Final = "available"
"""The field of a cell that says whether something can be sold."""
PAUSED: Final = "paused"
"""The field of a cell that says whether a place takes orders."""


@dataclass(frozen=True, slots=True)
class Open:
    """A write of ours that may still have its effect, and what it carried."""

    write: Write
    cells: Cells
    whole: Callable[[Address], bool] = lambda _: True
    """Of which cells it says all: where it leaves one of them out, that is gone; of others it then says nothing."""
    upon: Versions = field(default_factory=dict)
    """The versions of the partner's records on which alone the partner takes it."""
    replaces_all: bool = False
    """What it carries is all that is there once it is done, at once."""

    def at(self, cell: Address) -> Write:
        """The write, as far as it concerns a cell."""
        return structs.replace(self.write, cas=self.upon.get(cell[:2]))

    def says(self, cell: Address) -> bool:
        """Whether it carries anything for a cell."""
        return cell in self.cells or self.whole(cell)

    def is_closed(self, cell: Address, versions: Versions) -> bool:
        """Whether the partner is past the version of the cell's record on which alone it takes this."""
        return self.at(cell).is_closed(versions.get(cell[:2]))


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a judgement needs."""

    look: Look
    stage: Stage
    was: Cells
    """What the last look showed."""
    was_seen: Look
    now: Cells
    canonical: Cells
    """What this place should show."""
    open: Mapping[str, Open]
    kept: Mapping[Address, Cell]
    """Cells about which something had to be remembered."""
    owns: Callable[[Address], bool]
    """Whether the place's source owns a cell's field."""
    versions: Versions = field(default_factory=dict)
    """Of the records that this look shows."""
    versions_were: Versions = field(default_factory=dict)
    """Of those that the last one showed."""


@dataclass(slots=True)
class Judged:
    """What a look comes to."""

    edits: dict[Address, datetime] = field(default_factory=dict)
    """The cells that people changed, and since when at the earliest."""
    observed: set[Address] = field(default_factory=set)
    """Differences that do not travel, because the place is not live."""
    kept: dict[Address, Cell] = field(default_factory=dict)
    """What has to be remembered from now on."""
    closed: set[Address] = field(default_factory=set)
    """Cells that must not be written by the plan of this look."""
    counted: dict[Address, Outcome] = field(default_factory=dict)
    """Rulings behind which a person's edit may hide."""
    asked: set[Address] = field(default_factory=set)
    """Cells about which a person has to be asked from now on."""
    waits: bool = False
    """Something could not be decided yet: no write is over by this look."""
    landed: set[str] = field(default_factory=set)
    """Writes without an answer of which this look shows that they were done."""
    unread: dict[Address, Cell] = field(default_factory=dict)
    """Cells that this look could not show, as they were known before."""


def text_of(value: object) -> Any:  # noqa: ANN401 - a text, or UNSET
    """A value as it is kept and compared."""
    return UNSET if value is UNSET else msgspec.json.encode(value).decode()


AVAILABILITY: Final = Nature(on_sale=text_of(("available",)))
"""What such a cell is about."""


def nature_of(cell: Address) -> Nature:
    """What a cell is about: whether guests can have something, or anything else."""
    return AVAILABILITY if cell[-1] in (FIELD, PAUSED) else PLAIN


def judge(scene: Scene) -> Judged:
    """Judge a look."""
    unanswered = {id_: one for id_, one in scene.open.items() if one.write.ack is None}
    versioned = {id_ for id_, one in unanswered.items() if _is_in_a_later_version(one, scene)}
    arrivals = {id_: _Arrival.of(one, scene) for id_, one in unanswered.items() if one.replaces_all}
    found = Judged(landed=versioned | {id_ for id_, one in arrivals.items() if one.is_whole})
    for cell in sorted(_moving(scene)):
        others = {id_ for id_, one in arrivals.items() if not one.explains(cell)}
        _judge(_without(scene, others), cell, versioned, found)
    return found


def _without(scene: Scene, writes: Collection[str]) -> Scene:
    """The scene as if there were no such writes."""
    return replace(scene, open={id_: one for id_, one in scene.open.items() if id_ not in writes}) if writes else scene


@dataclass(frozen=True, slots=True)
class _Arrival:
    """How much of what a write without an answer carries, and was not there, is there now: all of it comes at once."""

    there: Collection[Address]
    alone: Collection[Address]
    """Those of them that no other write of ours carries as well."""
    away: Collection[Address]

    @classmethod
    def of(cls, one: Open, scene: Scene) -> "_Arrival":
        """By what the last look showed, and this one."""
        differing = [cell for cell in _apart(scene.was, one.cells) if one.says(cell)]
        there = [cell for cell in differing if scene.now.get(cell, UNSET) == one.cells.get(cell, UNSET)]
        away = [cell for cell in differing if scene.now.get(cell, UNSET) == scene.was.get(cell, UNSET)]
        return cls(there, [cell for cell in there if _says_alone(one, cell, scene)], away)

    @property
    def is_whole(self) -> bool:
        """Whether it was done: that somebody else typed its price, or did two of its things, is not taken to be chance.

        That somebody sold out the very thing that it sells out may well be.
        """
        return not self.away and (len(self.alone) > 1 or any(nature_of(cell) is PLAIN for cell in self.alone))

    def explains(self, cell: Address) -> bool:
        """Whether it may be what changed a cell: not where that is there alone, and several others are not."""
        return not (len(self.away) > 1 and list(self.there) == [cell])


def _is_in_a_later_version(one: Open, scene: Scene) -> bool:
    """Whether something that a write alone says is there now, in a later version than it is taken upon.

    It is taken as a whole or not at all: where another record of it shows something else, somebody changed that since.
    """
    return any(
        value == scene.now.get(cell) != scene.was.get(cell)
        and one.is_closed(cell, scene.versions)
        and not one.is_closed(cell, scene.versions_were)
        and _says_alone(one, cell, scene)
        for cell, value in one.cells.items()
    )


def _says_alone(one: Open, cell: Address, scene: Scene) -> bool:
    """Whether no other write of ours that is open carries the same for a cell."""
    value = one.cells.get(cell, UNSET)
    others = (other for other in scene.open.values() if other is not one and other.says(cell))
    return all(other.cells.get(cell, UNSET) != value for other in others)


def _moving(scene: Scene) -> set[Address]:
    """The cells about which there is something to decide.

    One that shows what it showed, though a write of ours has put something else there meanwhile, has been changed back.
    """
    found = set(scene.kept) | _apart(scene.was, scene.now)
    for one in scene.open.values():
        found |= {cell for cell in _apart(scene.was, one.cells) if one.says(cell)}
    return found


def _apart(one: Cells, other: Cells) -> set[Address]:
    return {cell for cell in one.keys() | other.keys() if one.get(cell, UNSET) != other.get(cell, UNSET)}


def _judge(scene: Scene, cell: Address, versioned: Collection[str], found: Judged) -> None:
    before = _known(scene, cell)
    shown = structs.replace(_shown(scene.now.get(cell, UNSET), cell), version=scene.versions.get(cell[:2]))
    writes = {id_: one.at(cell) for id_, one in scene.open.items()}
    value = scene.now.get(cell, UNSET)
    inferred = {
        id_
        for id_ in versioned
        if writes[id_].is_closed(shown.version) and scene.open[id_].cells.get(cell, UNSET) != value
    }
    writes |= {id_: writes[id_].completed(scene.look.begin) for id_ in inferred}
    place = Place(scene.stage, scene.owns(cell), text_of(scene.canonical.get(cell, UNSET)), writes)
    meeting = meet(before, shown, scene.look, place)
    _note(scene, cell, meeting, found)
    if inferred and cell in found.edits:
        found.counted[cell] = Outcome.AMBIGUOUS  # Followed; but no answer says that ours was ever there.
    if meeting.cell.held and not before.held:
        found.asked.add(cell)


def _known(scene: Scene, cell: Address) -> Cell:
    """What is known of a cell: what was kept, or what the last look showed; with what open writes carry for it."""
    known = scene.kept.get(cell)
    if known is None:
        base = _shown(scene.was.get(cell, UNSET), cell)
        known = Cell() if base.value is UNSET else quiet(base.value, base.until, scene.was_seen)
    there = {own.write for own in known.own}
    carried = [
        Own(id_, text_of(one.cells.get(cell, UNSET)), until_of(one.cells.get(cell)), seen=_landed(one, scene))
        for id_, one in sorted(scene.open.items())
        if id_ not in there and one.says(cell) and not one.is_closed(cell, scene.versions_were)
        if not _leaves_alone(one, cell, known, scene)
    ]
    mine = tuple(
        structs.replace(own, seen=own.seen or _landed(scene.open[own.write], scene))
        for own in known.own
        if own.write in scene.open
    )
    return structs.replace(known, own=(*mine, *carried))


def _leaves_alone(one: Open, cell: Address, known: Cell, scene: Scene) -> bool:
    """Whether a write planned while nobody could tell whose this cell is only carries along what was shown there.

    It is no value of ours: whoever put it there is still to be found out, and our write says nothing about that.
    """
    is_undecided = known.pend is not None and one.write.first >= known.pend
    return is_undecided and one.cells.get(cell, UNSET) == scene.was.get(cell, UNSET)


def _landed(one: Open, scene: Scene) -> bool:
    """Whether the last look showed what this write did: it was done for certain before that began."""
    return one.write.ack is not None and one.write.ack <= scene.was_seen.begin


def _note(scene: Scene, cell: Address, meeting: Meeting, found: Judged) -> None:
    if meeting.takes in (Takes.EDIT, Takes.ADOPT):
        found.edits[cell] = meeting.since
    elif meeting.takes in (Takes.OBSERVED, Takes.FIRST):
        found.observed.add(cell)
    found.waits = found.waits or meeting.outcome is Outcome.WAIT
    if meeting.outcome in COUNTED:
        found.counted[cell] = meeting.outcome
    writes = {id_: one.write for id_, one in scene.open.items()}
    if not may_be_written(meeting.cell, meeting.outcome, scene.look, writes):
        found.closed.add(cell)
    if not is_quiet(meeting.cell, scene.look, writes):
        found.kept[cell] = meeting.cell


def _shown(value: object, cell: Address) -> Shown:
    return Shown(text_of(value), nature_of(cell), until_of(value))


def until_of(value: object) -> datetime | None:
    """When the partner will put it on sale again, where its value says so: ("until", an instant)."""
    if isinstance(value, tuple) and len(value) > 1 and isinstance(value[1], datetime):
        return value[1]
    return None
