"""What a look is good for, at each stage of a link: the first sighting, a link that is not live, and one that is.

observe ──live──► baseline (the first look begun since) ──► live
   a look only moves what we expect; edits travel from owners alone        edits travel

"""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from msgspec import Struct

from tournant.kernel import bounds
from tournant.sync.decide.cell import Cell, Look, Shown, rebased
from tournant.sync.decide.echo import Outcome, ingest
from tournant.sync.decide.own import Write

__all__ = ["Meeting", "Place", "Stage", "Takes", "may_be_written", "meet", "stage"]


class Stage(StrEnum):
    """How far a link is trusted at a look."""

    OBSERVE = "observe"
    """It is not live, or the look began before it was."""
    BASELINE = "baseline"
    """The first look that began since it is live: what differs now, differed before."""
    LIVE = "live"


def stage(live_since: datetime | None, look: Look, *, based: bool) -> Stage:
    """The stage of a link at a look; `based` says whether a look that began since it is live was taken in."""
    if live_since is None or (not based and look.begin < live_since):
        return Stage.OBSERVE
    return Stage.LIVE if based else Stage.BASELINE


class Takes(StrEnum):
    """What a look comes to for a cell, as the caller has to act on it."""

    ADOPT = "adopt"
    """A first sighting by its owner: it becomes the catalog's, from ever."""
    FIRST = "first"
    """A first sighting elsewhere: it is what the people there have, and differs or not."""
    OBSERVED = "observed"
    """A difference on a link that is not live: it does not travel."""
    EDIT = "edit"
    """A person's edit: to be weighed against the catalog (`contest`)."""
    RULED = "ruled"
    """Anything else; the outcome says what."""


class Meeting(NamedTuple):
    """What a look came to for one cell."""

    cell: Cell
    takes: Takes
    outcome: Outcome
    """What was decided about the change; SAME where nothing was to be decided."""
    since: datetime


class Place(Struct, frozen=True):
    """The link at which a cell is met, and what the catalog says there."""

    stage: Stage
    owns: bool
    """Whether the link's source owns the field of this cell."""
    canonical: Any
    """What this link should show."""
    writes: dict[str, Write]
    """The open writes of the link."""


_MET_FOR_THE_FIRST_TIME: Final = {True: Takes.ADOPT, False: Takes.FIRST}


def meet(cell: Cell, shown: Shown, look: Look, place: Place) -> Meeting:
    """Take a look at a cell in; a cell that was never seen is `Cell()`."""
    if cell.is_new():
        return Meeting(rebased(cell, shown, look), _MET_FOR_THE_FIRST_TIME[place.owns], Outcome.SAME, cell.since)
    if place.stage is Stage.BASELINE and not place.owns:
        return Meeting(rebased(cell, shown, look), Takes.OBSERVED, Outcome.SAME, cell.since)
    ruling = ingest(cell, shown, look, place.canonical, place.writes)
    takes = Takes.RULED
    if ruling.outcome is Outcome.EDIT:
        takes = Takes.EDIT if place.owns or place.stage is Stage.LIVE else Takes.OBSERVED
    return Meeting(ruling.cell, takes, ruling.outcome, ruling.since)


def may_be_written(cell: Cell, outcome: Outcome | None, look: Look, writes: dict[str, Write]) -> bool:
    """Whether the plan of a look may write this cell; `outcome` is what the same look came to for it.

    Not where a person is asked, or the look decided nothing; not where a write of ours was answered only after the look
    began, for then it may not show what is there; and not where so many writes are open that they cannot be told apart.
    """
    if cell.held or outcome is Outcome.WAIT or len(cell.own) >= bounds.OPEN_WRITES_OF_CELL_MAX:
        return False
    answers = [writes[own.write].ack for own in cell.own]
    return all(answered is None or answered <= look.begin for answered in answers)
