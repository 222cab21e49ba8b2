"""What the laws say, as plain functions over one case and one document."""

import copy
import functools

from tests.laws.cases import Case, Rows
from tests.laws.documents.text import Document
from tests.laws.edits import Edit
from tests.laws.meaning import meaning

from tournant import lens

__all__ = ["codec", "ids_of_its_own", "planted_and_no_more", "round_trip", "unchanged", "variants", "written"]


@functools.cache
def codec(case: Case) -> lens.Lens:
    return case.codec()


def unchanged(case: Case, text: bytes) -> lens.Decoded:
    """GetPut: rows that nobody changed give back the very bytes, whether they are the same objects or equal copies."""
    decoded = codec(case).decode(text)
    assert codec(case).encode(decoded.rows, decoded.source) == text
    copies = {kind: [copy.deepcopy(row) for row in many] for kind, many in decoded.rows.items()}
    assert codec(case).encode(copies, decoded.source) == text
    return decoded


def written(case: Case, decoded: lens.Decoded, rows: Rows) -> tuple[bytes, lens.Decoded]:
    """PutGet: what was written is what is read."""
    text = codec(case).encode(rows, decoded.source)
    again = unchanged(case, text)
    assert meaning(case, again.rows) == meaning(case, rows)
    return text, again


def round_trip(case: Case, document: Document, edit: Edit | None) -> tuple[bytes, lens.Decoded] | None:
    """A document with an edit written into it, or None where there was no room for the edit."""
    return None if edit is None else written(case, codec(case).decode(document.text), edit.rows)


def planted_and_no_more(document: Document, problems: tuple[lens.Problem, ...]) -> None:
    """Every planted fault is reported once, at its exact path, and nothing else is."""
    seen = sorted((problem.path, "duplicate" in problem.reason) for problem in problems)
    assert seen == sorted((fault.path, fault.duplicate) for fault in document.planted)
    assert all(problem.reason for problem in problems)


def variants(rows: Rows) -> bool:
    """Whether a shared record has copies that differ: their ids then depend on the order of the document."""
    return any("~" in str(getattr(row, "id", "")) for many in rows.values() for row in many)


def ids_of_its_own(*all_rows: Rows) -> bool:
    """Whether an id means the same in each of these rows."""
    return not any(map(variants, all_rows))
