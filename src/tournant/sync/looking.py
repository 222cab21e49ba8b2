"""What every look has in common, on either side: what was seen before, what is open, and what is kept afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from tournant.facts.rows import encode_row
from tournant.facts.sync import Quarantined, RowsChanged, WriteSettled
from tournant.kernel import bounds
from tournant.lens import Decoded
from tournant.log.records import Why
from tournant.project.availability import AVAILABLE
from tournant.sdk import Resource
from tournant.sync.decide import retry, state
from tournant.sync.decide.cell import Cell, Look
from tournant.sync.decide.ingest import Changes
from tournant.sync.decide.judge import FIELD, Address, Cells, Judged, Open, Scene, Versions, judge
from tournant.sync.decide.meeting import Stage
from tournant.sync.decide.own import Write
from tournant.sync.decide.state import Question, Seen, Shadow
from tournant.sync.decide.unread import known_before, without
from tournant.sync.library import Library
from tournant.sync.partners import Spot
from tournant.sync.turn import Turn

__all__ = ["Reading", "Sighting", "after", "judged", "note_problems", "note_rows", "pruned"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One look at one place, answered."""

    spot: Spot
    seen: Seen
    text: bytes
    why: Why
    released: bool = False
    """Somebody said that it shall be followed, however much it changes."""

    @property
    def look(self) -> Look:
        """The interval in which what it shows was so."""
        return state.look_of(self.seen, self.spot.resource)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a document of a place becomes cells, what the place should show, and who owns what there."""

    cells: Callable[[bytes], Cells]
    canonical: Cells
    owns: Callable[[Address], bool]
    carried: Callable[[Write, bytes], Open] | None = None
    """What a write of ours carries, where that is not all that its document shows."""
    elsewhere: Mapping[str, Open] = field(default_factory=dict)
    """Writes of another resource, of which something shows here."""
    versions: Callable[[bytes], Versions] = lambda _: {}
    """The partner's versions of the records in a document."""
    replaces_all: bool = False
    """What is written is all that there is then."""
    leaves_out_what_is_on_sale: bool = False
    """Only what is sold out is named."""
    is_unread: Callable[[Address], bool] | None = None
    """Whether this look says nothing of a cell that it does not show; None where it shows all that there is."""

    def carries(self, write: Write, text: bytes) -> Open:
        """A write of ours, with what it carries."""
        found = Open(write, self.cells(text)) if self.carried is None else self.carried(write, text)
        return replace(found, upon=self.versions(text), replaces_all=self.replaces_all)


async def judged(turn: Turn, sighting: Sighting, now: Cells, reading: Reading, library: Library) -> Judged:
    """Judge a look; a first sight of a place has nothing to be judged against."""
    shadow, resource = turn.desk.shadow(sighting.spot.place), sighting.spot.resource
    if shadow.seen is None:
        return Judged()
    before = await library.text(shadow.seen.address)
    open_ = dict(reading.elsewhere)
    for id_, one in shadow.open.items():
        open_[id_] = reading.carries(state.as_write(one, resource), await library.text(one.document))
    look = sighting.look
    scene = Scene(
        look=look,
        stage=state.stage_of(shadow, look),
        was=reading.cells(before),
        was_seen=state.look_of(shadow.seen, resource),
        now=now,
        canonical=reading.canonical,
        open=open_,
        kept={tuple(cell): known for cell, known in (*shadow.unread, *shadow.cells)},
        owns=reading.owns,
        versions=reading.versions(sighting.text),
        versions_were=reading.versions(before),
    )
    if reading.leaves_out_what_is_on_sale:
        scene = _with_what_is_on_sale(scene)
    missing = _unread(scene, now, reading)
    found = judge(without(scene, missing))
    found.unread = known_before(scene, missing)
    return found


def _unread(scene: Scene, now: Cells, reading: Reading) -> set[Address]:
    """The cells of which anything is known, but that this look cannot show."""
    if reading.is_unread is None:
        return set()
    named = {*scene.was, *scene.kept, *(cell for one in scene.open.values() for cell in one.cells)}
    return {cell for cell in named - now.keys() if reading.is_unread(cell)}


def _with_what_is_on_sale(scene: Scene) -> Scene:
    """The scene with "on sale" said of everything of which anybody says anything."""
    places = [scene.was, scene.now, scene.canonical, *(one.cells for one in scene.open.values())]
    named = {cell for cells in (*places, scene.kept) for cell in cells if cell[-1] == FIELD}
    said: Cells = dict.fromkeys(named, AVAILABLE)
    return replace(scene, was={**said, **scene.was}, now={**said, **scene.now}, canonical={**said, **scene.canonical})


