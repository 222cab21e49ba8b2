"""The manifest says what is so."""

import pytest
from tests.adapters.uber_eats import documents

from tournant.adapters.uber_eats.adapter import MANIFEST
from tournant.lens import coverage
from tournant.sdk import manifest_of


def test_it_is_found_by_its_name() -> None:
    """The entry point leads to it."""
    assert manifest_of("uber_eats") is MANIFEST


@pytest.mark.parametrize("name", documents.NAMES)
def test_every_fixture_is_recognised_and_written_back(name: str) -> None:
    """By shape alone, as the document that its file is named after; unchanged rows give back the same bytes."""
    document = documents.of(documents.read(name))
    assert document.name == name.split("__", maxsplit=1)[0]
    read = documents.decoded(name)
    assert document.lens("GBP").encode(read.rows, read.source) == documents.read(name)


@pytest.mark.parametrize("text", [b"{}", b"[]", b"not json", b'{"id": "x"}', b'{"items": []}', b'{"event_type": "x"}'])
def test_what_is_none_of_these_is_not_recognised(text: bytes) -> None:
    """A wrong guess would be worse than none."""
    assert not any(document.name for document in [MANIFEST.document("")] if document)
    with pytest.raises(AssertionError):
        documents.of(text)


@pytest.mark.parametrize("name", MANIFEST.documented)
def test_documented_fields_are_mapped_or_carried_with_a_reason(name: str) -> None:
    """The written list of fields, the table and the reasons agree."""
    document = MANIFEST.document(name)
    assert document is not None
    listed = MANIFEST.documented[name]
    assert len(set(listed)) == len(listed)
    found = coverage(document.table(None), listed)
    reasons = {one.path: one.why for one in MANIFEST.unmapped[name]}
    assert set(found.carried) == reasons.keys()
    assert all(reasons.values())


def test_all_documents_are_listed_and_have_a_sample() -> None:
    """Nothing is left out of the lists."""
    names = {document.name for document in MANIFEST.documents}
    assert MANIFEST.documented.keys() == MANIFEST.unmapped.keys() == names - {"stores"}
    assert MANIFEST.samples.keys() == names
    assert all(path.is_file() for path in MANIFEST.samples.values())
