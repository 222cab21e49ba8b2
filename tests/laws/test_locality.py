"""Locality: an edit changes its own bytes and no others."""

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws import cases
from tests.laws.asserting import codec
from tests.laws.cases import Case

NAMED = re.compile(r"n[0-9]+")


@pytest.mark.parametrize("case", cases.ALL, ids=lambda case: case.name)
@given(data=st.data())
def test_a_renamed_field_changes_its_own_bytes(case: Case, data: st.DataObject) -> None:
    """A text that stands once in the document is replaced there; every other byte stays, odd spelling included."""
    document = data.draw(case.documents(faulty=data.draw(st.booleans())))
    decoded = codec(case).decode(document.text)
    spots = [
        (kind, i, name, value)
        for kind, many in decoded.rows.items()
        for i, row in enumerate(many)
        for name in row.__struct_fields__
        if isinstance(value := getattr(row, name), str)
        and NAMED.fullmatch(value)
        and f"{kind}.{name}" != "Stock.source"
    ]
    spots = [spot for spot in spots if document.text.count(f'"{spot[3]}"'.encode()) == 1]
    if not spots:
        return
    kind, i, name, value = data.draw(st.sampled_from(spots))
    many = list(decoded.rows[kind])
    many[i] = msgspec.structs.replace(many[i], **{name: "Zz"})
    text = codec(case).encode({**decoded.rows, kind: many}, decoded.source)
    assert text == document.text.replace(f'"{value}"'.encode(), b'"Zz"')
