"""Which partners there are, and how one is mapped."""

from dataclasses import dataclass

from tournant.control.reading import adapter
from tournant.lens import Mapped, coverage, mapping
from tournant.sdk import DocumentType, Manifest, Unmapped, known_partners, manifest_of


@dataclass(frozen=True, slots=True)
class DocumentMapping:
    """How one document is mapped."""

    document: str
    about: str
    columns: tuple[Mapped, ...]
    documented_mapped: int | None
    """How many of the documented fields have a column; None where the adapter lists no documented fields."""
    carried: tuple[Unmapped, ...]
    """The documented fields that are carried along, with the reason where the adapter gives one."""


def list_adapters() -> list[Manifest]:
    """Every partner that has an adapter here."""
    return [manifest_of(partner) for partner in known_partners()]


def show_adapter(partner: str, *, currency: str | None = None) -> tuple[Manifest, list[DocumentMapping]]:
    """One partner's mappings; BadInput for a partner that is not known."""
    manifest = adapter(partner)
    return manifest, [_mapping(manifest, document, currency) for document in manifest.documents]


def _mapping(manifest: Manifest, document: DocumentType, currency: str | None) -> DocumentMapping:
    table = document.table(currency)
    columns = tuple(mapping(table))
    reasons = {one.path: one for one in manifest.unmapped.get(document.name, ())}
    documented = manifest.documented.get(document.name)
    if documented is None:
        return DocumentMapping(document.name, document.about, columns, None, tuple(reasons.values()))
    covered = coverage(table, documented)
    carried = tuple(reasons.get(path, Unmapped(path, "no column of the model")) for path in covered.carried)
    return DocumentMapping(document.name, document.about, columns, len(covered.mapped), carried)
