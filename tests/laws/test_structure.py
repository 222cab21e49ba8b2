"""Edits of what stands where: removed, reordered, moved, shared, added. Everything else keeps its bytes."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws import cases, edits, fresh
from tests.laws.asserting import codec, round_trip, written
from tests.laws.cases import Case
from tests.laws.edits import Edit
from tests.laws.meaning import leaf_elements, tokens

from tournant.kernel.row import Link

EACH = pytest.mark.parametrize("case", [cases.FLAT, cases.TAGGED, cases.DEEP], ids=lambda case: case.name)


def repeated(case: Case, rows: cases.Rows) -> bool:
    """Whether a shared record stands in more than one place: one edit then changes several parts of the document."""
    places = ([row.target for row in rows[kind] if isinstance(row, Link)] for kind in case.shared)
    return any(len(set(targets)) < len(targets) for targets in places)


def lost(before: bytes, after: bytes) -> Counter[bytes]:
    return Counter(tokens(before)) - Counter(tokens(after))


@EACH
@given(data=st.data())
def test_a_removed_element_takes_its_own_bytes_with_it(case: Case, data: st.DataObject) -> None:
    """What remains says what the rows say, where it stood; unknown members that went stood together in one place."""
    document = data.draw(case.documents())
    rows = codec(case).decode(document.text).rows
    done = round_trip(case, document, edits.remove(data.draw, case, rows))
    if done is not None and not repeated(case, rows):
        before, after = tokens(document.text), tokens(done[0])
        gone = len(before) - len(after)
        assert any(before[:at] + before[at + gone :] == after for at in range(len(after) + 1))


@EACH
@given(data=st.data())
def test_reordered_elements_keep_their_bytes(case: Case, data: st.DataObject) -> None:
    """Resourcefulness: children in another order bring all that is theirs, unknown members and spelling included."""
    document = data.draw(case.documents())
    done = round_trip(case, document, edits.reorder(data.draw, case, codec(case).decode(document.text).rows))
    if done is not None:
        assert Counter(tokens(done[0])) == Counter(tokens(document.text))
        assert leaf_elements(done[0]) == leaf_elements(document.text)


@EACH
@given(data=st.data())
def test_a_moved_element_brings_its_bytes(case: Case, data: st.DataObject) -> None:
    """An element in another parent has the unknown members that it had in the first."""
    document = data.draw(case.documents())
    rows = codec(case).decode(document.text).rows
    done = round_trip(case, document, edits.move(data.draw, case, rows))
    if done is not None and not repeated(case, rows):
        assert Counter(tokens(done[0])) == Counter(tokens(document.text))


@EACH
@given(data=st.data())
def test_a_shared_element_stands_in_both_places(case: Case, data: st.DataObject) -> None:
    """One link more: what the target says stands there too, and nothing that was there is lost."""
    document = data.draw(case.documents())
    rows = codec(case).decode(document.text).rows
    done = round_trip(case, document, edits.share(data.draw, case, rows))
    if done is not None:
        assert not lost(document.text, done[0])


@EACH
@given(data=st.data())
def test_a_new_element_is_written_whole(case: Case, data: st.DataObject) -> None:
    """New rows, alone or with what stands in them, are read back; nothing that was there is lost."""
    document = data.draw(case.documents())
    rows = codec(case).decode(document.text).rows
    added = fresh.added(data.draw, case, rows)
    if added:
        done = round_trip(case, document, Edit(rows, edits.with_rows(data.draw, rows, added), f"add {added}"))
        assert done is not None
        assert not lost(document.text, done[0])


@EACH
@given(data=st.data())
def test_edits_of_both_kinds_go_together(case: Case, data: st.DataObject) -> None:
    """Two changes of place and some of fields, written at once."""
    document = data.draw(case.documents())
    decoded = codec(case).decode(document.text)
    rows: cases.Rows = decoded.rows
    for how in data.draw(st.lists(st.sampled_from((edits.remove, edits.reorder, edits.move, edits.share)), max_size=2)):
        edit = how(data.draw, case, rows)
        rows = rows if edit is None else edit.rows
    edit = edits.fields(data.draw, case, rows)
    written(case, decoded, rows if edit is None else edit.rows)


@EACH
@given(data=st.data())
def test_faults_stay_when_their_neighbours_are_reordered(case: Case, data: st.DataObject) -> None:
    """A quarantined element travels with its neighbours and is reported as often as before."""
    document = data.draw(case.documents(faulty=True))
    done = round_trip(case, document, edits.reorder(data.draw, case, codec(case).decode(document.text).rows))
    if done is not None:
        assert Counter(tokens(done[0])) == Counter(tokens(document.text))
        assert len(done[1].problems) == len(document.planted)


@EACH
@given(data=st.data())
def test_removing_beside_faults_brings_none_to_life(case: Case, data: st.DataObject) -> None:
    """A duplicate does not take the place of the element that it repeated, and no fault becomes a row."""
    document = data.draw(case.documents(faulty=True))
    done = round_trip(case, document, edits.remove(data.draw, case, codec(case).decode(document.text).rows))
    if done is not None:
        assert len(done[1].problems) <= len(document.planted)
