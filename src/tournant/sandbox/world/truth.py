"""What happened in truth, as those who did it know it: every act with its time. A judge reads it, nobody else does."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from tournant.sandbox.http import Json

__all__ = ["Act", "Cell", "Edit", "Placed", "Truth", "Value"]

Cell = tuple[str, ...]
"""What can be edited, by Square's and Uber's own ids:

    ("name", item, location)         ("price", variation, location)      ("on", variation, location)
    ("choice", modifier, location)   ("hours", location)                 ("paused", store)
    ("custom", item)                 ("house_note", store, Uber's item)
"""
Value = str | int | bool | tuple[tuple[int, int], ...]
"""What it is then: a text, minor units, whether it can be had, stretches of minutes of the week."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody did."""

    at: datetime
    who: str
    """`guest`, `kitchen`, `tablet`, `till`, `weather`, `courier`, `saboteur`, or whoever a demo adds."""
    what: str
    account: str
    """The seller, the store, or the partner."""
    about: str
    """The id of what it was done to."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Somebody changed what is sold, or when."""

    number: int
    """From 1, in the order in which they were done."""
    at: datetime
    partner: str
    account: str
    """The seller or the store where it was done."""
    cells: tuple[Cell, ...]
    """All that it means, wherever it is to be seen."""
    value: Value


@dataclass(frozen=True, slots=True)
class Placed:
    """An order that a guest placed."""

    at: datetime
    order_id: str
    store_id: str


@dataclass
class Truth:
    """All of it, in the order in which it happened."""

    acts: list[Act] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    orders: list[Placed] = field(default_factory=list)
    begun: datetime | None = None
    """When the day began: what was there then is where every field starts from."""
    ended: datetime | None = None
    """When the last planned act was done."""

    def act(self, at: datetime, who: str, what: str, about: tuple[str, str]) -> None:
        """Note an act: at which account, on what."""
        self.acts.append(Act(at, who, what, *about))

    def edit(self, at: datetime, where: tuple[str, str], cells: Iterable[Cell], value: Value) -> None:
        """Note an edit: at which partner and account, of which cells, and what they are now."""
        self.edits.append(Edit(len(self.edits) + 1, at, *where, tuple(cells), value))
        self.act(at, "tablet" if where[0] == "uber_eats" else "till", f"edited to {value}", (where[1], str(cells)))

    def place(self, at: datetime, store_id: str, order: Json) -> None:
        """Note an order that was placed."""
        self.orders.append(Placed(at, order["id"], store_id))
        self.act(at, "guest", "placed", (store_id, order["id"]))
