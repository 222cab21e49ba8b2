"""Ids: derived ones are the same in every run, minted ones sort by time, and kinds do not share a prefix."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournant.kernel import check, ids


class Counting:
    """An id source that counts."""

    def __init__(self, start: int) -> None:
        self.number = start

    def draw(self) -> int:
        self.number += 1
        return self.number


def test_derived_ids_never_change() -> None:
    """Pinned: rows that were decoded yesterday have the same ids today."""
    assert ids.derived("square", "Item", "ABC") == "itm_62hnxyx6p6gc28kg"
    assert ids.derived("square", "Item", "4") == "itm_y1q9q26y8ga793p4"


def test_partner_kind_and_external_id_all_count() -> None:
    """The same text at another partner or of another kind is another thing, and parts do not run together."""
    made = {
        ids.derived(partner, kind, external)
        for partner in ("square", "squareI")
        for kind in ("Item", "Modifier", "temItem")
        for external in ("", "1", "11", "Item1")
    }
    assert len(made) == 24


@given(st.text())
def test_any_external_id_has_an_id(external: str) -> None:
    """Whatever a partner uses as an id, ours is a prefix and sixteen letters and digits."""
    assert re.fullmatch(r"itm_[0-9a-hjkmnp-tv-z]{16}", ids.derived("square", "Item", external))


def test_a_lone_surrogate_is_no_reason_to_fail() -> None:
    """JSON may hold one as an escape."""
    assert ids.derived("square", "Item", "\ud800") != ids.derived("square", "Item", "\udfff")


def test_a_crosswalk_without_a_database_derives_and_remembers() -> None:
    """`DerivedIds` gives one dictionary a kind, and what it derived is what `derived` says."""
    known = ids.DerivedIds("square")
    items = known.of("Item")
    assert items["ABC"] == ids.derived("square", "Item", "ABC")
    assert dict(items) == {"ABC": ids.derived("square", "Item", "ABC")}
    assert known.of("Item") is items
    assert known.of("Modifier")["ABC"] != items["ABC"]


@given(st.lists(st.integers(0, 2**128 - 1), min_size=2, max_size=2, unique=True))
def test_minted_ids_sort_as_their_numbers(numbers: list[int]) -> None:
    """A source whose numbers grow with time gives ids that do."""
    one, other = (ids.mint("Order", Counting(number - 1)) for number in numbers)
    assert (one < other) == (numbers[0] < numbers[1])
    assert len(one) == len(other) == len("ord_") + 26


@pytest.mark.parametrize("number", [-1, 2**128])
def test_a_source_outside_its_range_is_a_bug(number: int) -> None:
    """An id source that breaks its promise is found at once."""
    with pytest.raises(check.Impossible):
        ids.mint("Order", Counting(number - 1))


def test_prefixes_are_three_letters_and_one_kind_each() -> None:
    """Two kinds that shared a prefix could share an id."""
    assert len(set(ids.PREFIXES.values())) == len(ids.PREFIXES)
    assert all(re.fullmatch("[a-z]{3}", prefix) for prefix in ids.PREFIXES.values())
    assert ids.prefix("Gadget") == "gadget"
