"""Edits that a look showed, weighed against what the catalog holds; and what has to be said about the others.

judged edits ──contest──► folded: they are the catalog's, and a register says since when
                    └───► overruled, drift, a question: counted and noted
    folded, while the same was explained as ours elsewhere ──► masked: counted and noted
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from tournant.facts.sync import Asked, Unsure
from tournant.kernel import bounds
from tournant.log.records import Why
from tournant.sync.decide.cell import Look
from tournant.sync.decide.contest import Policy, Register, Verdict, contest
from tournant.sync.decide.echo import Outcome
from tournant.sync.decide.judge import Address, Cells, Judged, nature_of, text_of, until_of
from tournant.sync.masking import Common, Echoes, common_of
from tournant.sync.turn import Turn

__all__ = ["Weighing", "fold"]


@dataclass(frozen=True, slots=True)
class Weighing:
    """Where edits were made, and who decides there."""

    target: str
    source: str
    """Who is taken to have said what this place shows."""
    policy: Callable[[Address], Policy]
    look: Look
    now: Cells
    why: Why


def fold(turn: Turn, judged: Judged, weighing: Weighing) -> frozenset[Address]:
    """The edits that become the catalog's."""
    found = _winners(turn, judged.edits, weighing) if judged.edits else frozenset()
    for cell in sorted(judged.asked):
        turn.note(weighing.target, Asked(weighing.target, list(cell), _said(weighing.now, cell)), weighing.why)
    for cell, outcome in sorted(judged.counted.items()):
        if outcome is not Outcome.HOLD:  # What is held was asked, once, when it became so.
            turn.note(weighing.target, Unsure(weighing.target, list(cell), str(outcome)), weighing.why)
    return found


def _winners(turn: Turn, edits: Mapping[Address, datetime], weighing: Weighing) -> frozenset[Address]:
    found: dict[Address, Register] = {}
    common = common_of(turn.desk)
    for cell, since in sorted(edits.items()):
        if cell in weighing.now and (won := _winner(turn, cell, since, weighing, common)):
            found[cell] = won
    echoes = Echoes(turn.desk, common)
    for cell, won in found.items():
        echoes.note_masked(turn, common(weighing.target, cell), won, weighing.why)
    return frozenset(found)


def _winner(turn: Turn, cell: Address, since: datetime, weighing: Weighing, common: Common) -> Register | None:
    """The edit, where it becomes the catalog's."""
    policy = weighing.policy(cell)
    if policy.kind == "owner" and policy.owner != weighing.source:
        return None
    key = common(weighing.target, cell)
    value = weighing.now[cell]
    edit = Register(text_of(value), weighing.source, since, weighing.look.end, until_of(value))
    held = turn.desk.registers.get(key)
    weighed = contest(held, edit, policy, nature_of(cell))
    if weighed.overruled is not None:
        turn.note(weighing.target, Unsure(weighing.target, list(cell), "overruled"), weighing.why)
    if weighed.verdict is Verdict.ASK:
        turn.note(weighing.target, Asked(weighing.target, list(cell), _said(weighing.now, cell)), weighing.why)
    if weighed.verdict is not Verdict.FOLD:
        return None
    turn.register(key, edit)
    return edit


def _said(now: Cells, cell: Address) -> str:
    return msgspec.json.encode(now.get(cell)).decode()[: bounds.VALUE_NOTED_CHARS_MAX]
