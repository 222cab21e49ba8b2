"""Ids of our own: the same rows under other names, and the partner's keys in every byte that is written."""

import re
from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws import cases, edits
from tests.laws.asserting import codec
from tests.laws.cases import Case, Rows

from tournant.kernel.row import Row

EACH = pytest.mark.parametrize("case", cases.ALL, ids=lambda case: case.name)
MINTED = re.compile(r"<\w+>")


class _Minted(dict[str, str]):
    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, key: str) -> str:
        self[key] = made = f"<{self._kind}>{key}"
        return made


class _Crosswalk:
    """Mints an id that tells its kind, and remembers it."""

    def __init__(self) -> None:
        self._kinds: dict[str, _Minted] = {}

    def of(self, kind: str) -> dict[str, str]:
        return self._kinds.setdefault(kind, _Minted(kind))


def plain(rows: Mapping[str, list[Row]]) -> Rows:
    """The rows under the partner's names."""
    return {kind: [_plain(row) for row in many] for kind, many in rows.items()}


def _plain(row: Row) -> Row:
    texts = {name: value for name in row.__struct_fields__ if isinstance(value := getattr(row, name), str)}
    return msgspec.structs.replace(row, **{name: MINTED.sub("", value) for name, value in texts.items()})


@EACH
@given(data=st.data())
def test_every_id_and_reference_goes_through_the_crosswalk(case: Case, data: st.DataObject) -> None:
    """Ids, parents and targets are ours; without our names the rows are those that the keys alone give."""
    text = data.draw(case.documents(faulty=data.draw(st.booleans()))).text
    ours = codec(case).decode(text, _Crosswalk())
    assert plain(ours.rows) == codec(case).decode(text).rows
    for kind, many in ours.rows.items():
        for row in many:
            names = [row.parent, getattr(row, "id", None), getattr(row, "target", None)]
            assert all(MINTED.match(name) for name in names if isinstance(name, str)), kind


@EACH
@given(data=st.data())
def test_the_partners_keys_are_written(case: Case, data: st.DataObject) -> None:
    """An edit under our ids writes the bytes that the same edit writes under the partner's."""
    text = data.draw(case.documents()).text
    ours, theirs = codec(case).decode(text, _Crosswalk()), codec(case).decode(text)
    how = (
        [edits.fields]
        if case is cases.RECURSIVE
        else [edits.fields, edits.remove, edits.reorder, edits.move, edits.share]
    )
    edit = data.draw(st.sampled_from(how))(data.draw, case, ours.rows)
    if edit is not None:
        written = codec(case).encode(edit.rows, ours.source)
        assert written == codec(case).encode(plain(edit.rows), theirs.source)
        assert b"<" not in written
