"""Rows as bytes: every row of every kind comes back as it was, and what is no row is refused."""

import typing
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tournant import canon
from tournant.canon import kinds
from tournant.facts.rows import decode_row, encode_row, row_key
from tournant.kernel.money import BareAmount, Money
from tournant.kernel.row import UNSET, Link, Row, UnsetType

TEXT = st.text(max_size=6)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=3))])
LEAVES: dict[object, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers() | st.sampled_from([2**63, -(2**63)]),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    type(None): st.none(),
    UnsetType: st.just(UNSET),
    Money: st.builds(Money, st.integers(), st.sampled_from(["USD", "JPY", "KWD"])),
    BareAmount: st.builds(BareAmount, st.sampled_from(["8.99", "9", "-0.5", "0"])),
    tuple[str, ...]: st.lists(TEXT, max_size=3).map(tuple),
}


def values(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - any type that a column may have
    """Values of a column's type."""
    if hint in LEAVES:
        return LEAVES[hint]
    if typing.get_origin(hint) is typing.Literal:
        return st.sampled_from(typing.get_args(hint))
    if typing.get_origin(hint) is typing.Annotated:
        return st.datetimes(timezones=ZONES)
    if typing.get_args(hint):
        return st.one_of(*map(values, typing.get_args(hint)))
    return st.from_type(hint)


def rows_of(name: str) -> st.SearchStrategy[Row]:
    """Rows of one kind, with any of its columns left out, empty or set."""
    kind = kinds.KINDS[name]
    hints = typing.get_type_hints(kind, include_extras=True)
    return st.builds(kind, **{column: values(hints[column]) for column in kind.__struct_fields__})


@pytest.mark.parametrize("name", kinds.KINDS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_row_comes_back_as_it_was(name: str, data: st.DataObject) -> None:
    """Whatever its columns hold, UNSET and None told apart, the type of each value included."""
    row = data.draw(rows_of(name))
    body = encode_row(row)
    found = decode_row(name, body)
    assert found == row
    assert type(found) is type(row)
    for column in row.__struct_fields__:
        was, now = getattr(row, column), getattr(found, column)
        assert type(now) is type(was)
        if isinstance(was, datetime):
            assert now.utcoffset() == was.utcoffset()
    assert encode_row(found) == body


def test_the_bytes_are_the_documented_form() -> None:
    """Left out where a column is UNSET, null where it is empty, a price in one of its two forms."""
    row = canon.Item("itm_1", None, UNSET, 0, name="Tea", price=Money(250, "USD"), deposit=BareAmount("0.25"))
    assert msgspec.json.decode(encode_row(row)) == {
        "id": "itm_1",
        "external_id": None,
        "position": 0,
        "name": "Tea",
        "price": {"amount": 250, "currency": "USD"},
        "deposit": {"decimal": "0.25", "currency": None},
    }


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ('"price": {"amount": 1, "currency": null}', "A price is either"),
        ('"price": {"decimal": "1", "currency": "USD"}', "A price is either"),
        ('"price": {"amount": 1, "decimal": "1", "currency": "USD"}', "A price is either"),
        ('"price": {"currency": "USD"}', "A price is either"),
        ('"price": {"amount": 1}', r"missing required field `currency` - at `\$\.price`"),
        ('"price": {"amount": 1.5, "currency": "USD"}', r"Expected `int`, got `float` - at `\$\.price\.amount`"),
        ('"name": 1', r"Expected `str \| null`, got `int` - at `\$\.name`"),
        ('"pricing": "free"', r"Invalid enum value 'free' - at `\$\.pricing`"),
        ('"colour": "red"', "unknown field `colour`"),
    ],
)
def test_what_is_no_row_is_refused(columns: str, sentence: str) -> None:
    """A wrong price, type or word and a column too many, each with its place: nothing is guessed or lost."""
    body = f'{{"id": "itm_1", "external_id": "A", {columns}}}'.encode()
    with pytest.raises(msgspec.ValidationError, match=sentence):
        decode_row("Item", body)


def test_a_kind_that_is_not_there_is_refused() -> None:
    """It is named."""
    with pytest.raises(KeyError, match="Nothing"):
        decode_row("Nothing", b"{}")


@pytest.mark.parametrize("name", kinds.KINDS)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_a_key_is_what_the_model_tells_rows_apart_by(name: str, data: st.DataObject) -> None:
    """Two rows of a kind that may stand beside each other have two keys: ids, or for links both of their ends."""
    ids = st.sampled_from(["itm_1", "itm_2"])
    fixed = {"target" if issubclass(kinds.KINDS[name], Link) else "id": ids, "parent": ids}
    one, other = (
        msgspec.structs.replace(data.draw(rows_of(name)), **data.draw(st.fixed_dictionaries(fixed))) for _ in "12"
    )
    twice = [
        found for found in canon.rules.violations({name: [one, other]}) if found.reason == "is there more than once"
    ]
    assert (row_key(one) == row_key(other)) is bool(twice)


def test_keys() -> None:
    """An entity is known by its id, a link by parent and target; one without a parent by its target."""
    assert row_key(canon.Item("itm_1", "A", "cat_1", 0)) == "itm_1"
    assert row_key(canon.CategoryItem("itm_1", "cat_1", 0)) == "cat_1/itm_1"
    assert row_key(canon.CategoryItem("itm_1", UNSET, 0)) == row_key(canon.CategoryItem("itm_1", None, 0)) == "/itm_1"
