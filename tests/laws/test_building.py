"""Building: rows alone make a document that says the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws import cases, edits
from tests.laws.asserting import codec, unchanged
from tests.laws.cases import Case
from tests.laws.meaning import meaning

EACH = pytest.mark.parametrize("case", [cases.FLAT, cases.TAGGED, cases.DEEP], ids=lambda case: case.name)
PLAIN = {"tagged": {"places": False}}


@EACH
@given(data=st.data())
def test_a_built_document_gives_its_rows_back(case: Case, data: st.DataObject) -> None:
    """Decode, edit, build, decode: the same meaning, and nothing to complain about."""
    document = data.draw(case.documents(**PLAIN.get(case.name, {})))
    decoded = codec(case).decode(document.text).rows
    edit = edits.fields(data.draw, case, decoded)
    rows = decoded if edit is None else edit.rows
    built = unchanged(case, codec(case).build(rows))
    assert meaning(case, built.rows) == meaning(case, rows)
    assert built.problems == ()


@pytest.mark.parametrize("case", cases.ALL, ids=lambda case: case.name)
def test_no_rows_make_an_empty_document(case: Case) -> None:
    """A document of no rows is one, and has none."""
    assert not any(codec(case).decode(codec(case).build({})).rows.values())
