"""Decoding: the rows are those that a reader would write down by hand."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws import cases
from tests.laws.asserting import codec
from tests.laws.cases import Case
from tests.laws.meaning import alike

from tournant.kernel.row import Entity


@pytest.mark.parametrize("case", cases.ALL, ids=lambda case: case.name)
@given(data=st.data())
def test_decoded_rows_equal_the_oracle(case: Case, data: st.DataObject) -> None:
    """Every row, with its id, its key, its parent and its fields, and no row more."""
    document = data.draw(case.documents())
    assert alike(case, codec(case).decode(document.text).rows, case.oracle(document.text))


@pytest.mark.parametrize("case", cases.ALL, ids=lambda case: case.name)
@given(data=st.data())
def test_positions_rise_among_siblings(case: Case, data: st.DataObject) -> None:
    """Children of one parent have positions in the order of the document."""
    decoded = codec(case).decode(data.draw(case.documents()).text)
    for kind, many in decoded.rows.items():
        if kind in case.shared.values():
            continue
        places: dict[object, list[int]] = {}
        for row in many:
            if isinstance(row.position, int):
                place = case.place(row.external_id or "") if isinstance(row, Entity) and not row.parent else ""
                places.setdefault((row.parent, place), []).append(row.position)
        for positions in places.values():
            assert all(a < b for a, b in itertools.pairwise(positions)), kind
