"""Damaged documents: whatever bytes are changed, a document is read or refused, and what was read can be written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws import cases, edits
from tests.laws.asserting import codec
from tests.laws.cases import Case

from tournant import lens

EACH = pytest.mark.parametrize("case", cases.ALL, ids=lambda case: case.name)
PIECES = (
    b"",
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
    b"5",
    b"\\",
    b"\xff",
    b"\x00",
    b'"id":',
    b"{}",
    b'"x"',
    b"1.5",
    b"true",
)


@st.composite
def damaged(draw: st.DrawFn, text: bytes) -> bytes:
    """A few cuts, repeats and strange pieces."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=3), st.just(text[start:end] * 2)))
        text = text[:start] + piece + text[end:]
    return text


@EACH
@given(data=st.data())
def test_a_damaged_document_is_read_or_refused(case: Case, data: st.DataObject) -> None:
    """No other exception; what was read gives back its bytes."""
    text = data.draw(damaged(data.draw(case.documents(faulty=data.draw(st.booleans()))).text))
    try:
        decoded = codec(case).decode(text)
    except lens.Refused:
        return
    assert codec(case).encode(decoded.rows, decoded.source) == text


@EACH
@given(data=st.data())
def test_a_damaged_document_can_be_written(case: Case, data: st.DataObject) -> None:
    """What was read can be changed, or the change is refused; the new document is one that can be read."""
    text = data.draw(damaged(data.draw(case.documents()).text))
    try:
        decoded = codec(case).decode(text)
    except lens.Refused:
        return
    how = data.draw(st.sampled_from((edits.fields, edits.remove, edits.reorder)))
    edit = how(data.draw, case, decoded.rows)
    if edit is None:
        return
    try:
        written = codec(case).encode(edit.rows, decoded.source)
    except lens.EncodeError:
        return
    again = codec(case).decode(written)
    assert codec(case).encode(again.rows, again.source) == written


@EACH
@given(text=st.binary(max_size=60))
def test_noise_is_refused(case: Case, text: bytes) -> None:
    """Random bytes make no rows."""
    with pytest.raises(lens.Refused):
        codec(case).decode(b"\x01" + text)
