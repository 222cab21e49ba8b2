"""Reading one partner document into rows: which document it is, and what it holds."""

from dataclasses import dataclass
from typing import Any

from tournant.control.errors import BadInput
from tournant.kernel import money
from tournant.kernel.ids import DerivedIds
from tournant.lens import Decoded, Refused, check_json
from tournant.sdk import DocumentType, Manifest, Unknown, manifest_of, recognise


@dataclass(frozen=True, slots=True)
class Read:
    """A document that was read."""

    manifest: Manifest
    document: DocumentType
    decoded: Decoded

    @property
    def rows(self) -> dict[str, list[Any]]:
        """The rows by kind."""
        return self.decoded.rows


def adapter(partner: str) -> Manifest:
    """The manifest of a partner; BadInput for one that is not known."""
    try:
        return manifest_of(partner)
    except Unknown as why:
        raise BadInput(str(why)) from None


def checked_currency(currency: str | None) -> str | None:
    """The currency code, in capitals; BadInput for what is none."""
    if currency is None:
        return None
    try:
        money.exponent(currency.upper())
    except ValueError as why:
        raise BadInput(str(why)) from None
    return currency.upper()


def read(manifest: Manifest, buf: bytes, *, document: str | None = None, currency: str | None = None) -> Read:
    """Decode a document; its type is recognised from its shape, or said.

    Ids are derived from (partner, kind, external id), the same in every run. BadInput for what is not JSON (with the
    byte offset), and for what is not a document of this partner.
    """
    try:
        known = _said(manifest, document) if document is not None else recognise(manifest.documents, buf)
        if known is None:
            check_json(buf)
            raise BadInput(f"this is no document of {manifest.name} that is known here ({_names(manifest)})")
        decoded = known.lens(checked_currency(currency)).decode(buf, DerivedIds(manifest.partner))
    except Refused as why:
        raise BadInput(str(why)) from None
    return Read(manifest, known, decoded)


def _said(manifest: Manifest, name: str) -> DocumentType:
    found = manifest.document(name)
    if found is None:
        raise BadInput(f"{manifest.name} has no document {name!r}; it has {_names(manifest)}")
    return found


def _names(manifest: Manifest) -> str:
    return ", ".join(document.name for document in manifest.documents)
