"""Fleet: is everything in agreement, and what needs me."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tournant.console.asking import Asking, View
from tournant.console.http import Request
from tournant.console.ledger import ledger
from tournant.console.render import Page
from tournant.console.verdict import verdict
from tournant.console.waiting import handled, waits
from tournant.control.fleet import STATES, Cell, Standing, Verdict, judged
from tournant.kernel import bounds

__all__ = ["fleet"]


@dataclass(frozen=True, slots=True)
class Row:
    """A restaurant, or a merchant with all of its restaurants."""

    name: str
    href: str
    cells: Mapping[str, list[tuple[Cell, Verdict]]]
    """By column."""
    first: bool
    """Of its merchant."""
    merchant: str
    count: int = 1


async def fleet(ask: Asking, view: View, request: Request) -> Page:
    """The page."""
    only = request.query.get("only") == "differences"
    whose = request.query.get("merchant")
    columns = _columns(view.standings)
    demo = ask.parts.demo
    report = await demo.books() if demo and demo.books else None
    lines = waits(view)
    values: dict[str, Any] = {
        "verdict": verdict(view),
        "ledger": ledger(report) if report is not None else None,
        "columns": columns,
        "heads": _heads(view, columns),
        "rows": _rows(view, whose, only=only),
        "only": only,
        "whose": whose,
        "lines": lines[: bounds.WAITING_SHOWN_MAX],
        "more": len(lines) - bounds.WAITING_SHOWN_MAX,
        "handled": handled(view.standings, view.now),
        "breaks": demo is not None and demo.breaking is not None,
    }
    return Page("fleet", "Fleet", "/", values)


def _columns(standings: list[Standing]) -> list[str]:
    """The point of sale, then the channels by name."""
    found = {_column(cell) for standing in standings for cell in standing.cells}
    return sorted(found, key=lambda one: (one != "Point of sale", one.casefold()))


def _column(cell: Cell) -> str:
    return "Point of sale" if cell.role == "pos" else cell.name


def _heads(view: View, columns: list[str]) -> dict[str, tuple[int, int]]:
    """By column: how many links, and of how many the partner does not answer."""
    found = dict.fromkeys(columns, (0, 0))
    for standing in view.standings:
        for cell in standing.cells:
            links, silent = found[_column(cell)]
            found[_column(cell)] = (links + 1, silent + (judged(cell, view.now).word == "no answer"))
    return found


def _rows(view: View, whose: str | None, *, only: bool) -> list[Row]:
    shown = [one for one in view.standings if whose in (None, one.tenant.label)]
    several = whose is None and sum(len(one.restaurants) for one in shown) > bounds.FLEET_ROWS_MAX
    rows = [row for one in shown for row in ([_merged(view, one)] if several else _of(view, one))]
    return [one for one in rows if not only or _differs(one)]


def _differs(row: Row) -> bool:
    return any(verdict.state != "seen" for several in row.cells.values() for _, verdict in several)


def _of(view: View, standing: Standing) -> list[Row]:
    rows = []
    for number, one in enumerate(standing.restaurants):
        cells: dict[str, list[tuple[Cell, Verdict]]] = {}
        for cell in standing.cells:
            if cell.location == one.id:
                cells.setdefault(_column(cell), []).append((cell, judged(cell, view.now)))
        name = one.name.removeprefix(f"{standing.name} ")
        rows.append(Row(name, f"/restaurants/{one.id}", cells, number == 0, standing.name))
    return rows


def _merged(view: View, standing: Standing) -> Row:
    """A merchant as one row: of each column the worst cell."""
    cells: dict[str, list[tuple[Cell, Verdict]]] = {}
    for cell in standing.cells:
        cells.setdefault(_column(cell), []).append((cell, judged(cell, view.now)))
    worst = {name: [min(several, key=lambda one: STATES.index(one[1].state))] for name, several in cells.items()}
    label = quote(standing.tenant.label)
    return Row(standing.name, f"/?merchant={label}", worst, first=True, merchant="", count=len(standing.restaurants))
