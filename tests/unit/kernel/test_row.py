"""Rows: what a partner does not carry is left out of JSON, what is empty is null."""

import msgspec
import pytest

from tournant.kernel.row import UNSET, Entity, Link


def test_unset_is_left_out_and_none_is_null() -> None:
    """The two ways in which a column says nothing differ in JSON."""
    row = Entity("itm_1", "A", UNSET, None)
    assert msgspec.json.encode(row) == b'{"id":"itm_1","external_id":"A","position":null}'


def test_rows_are_values() -> None:
    """Equal columns make equal rows, and no row changes."""
    link = Link("itm_1", "cat_1", 0)
    assert link == Link("itm_1", "cat_1", 0)
    assert hash(link) == hash(Link("itm_1", "cat_1", 0))
    with pytest.raises(AttributeError):
        link.target = "itm_2"  # type: ignore[misc] # that it cannot be assigned is what is tested
