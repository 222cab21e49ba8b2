"""Answers of people to questions: what is meant by a cell about which nobody could tell who changed it.

theirs   what is shown there is an edit, made now: it is the catalog's from now on
ours     what the catalog says stands: the next write puts it back there
"""

from dataclasses import dataclass
from typing import Any, Final

import msgspec

from tournant.facts.commands import operator
from tournant.kernel.row import UNSET
from tournant.lens import Refused as Unreadable
from tournant.project.availability import AVAILABLE
from tournant.sync import channel
from tournant.sync.decide import till
from tournant.sync.decide.cell import PLAIN, Shown, rebased
from tournant.sync.decide.contest import Register
from tournant.sync.decide.ingest import compared
from tournant.sync.decide.judge import AVAILABILITY, FIELD, Address, text_of, until_of
from tournant.sync.desk import Place
from tournant.sync.looking import Sighting, note_rows
from tournant.sync.masking import common_of
from tournant.sync.partners import spot_of
from tournant.sync.wish import CannotBe, Wish

__all__ = ["decide"]

_SOLD_OUT: Final = ("indefinitely",)
"""What a point of sale shows as long as the doubt lasts: of nothing else can it not be told who did it."""


@dataclass(frozen=True, slots=True)
class _Question:
    cell: Address
    sighting: Sighting

    @property
    def place(self) -> Place:
        return self.sighting.spot.place


async def decide(wish: Wish) -> str:
    """Answer a question."""
    question, takes = await _asked(wish)
    value = _folded(wish, question, is_edit=takes == "theirs")
    turn, place, cell = wish.turn, question.place, question.cell
    shadow = turn.desk.shadow(place)
    shown = Shown(text_of(value), AVAILABILITY if cell[-1] == FIELD else PLAIN, until_of(value))
    cells = [
        (address, rebased(known, shown, question.sighting.look) if tuple(address) == cell else known)
        for address, known in shadow.cells
    ]
    asked = [one for one in shadow.asked if tuple(one.cell) != cell]
    turn.put(place, msgspec.structs.replace(shadow, cells=cells, asked=asked))
    wish.note_act(place[0])
    # Of an account any of its links leads to where it is written; every link is concerned where the catalog changed.
    for link in turn.desk.links.values():
        if takes == "theirs" or place[0] in (link.id, link.account):
            turn.dirty.setdefault(link.id, wish.why)
    return "it is the catalog's now" if takes == "theirs" else "the next write restores what the catalog says"


async def _asked(wish: Wish) -> tuple[_Question, str]:
    """The question that is meant, and the answer."""
    takes, target = wish.command.args.get("take"), wish.command.target
    if takes not in ("theirs", "ours"):
        raise CannotBe("what is taken is either theirs or ours")
    try:
        cell = tuple(msgspec.json.decode(wish.command.args.get("cell", ""), type=list[str]))
    except msgspec.DecodeError:
        raise CannotBe('the cell is a list of texts, such as ["Variation","var_1","available"]') from None
    for place, shadow in wish.turn.desk.shadows.items():
        question = next((one for one in shadow.asked if tuple(one.cell) == cell), None)
        spot = spot_of(wish.turn.desk, wish.partners, place) if place[0] == target and question else None
        if question and question.why and takes == "theirs" and spot:
            raise CannotBe(f"{question.why}; say it in the catalog by hand, and take ours here")
        if spot is not None and shadow.seen is not None:
            text = await wish.library.text(shadow.seen.address)
            return _Question(cell, Sighting(spot, shadow.seen, text, wish.why)), takes
    raise CannotBe(f"nothing is asked about {' '.join(cell)} at {target}")


def _folded(wish: Wish, question: _Question, *, is_edit: bool) -> Any:  # noqa: ANN401 - what a cell holds
    """What is shown; where it is the answer, it is made the catalog's."""
    if question.sighting.spot.manifest.role == "pos":
        return _folded_at_the_till(wish, question, is_edit=is_edit)
    turn, sighting, cell = wish.turn, question.sighting, question.cell
    there = channel.channel_of(turn.desk, sighting.spot)
    try:
        seen = there.decode(sighting.text)
    except Unreadable as why:
        raise CannotBe(f"what is shown there cannot be read: {why}") from None
    value = there.view(seen).get(cell, UNSET)
    if is_edit:
        if value is UNSET:
            raise CannotBe("it is not there any more")
        _register(wish, common_of(turn.desk)(there.link.id, cell), value)
        channel.bring_home(turn, sighting, there, seen, frozenset({cell}))
    return value


def _folded_at_the_till(wish: Wish, question: _Question, *, is_edit: bool) -> Any:  # noqa: ANN401 - what a cell holds
    rows, cells = wish.turn.desk.listed(), wish.turn.desk.shadow(question.place).cells
    is_out = any(tuple(address) == question.cell and known.held for address, known in cells)
    value = _SOLD_OUT if is_out else AVAILABLE
    if is_edit:
        _register(wish, question.cell, value)
        said = till.sold_out_after(rows, {question.cell: value})
        changes = compared(wish.turn.desk.rows, {**rows, "Availability": said})
        if changes:
            note_rows(wish.turn, question.sighting, changes)
    return value


def _register(wish: Wish, cell: Address, value: object) -> None:
    now = wish.turn.now
    wish.turn.register(cell, Register(text_of(value), operator(wish.command.by), now, now, until_of(value)))