def after(turn: Turn, sighting: Sighting, shadow: Shadow, found: Judged, *, ends: bool = True) -> Shadow:
    """The shadow after a look: what was seen, what is still open, what has to be remembered.

    It `ends` no write of which the effect shows elsewhere.
    """
    look, resource = sighting.look, sighting.spot.resource
    shadow = _with_landed(shadow, found, look)
    closed = _closed(shadow, sighting)
    if found.waits:
        # What it showed may be older than what an earlier look showed: a look that began later can tell.
        later = timedelta(seconds=resource.read_lag_s + bounds.LOOK_UNDECIDED_S)
        turn.look(sighting.spot.place, turn.now + later, sighting.why)
    if closed:
        write = shadow.open[closed]
        shadow = msgspec.structs.replace(shadow, vain=retry.counted(shadow.vain, write, turn.now))
        settled_as = WriteSettled(*sighting.spot.place, closed, *retry.came_to(write, shadow.vain))
        turn.note(sighting.spot.place[0], settled_as, sighting.why)
    elif shadow.write and (write := shadow.open[shadow.write]).ended:
        # It began too early to show what was written, as one does that a webhook brought forward.
        turn.look(sighting.spot.place, state.next_look(write, resource, turn.now), sighting.why)
    over = {
        id_
        for id_, one in shadow.open.items()
        if id_ != shadow.write or closed == id_
        if ends and not found.waits and state.as_write(one, resource).is_over(look.begin)
    }
    settled = shadow.open[closed] if closed else None
    # What was open of a cell that this look could not show is open still.
    undecided = {cell: known for cell, known in found.unread.items() if _is_undecided(known)}
    return msgspec.structs.replace(
        shadow,
        seen=sighting.seen,
        write=None if closed else shadow.write,
        open={id_: one for id_, one in shadow.open.items() if id_ not in over},
        cells=_listed({**found.kept, **undecided}),
        unread=_listed({cell: known for cell, known in found.unread.items() if cell not in undecided}),
        waits=found.waits,
        asked=_asked(shadow, found, sighting.seen.ended),
        based=shadow.based or state.stage_of(shadow, look) is Stage.BASELINE,
        written=settled.step if settled and settled.is_done else shadow.written,
    )


def _is_undecided(known: Cell) -> bool:
    """Whether a person is asked about a cell, or nothing could be decided of it yet."""
    return known.held or known.pend is not None


def _listed(cells: Mapping[Address, Cell]) -> list[tuple[list[str], Cell]]:
    return [(list(cell), known) for cell, known in sorted(cells.items())]


def _with_landed(shadow: Shadow, found: Judged, look: Look) -> Shadow:
    """The shadow, knowing which writes without an answer this look has shown to be done."""
    landed = {
        id_: msgspec.structs.replace(one, landed=look.begin) for id_, one in shadow.open.items() if id_ in found.landed
    }
    return msgspec.structs.replace(shadow, open={**shadow.open, **landed}) if landed else shadow


def _asked(shadow: Shadow, found: Judged, now: datetime) -> list[Question]:
    """The questions that are open: those of before, and those that this look raises."""
    there = {tuple(one.cell) for one in shadow.asked}
    return [*shadow.asked, *(Question(list(cell), now) for cell in sorted(found.asked) if cell not in there)]


def _closed(shadow: Shadow, sighting: Sighting) -> str | None:
    """The write that this look shows, so that another may be planned from it."""
    write = shadow.open.get(shadow.write) if shadow.write else None
    shows = write is not None and state.is_shown(write, sighting.spot.resource, sighting.seen.began)
    return shadow.write if shows else None


def pruned(shadow: Shadow, resource: Resource, look: Look) -> Shadow:
    """The shadow without the writes of which this look, elsewhere, has shown all that they will ever do."""
    open_ = {
        id_: one
        for id_, one in shadow.open.items()
        if id_ == shadow.write or not state.as_write(one, resource).is_over(look.begin)
    }
    return msgspec.structs.replace(shadow, open=open_)


def note_rows(turn: Turn, sighting: Sighting, found: Changes) -> None:
    """Change canonical rows, and say so in facts of a bounded size."""
    turn.change_rows(found)
    for link in turn.desk.links.values():
        turn.dirty.setdefault(link.id, sighting.why)
    puts = [(kind, row) for kind, rows in found.puts.items() for row in rows]
    parts = range(0, max(1, len(puts)), bounds.ROWS_A_FACT_MAX)
    for start in parts:
        some: dict[str, list[msgspec.Raw]] = {}
        for kind, row in puts[start : start + bounds.ROWS_A_FACT_MAX]:
            some.setdefault(kind, []).append(msgspec.Raw(encode_row(row)))
        gone = found.gone if start == parts[-1] else []
        seen, place = sighting.seen, sighting.spot.place
        turn.note(place[0], RowsChanged(*place, seen.address, seen.began, seen.ended, some, gone), sighting.why)


def note_problems(turn: Turn, sighting: Sighting, found: Decoded) -> None:
    """Say which parts of a document could not be read."""
    if found.problems:
        first = [f"{one.path}: {one.reason}" for one in found.problems[: bounds.PROBLEMS_NOTED_MAX]]
        note_unreadable(turn, sighting, len(found.problems), first)


def note_unreadable(turn: Turn, sighting: Sighting, count: int, first: list[str]) -> None:
    """Say that a document, or so many parts of it, could not be read."""
    place = sighting.spot.place
    turn.note(place[0], Quarantined(*place, sighting.seen.address, count, first), sighting.why)


def kept(shadow: Shadow) -> Mapping[Address, Cell]:
    """The cells about which something is remembered."""
    return {tuple(cell): known for cell, known in shadow.cells}


def undecided_cells(shadow: Shadow) -> frozenset[Any]:
    """The cells about which a person is asked, or of which the last look decided nothing."""
    return frozenset(cell for cell, known in kept(shadow).items() if _is_undecided(known))


def closed_cells(shadow: Shadow) -> frozenset[Any]:
    """The cells that may not be written now: those, and what the last look could not show."""
    return undecided_cells(shadow) | {tuple(cell) for cell, _ in shadow.unread}
