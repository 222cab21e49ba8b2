"""The baselines do the same work as the mapping, and one that does not is found before anything is timed."""

from dataclasses import replace

import msgspec
import pytest
from msgspec import structs

from tournant.bench import agree, decoding, edits, floor
from tournant.bench.case import Case, Rows
from tournant.bench.deep import document
from tournant.bench.deep import structs as floor_structs
from tournant.bench.deep.table import TABLE
from tournant.bench.encoding import Writes
from tournant.bench.mapping import CASES
from tournant.kernel.check import Impossible
from tournant.kernel.row import Link
from tournant.lens import ExternalIds, Ids

SIZE = 800
names = pytest.mark.parametrize("name", CASES)


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return {name: made(SIZE, 5) for name, made in CASES.items()}


@names
def test_readers_agree(cases: dict[str, Case], name: str) -> None:
    """Code by hand and pydantic models give the mapping's rows."""
    decoding.verify(cases[name])


@names
def test_baselines_fill_what_counts(cases: dict[str, Case], name: str) -> None:
    """No baseline has an easy time by leaving columns out: both fill most of what the mapping found."""
    case, ids = cases[name], ExternalIds()
    ours = _filled(case.lens.decode(case.buf, ids).rows)
    for read in (case.baselines.by_hand, case.baselines.by_models):
        assert _filled(read(case.buf, ids)) > 0.9 * ours


def _filled(rows: Rows) -> int:
    values = [getattr(row, column) for mine in rows.values() for row in mine for column in row.__struct_fields__]
    return sum(value is not None and value is not msgspec.UNSET for value in values)


@names
def test_writes_agree(cases: dict[str, Case], name: str) -> None:
    """No change keeps the bytes, what is written is what is read, and the dictionaries write the same values."""
    Writes(cases[name]).verify()


@names
def test_a_reader_that_leaves_a_row_out_is_found(cases: dict[str, Case], name: str) -> None:
    """A baseline that does less work is a bug."""
    case = cases[name]
    lazy = replace(case, baselines=replace(case.baselines, by_hand=lambda buf, ids: _less(case, buf, ids)))
    with pytest.raises(Impossible, match="Item"):
        decoding.verify(lazy)


def _less(case: Case, buf: bytes, ids: Ids) -> Rows:
    rows = case.baselines.by_hand(buf, ids)
    return {**rows, "Item": rows["Item"][:-1]}


def test_a_value_that_differs_is_found(cases: dict[str, Case]) -> None:
    """One wrong column is enough; a column that the baseline does not fill is none of its business."""
    rows = cases["flat"].lens.decode(cases["flat"].buf).rows
    first, *rest = rows["Item"]
    agree.baseline("it", rows, {**rows, "Item": [structs.replace(first, price=msgspec.UNSET), *rest]})
    with pytest.raises(Impossible, match="disagree"):
        agree.baseline("it", rows, {**rows, "Item": [structs.replace(first, name="other"), *rest]})


def test_an_order_that_differs_is_found(cases: dict[str, Case]) -> None:
    """Siblings have an order; the numbers that count it may differ."""
    rows = cases["flat"].lens.decode(cases["flat"].buf).rows
    later = [structs.replace(row, position=row.position + 1) for row in rows["Item"]]
    agree.rows("it", rows, {**rows, "Item": later})
    with pytest.raises(Impossible, match="Item rows of UNSET differ"):
        agree.rows("it", rows, {**rows, "Item": rows["Item"][::-1]})


def test_a_floor_that_reads_less_is_found() -> None:
    """A parse without one of the mapped fields has fewer values."""
    made, _ = document.document(SIZE, 5)
    buf = msgspec.json.encode(made)
    again = ("extras[].options[].extras[]", "extras[]")
    floor.compare(floor_structs.parse(buf), made, floor.paths(TABLE), again)
    made["menu"]["name"] = None
    with pytest.raises(Impossible, match="the floor reads"):
        floor.compare(floor_structs.parse(buf), made, floor.paths(TABLE), again)


def test_a_share_of_the_rows_changes(cases: dict[str, Case]) -> None:
    """Every tenth name and every tenth price, and nothing else."""
    case = cases["tagged"]
    rows = case.lens.decode(case.buf).rows
    new = edits.changed(rows, case.edited, 10)
    for kind, mine in rows.items():
        differing = [one for one, other in zip(mine, new[kind], strict=True) if one is not other]
        assert differing == (mine[::10] if kind in ("Item", "Variation") else [])


@names
def test_what_is_removed_leaves_nothing_behind(cases: dict[str, Case], name: str) -> None:
    """With an item go the rows that hang on it and those that name it."""
    case = cases[name]
    rows = case.lens.decode(case.buf).rows
    gone = rows["Item"][0].id
    new = edits.removed(rows, case.edited)
    left = [row for mine in new.values() for row in mine]
    assert not [row for row in left if row.parent == gone or (row.target if isinstance(row, Link) else row.id) == gone]
    assert sum(map(len, rows.values())) - len(left) > 1
