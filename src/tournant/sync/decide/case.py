"""One decision while it is made: one cell, what a look shows of it, and what of ours could explain that."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tournant.sync.decide.cell import Cell, Look, Nature, Shown
from tournant.sync.decide.own import Own, Write

__all__ = ["Case", "Mine"]


@dataclass(slots=True)
class Mine:
    """What a write of ours carries for this cell, while it is judged."""

    write: Write
    value: Any
    until: datetime | None
    seen: bool
    late: int

    def own(self) -> Own:
        """It, as it is kept."""
        return Own(self.write.id, self.value, self.until, self.seen, self.late)


@dataclass(slots=True)
class Case:
    """One decision while it is made: what is seen, what is expected, and what of ours could explain it."""

    cell: Cell
    seen: Shown
    look: Look
    canonical: Any
    mine: list[Mine]
    base: Any = field(init=False)
    base_until: datetime | None = field(init=False)
    since: datetime = field(init=False)
    moved: datetime = field(init=False)
    shown: datetime = field(init=False)
    pend: datetime = field(init=False)
    passed: bool = field(init=False)
    in_doubt: tuple[Any, ...] = ()
    """Values that completed writes of ours left, or did not leave, behind: their order is unknown."""
    is_explained: bool = False
    """The completed write put there what is seen, and could have before it was first seen."""
    has_ended: bool = False

    def __post_init__(self) -> None:
        """Begin with what is known of the cell."""
        self.base, self.base_until, self.since = self.cell.base, self.cell.until, self.cell.since
        self.moved, self.shown, self.passed = self.cell.moved, self.cell.shown, self.cell.passed
        self.pend = self.look.end if self.cell.pend is None else self.cell.pend

    @property
    def value(self) -> Any:  # noqa: ANN401 - whatever cells hold
        """What is seen."""
        return self.seen.value

    @property
    def nature(self) -> Nature:
        """What the cell is about."""
        return self.seen.nature

    @property
    def sells_out_what_is_on_sale(self) -> bool:
        """Whether it is sold out there, and on sale in the catalog."""
        return self.nature.is_off(self.value) and self.nature.is_on(self.canonical)

    @property
    def carrying(self) -> list[Mine]:
        """Writes of ours that carry what is seen."""
        return [mine for mine in self.mine if mine.value == self.value]

    @property
    def arriving(self) -> list[Mine]:
        """Those of them that were not seen yet."""
        return [mine for mine in self.carrying if not mine.seen]
