"""GetPut: what was read and not changed is written back byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws import cases
from tests.laws.asserting import unchanged
from tests.laws.cases import Case


@pytest.mark.parametrize("case", cases.ALL, ids=lambda case: case.name)
@given(data=st.data())
def test_rows_that_nobody_changed_give_back_the_bytes(case: Case, data: st.DataObject) -> None:
    """Same objects or equal copies: the document comes back as it was, white space, spelling and repeats included."""
    document = data.draw(case.documents())
    decoded = unchanged(case, document.text)
    assert decoded.problems == ()


@pytest.mark.parametrize("case", cases.ALL, ids=lambda case: case.name)
@given(data=st.data())
def test_faults_are_written_back_too(case: Case, data: st.DataObject) -> None:
    """What was quarantined is in no row, and in the bytes all the same."""
    unchanged(case, data.draw(case.documents(faulty=True)).text)
