"""Whatever rows say, the rules answer with a list."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tournant.canon import kinds, rules
from tournant.kernel.money import BareAmount, Money
from tournant.kernel.row import UNSET, Row

IDS = st.sampled_from(["a", "b", "c"])
TEXT = st.sampled_from(["a", "b", "c", "", "09:00", "24:00", "9", "0.5", "monday", "USD", "\ud800"])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXT,
    "integer": st.integers(-2, 5),
    "number": st.floats(),
    "true or false": st.booleans(),
    "date": st.sampled_from([date.min, date(2025, 1, 1), date.max]),
    "instant": st.sampled_from([datetime(2025, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]),
    "price": st.sampled_from([Money(1, "USD"), Money(-5, "JPY"), Money(10**30, "ZZZ"), BareAmount("0.1")]),
    "list of texts": st.lists(st.sampled_from(["monday", "sunday", "x"]), max_size=3).map(tuple),
}


def rows_of(name: str) -> st.SearchStrategy[list[Row]]:
    """Some rows of one kind, with any of its columns set."""
    kind = kinds.KINDS[name]
    columns: dict[str, st.SearchStrategy[Any]] = {}
    required: dict[str, st.SearchStrategy[Any]] = {}
    for column, field in zip(kinds.columns(kind), msgspec.structs.fields(kind), strict=True):
        values = VALUES.get(column.type, TEXT)
        if field.name in ("id", "target"):
            required[field.name] = IDS
        elif field.default is UNSET:
            columns[field.name] = st.none() | values
        else:
            required[field.name] = st.none() | (IDS if field.name in ("parent", "external_id") else values)
    made = st.fixed_dictionaries(required, optional=columns).map(lambda given_: kind(**given_))
    return st.lists(made, max_size=3)


DOCUMENTS = st.fixed_dictionaries({}, optional={name: rows_of(name) for name in kinds.KINDS})


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_any_rows_are_judged(rows: dict[str, list[Row]]) -> None:
    """Broken rows are violations and never exceptions, and the same rows have the same ones."""
    found = rules.violations(rows)
    assert found == rules.violations(rows)
    assert all(path and reason for path, reason in found)
