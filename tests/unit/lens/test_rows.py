"""How rows are made: wide ones, and those of values that repeat."""

from typing import Any

import msgspec
import pytest

from tournant.kernel import bounds
from tournant.kernel.row import UNSET, Entity, UnsetType
from tournant.lens import Conv, Doc, Each, F, Lens

COLUMNS = [f"c{number}" for number in range(70)]
Wide: Any = msgspec.defstruct(
    "Wide", [(column, str | UnsetType | None, UNSET) for column in COLUMNS], bases=(Entity,), frozen=True, gc=False
)


class Item(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET


def refused(text: str) -> str:
    if text == "bad":
        raise ValueError("never")
    return text.upper()


@pytest.mark.parametrize("every", [1, 2, 3, 5, 69, 100])
def test_a_row_of_many_columns_holds_each_value_in_its_own(every: int) -> None:
    """However many columns a row class has and a table maps, each value is in its column and the others are UNSET."""
    mapped = COLUMNS[1::every]
    codec = Lens(Doc("acme.wide", (Each(Wide, "rows[]", fields={column: f"m.{column}" for column in mapped}),)))
    values = {column: f"value of {column}" for column in mapped}
    read = codec.decode(msgspec.json.encode({"rows": [{"id": "a", "m": values}]}))
    assert read.rows["Wide"] == [Wide("a", "a", UNSET, 0, **values)]


def test_what_a_conversion_refuses_is_refused_each_time() -> None:
    """Of values that repeat, one that cannot be converted is a problem wherever it stands, and no other is."""
    codec = Lens(
        Doc("acme.repeats", (Each(Item, "rows[]", fields={"name": F("n", Conv(str, refused, str, repeats=True))}),))
    )
    rows = [{"id": str(number), "n": "bad" if number % 3 == 0 else "a"} for number in range(9)]
    for _ in range(2):
        read = codec.decode(msgspec.json.encode({"rows": rows}))
        assert [problem.path for problem in read.problems] == [f"$.rows[{number}].n" for number in (0, 3, 6)]
        assert {row.name for row in read.rows["Item"]} == {"A"}


def test_no_more_values_are_remembered_than_there_is_room_for() -> None:
    """A document with more different values than are remembered is read all the same."""
    codec = Lens(Doc("acme.many", (Each(Item, "rows[]", fields={"name": F("n", Conv(int, str, int, repeats=True))}),)))
    numbers = [*range(bounds.PRICES_REMEMBERED_MAX + 5), 0, 1]
    rows = [{"id": str(at), "n": number} for at, number in enumerate(numbers)]
    read = codec.decode(msgspec.json.encode({"rows": rows}))
    assert [row.name for row in read.rows["Item"]] == list(map(str, numbers))
