"""One cell at one link: what we attribute to the people there, and since when.

Values are whatever can be compared for equality. Whoever keeps cells gives values as texts, so that what is read back
is equal to what was kept. UNSET stands for nothing at all: never seen, or not there any more.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from msgspec import UNSET, Struct, structs

from tournant.kernel import bounds
from tournant.sync.decide.own import Own, Write

__all__ = ["LONG_AGO", "PLAIN", "Cell", "Look", "Nature", "Shown", "is_quiet", "quiet", "rebased"]

LONG_AGO: Final = datetime(1, 1, 1, tzinfo=UTC)
"""Before everything."""


class Nature(Struct, frozen=True, omit_defaults=True):
    """What a cell is about, as far as it matters whose change it is: to be sold out is not like any other value.

    A missed "sold out" sells what is not there; a missed "on sale" sells nothing for a while. So only availability has
    a value that is never explained away while the catalog says otherwise, and one that ends by itself.
    """

    on_sale: Any = UNSET
    """The value that means that it can be sold, where the cell is about that."""

    def is_off(self, value: object) -> bool:
        """Whether a value means that it cannot be sold."""
        return self.on_sale is not UNSET and value is not UNSET and bool(value != self.on_sale)

    def is_on(self, value: object) -> bool:
        """Whether a value means that it can be sold."""
        return self.on_sale is not UNSET and bool(value == self.on_sale)


PLAIN: Final = Nature()
"""A price, a name, a list: no value is more than another."""


class Look(Struct, frozen=True):
    """When a partner was read: what it shows was so at some instant between the two."""

    begin: datetime
    end: datetime

    @classmethod
    def of(cls, began: datetime, ended: datetime, read_lag: timedelta) -> "Look":
        """A look at a partner that may show a state as old as the read lag that it declares."""
        return cls(began - read_lag, ended)


class Shown(Struct, frozen=True, omit_defaults=True):
    """What a look shows of a cell."""

    value: Any = UNSET
    nature: Nature = PLAIN
    until: datetime | None = None
    """When the partner will put it on sale again by itself, as it declares."""
    version: int | None = None
    """The partner's version of the record in which the cell stands, where it has one."""

    def at(self, look: Look) -> "Shown":
        """The same as it holds: a "sold out" that had ended when the look began is on sale."""
        over = self.until is not None and self.until <= look.begin and self.nature.is_off(self.value)
        return structs.replace(self, value=self.nature.on_sale, until=None) if over else self


class Cell(Struct, frozen=True, omit_defaults=True):
    """What we attribute to the people there: it moves only with what is seen."""

    base: Any = UNSET
    until: datetime | None = None
    """When the partner will put it on sale again by itself."""
    since: datetime = LONG_AGO
    """The begin of the last look that confirmed `base`: a change seen now is later than this."""
    moved: datetime = LONG_AGO
    """The end of the look, or the completion, that moved `base` last."""
    shown: datetime = LONG_AGO
    """The end of the last look that showed `base` as it stood."""
    held: bool = False
    """A person is asked: sold out here, on sale in the catalog, and it cannot be told who did it."""
    pend: datetime | None = None
    """When the value that could not be decided yet was first seen."""
    passed: bool = False
    """That value certainly came after base did."""
    echoed: datetime | None = None
    """The end of the look that explained `base` as ours, while nothing else moved it."""
    own: tuple[Own, ...] = ()
    """What open writes of ours carry for it."""

    def is_new(self) -> bool:
        """Whether it is a first sighting: nothing was there, and we wrote nothing there but that nothing shall be."""
        return self.base is UNSET and all(own.value is UNSET for own in self.own)


def rebased(cell: Cell, shown: Shown, look: Look) -> Cell:
    """The cell whose base is simply what is there: a first sighting, the first look of a live link, or an answer."""
    now = shown.at(look)
    return Cell(now.value, now.until, look.begin, look.end, look.end, own=cell.own)


def is_quiet(cell: Cell, look: Look, writes: Mapping[str, Write]) -> bool:
    """Whether a cell says no more than that this look, the last, showed it: then `quiet` is as good, and it can go.

    A menu has tens of thousands of cells and most of them are quiet: a link keeps their values and its last look once.
    What open writes carry for a cell may be kept elsewhere (with the documents that carry it) as long as nothing of it
    was seen, and the cell has not moved since they were decided.
    """
    is_remembered = cell.echoed is not None and (look.begin - cell.echoed).total_seconds() < bounds.ECHO_REMEMBERED_S
    is_confirmed = cell.since == look.begin and max(cell.shown, cell.moved) == look.end
    is_untouched = all(not own.seen and not own.late and cell.moved <= writes[own.write].first for own in cell.own)
    return is_confirmed and is_untouched and not (cell.held or cell.pend is not None or is_remembered)


def quiet(value: object, until: datetime | None, look: Look, own: tuple[Own, ...] = ()) -> Cell:
    """The cell of which only its value, the last look, and what open writes carry for it were kept."""
    return Cell(value, until, look.begin, shown=look.end, own=own)
