"""Wrong shapes and duplicates: each is reported at its exact path, and the rest is read as if it were not there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws import cases
from tests.laws.asserting import codec, planted_and_no_more
from tests.laws.cases import Case
from tests.laws.meaning import alike


@pytest.mark.parametrize("case", cases.ALL, ids=lambda case: case.name)
@given(data=st.data())
def test_every_fault_is_reported_at_its_path(case: Case, data: st.DataObject) -> None:
    """Each planted fault, once, at the path where it lies."""
    document = data.draw(case.documents(faulty=True))
    planted_and_no_more(document, codec(case).decode(document.text).problems)


@pytest.mark.parametrize("case", cases.ALL, ids=lambda case: case.name)
@given(data=st.data())
def test_the_rest_is_read_as_if_the_faults_were_not_there(case: Case, data: st.DataObject) -> None:
    """The rows are those of the document without its faults."""
    document = data.draw(case.documents(faulty=True))
    assert alike(case, codec(case).decode(document.text).rows, case.oracle(document.good))
