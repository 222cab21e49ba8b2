"""Edits of fields: what was written is read, twice and undone, and what is unknown stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws import cases, edits
from tests.laws.asserting import codec, ids_of_its_own, planted_and_no_more, round_trip, written
from tests.laws.cases import Case
from tests.laws.meaning import meaning, tokens

EACH = pytest.mark.parametrize("case", cases.ALL, ids=lambda case: case.name)


@EACH
@given(data=st.data())
def test_what_was_written_is_read(case: Case, data: st.DataObject) -> None:
    """PutGet: after an edit of fields the document says what the rows say, and every unknown member is where it was."""
    document = data.draw(case.documents())
    decoded = codec(case).decode(document.text)
    done = round_trip(case, document, edits.fields(data.draw, case, decoded.rows))
    if done is not None:
        text, again = done
        assert tokens(text) == tokens(document.text)
        assert again.problems == ()


@EACH
@given(data=st.data())
def test_the_second_writing_counts(case: Case, data: st.DataObject) -> None:
    """PutPut: writing twice says what the second writing alone says."""
    document = data.draw(case.documents())
    decoded = codec(case).decode(document.text)
    first, second = (edits.fields(data.draw, case, decoded.rows) for _ in range(2))
    if first is None or second is None:
        return
    _, once = written(case, decoded, first.rows)
    if ids_of_its_own(decoded.rows, once.rows):
        _, twice = written(case, once, second.rows)
        assert meaning(case, twice.rows) == meaning(case, written(case, decoded, second.rows)[1].rows)


@EACH
@given(data=st.data())
def test_an_edit_can_be_undone(case: Case, data: st.DataObject) -> None:
    """Undo: writing the first rows into the edited document gives the first meaning back."""
    document = data.draw(case.documents())
    decoded = codec(case).decode(document.text)
    edit = edits.fields(data.draw, case, decoded.rows)
    if edit is None:
        return
    _, edited = written(case, decoded, edit.rows)
    if ids_of_its_own(decoded.rows, edited.rows):
        text, undone = written(case, edited, decoded.rows)
        assert meaning(case, undone.rows) == meaning(case, decoded.rows)
        assert tokens(text) == tokens(document.text)


@EACH
@given(data=st.data())
def test_edits_around_faults_keep_them(case: Case, data: st.DataObject) -> None:
    """An edit beside a quarantined element leaves it in its place, reported as before."""
    document = data.draw(case.documents(faulty=True))
    decoded = codec(case).decode(document.text)
    done = round_trip(case, document, edits.fields(data.draw, case, decoded.rows))
    if done is not None:
        text, again = done
        assert tokens(text) == tokens(document.text)
        planted_and_no_more(document, again.problems)
