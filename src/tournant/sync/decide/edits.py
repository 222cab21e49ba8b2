"""What an operator changes here, as canonical rows: a value, what is sold out where, opening hours, a pause.

An edit is checked whole before anything is changed; a ValueError says in one sentence what cannot be.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final, get_args

from tournant.canon.columns import Weekday
from tournant.canon.hours import OpeningHours, Pause
from tournant.canon.rules.hours import well_formed
from tournant.kernel import bounds, money
from tournant.kernel.ids import derived
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET
from tournant.project.availability import AVAILABLE, State
from tournant.project.dayparts import Opening
from tournant.sync.decide import till
from tournant.sync.decide.judge import FIELD, Address

__all__ = ["Edit", "hours", "pause", "priced", "said_of_places", "spelled", "worded"]

Rows = Mapping[str, list[Any]]
_SOLD: Final = ("Item", "Variation", "Modifier")
_DAYS: Final[tuple[str, ...]] = get_args(Weekday)
_SHORT: Final = {day[:3]: number for number, day in enumerate(_DAYS)}
_NEVER: Final = frozenset({"", "closed", "none", "never"})
_PERIOD: Final = re.compile(r"(?:(daily)|([a-z]{3})(?:-([a-z]{3}))?) +([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit comes to."""

    rows: Rows
    """All rows, as they are after it."""
    cells: Mapping[Address, Any]
    """What holds from now on, by the address that the catalog registers it under."""


def worded(rows: Rows, kind: str, id_: str, column: str, value: str) -> Edit:
    """Another name or description."""
    if column not in till.COLUMNS.get(kind, ()):
        columns = ", ".join(till.COLUMNS.get(kind, ())) or "nothing"
        raise ValueError(f"of a {kind} {columns} can be set, not {column!r}")
    text = value.strip()
    if column == "name" and not text:
        raise ValueError("a name cannot be empty")
    if len(text) > bounds.SET_TEXT_CHARS_MAX:
        raise ValueError(f"a text of more than {bounds.SET_TEXT_CHARS_MAX} characters is too long")
    return _edited(rows, {(kind, id_, column): text or None})


def priced(rows: Rows, kind: str, id_: str, value: str) -> Edit:
    """Another price, in the currency of the one before; of an item with one size it is that size's."""
    if kind == "Item":
        sizes = [row.id for row in rows.get("Variation", ()) if row.parent == id_]
        if len(sizes) != 1:
            raise ValueError(f"{id_} has {len(sizes)} sizes, each with its price: {', '.join(sizes) or 'none'}")
        kind, id_ = "Variation", sizes[0]
    if "price" not in till.COLUMNS.get(kind, ()):
        raise ValueError(f"a {kind} has no price")
    row = next(row for row in rows[kind] if row.id == id_)
    amount, _, said = value.strip().partition(" ")
    price = money.from_decimal(amount, _currency(rows, row, said.strip().upper()))
    if money.to_decimal(price) < 0:
        raise ValueError("a price cannot be below nothing")
    return _edited(rows, {(kind, id_, "price"): price})


def said_of_places(rows: Rows, kind: str, id_: str, places: list[str], said: State) -> Edit:
    """Sold out, or on sale again, at some locations."""
    if kind not in _SOLD:
        raise ValueError(f"a {kind} is not sold: name an item, a size or a modifier")
    # An item on sale again is all of its sizes; a size on sale again leaves the others of its item as they were.
    sizes = till.sizes_of(rows).get(id_, []) if kind == "Item" else []
    things = [id_, *sizes] if said == AVAILABLE else [id_]
    values: dict[Address, Any] = {("Availability", thing, place, FIELD): said for thing in things for place in places}
    known: dict[Address, Any] = {("Availability", one, place, FIELD): said for one in (id_, *sizes) for place in places}
    if said == AVAILABLE and kind == "Variation":
        return Edit({**rows, "Availability": till.sold_out_after(rows, values)}, known)
    return Edit(till.with_values(rows, values), known)


def hours(rows: Rows, location: str, said: str) -> Edit:
    """Other opening hours, all of them: "mon-fri 11:00-22:00, sat 12:00-23:00"."""
    if said.strip().lower() in _NEVER:
        # Without any hours nobody says when it is open, and a channel offers its menus around the clock.
        raise ValueError(f"never open cannot be said in hours: pause it instead (`tournant pause {location}`)")
    periods = sorted(set(_periods(said)))
    made = [_opening(location, *period) for period in periods]
    wrong = list(well_formed({"OpeningHours": made}))
    if wrong:
        raise ValueError(f"these hours cannot be: {wrong[0].reason}")
    kept = [row for row in rows.get("OpeningHours", ()) if row.parent != location]
    return Edit({**rows, "OpeningHours": [*kept, *made]}, {("Location", location, "hours"): tuple(periods)})


def spelled(opening: Opening) -> str | None:
    """Opening hours as a person says them, and may say them here: the days of a week in their order, runs together."""
    by_day = [tuple((one, other) for name, one, other in opening if name == day) for day in _DAYS]
    found = []
    for same, days in groupby(range(len(_DAYS)), key=lambda number: by_day[number]):
        numbers = list(days)
        names = [_DAYS[number][:3] for number in numbers]
        named = "daily" if len(names) == len(_DAYS) else names[0] if len(names) == 1 else f"{names[0]}-{names[-1]}"
        found += [f"{named} {opens}-{closes}" for opens, closes in same]
    return ", ".join(found) or None


def pause(rows: Rows, location: str, said: State, *, since: datetime, reason: str | None) -> Edit:
    """No orders for a while, or orders again."""
    kept = [row for row in rows.get("Pause", ()) if row.parent != location]
    if said != AVAILABLE:
        until: Any = said[1] if len(said) > 1 else None
        id_ = derived("tournant", "Pause", location)
        made = Pause(id_, None, location, UNSET, paused=True, since=since, until=until, reason=reason)
        kept.append(made)
    return Edit({**rows, "Pause": kept}, {("Location", location, "paused"): said})


def _edited(rows: Rows, values: Mapping[Address, Any]) -> Edit:
    return Edit(till.with_values(rows, values), values)


def _currency(rows: Rows, row: Any, said: str) -> str:  # noqa: ANN401 - a row with a price
    """The currency in which a thing is priced; what was said has to be that."""
    held = getattr(row, "price", None)
    known = {held.currency} if isinstance(held, Money) else _currencies(rows)
    if said and (said not in known if known else False):
        raise ValueError(f"it is priced in {', '.join(sorted(known))}, not in {said}")
    found = {said} if said else known
    if len(found) != 1:
        raise ValueError('nothing says in which currency: add it, as in "6.75 USD"')
    return found.pop()


def _currencies(rows: Rows) -> set[str]:
    prices = (getattr(row, "price", None) for kind in ("Variation", "Modifier") for row in rows.get(kind, ()))
    return {price.currency for price in prices if isinstance(price, Money)}


def _periods(said: str) -> Iterator[tuple[str, str, str]]:
    """A weekday with the two ends of a period, for each that is said."""
    for part in said.lower().split(","):
        found = _PERIOD.fullmatch(part.strip())
        if found is None:
            raise ValueError(f'{part.strip()!r} is no period: write "mon 11:00-22:00" or "mon-fri 11:00-22:00"')
        daily, first, last, opens, closes = found.groups()
        for day in _DAYS if daily else _days(first, last or first):
            yield day, opens, closes


def _days(first: str, last: str) -> Iterator[str]:
    for name in (first, last):
        if name not in _SHORT:
            raise ValueError(f"{name!r} is no day: write {', '.join(_SHORT)}")
    count = (_SHORT[last] - _SHORT[first]) % len(_DAYS) + 1
    return (_DAYS[(_SHORT[first] + number) % len(_DAYS)] for number in range(count))


def _opening(location: str, day: str, opens: str, closes: str) -> OpeningHours:
    id_ = derived("tournant", "OpeningHours", f"{location} {day} {opens}")
    days: Any = (day,)
    return OpeningHours(id_, None, location, UNSET, weekdays=days, opens=opens, closes=closes)
