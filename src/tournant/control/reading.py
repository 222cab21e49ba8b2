"""Reading one partner document into rows: which document it is, and what it holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final

from tournant.canon.rules import nesting, references
from tournant.control.errors import BadInput
from tournant.kernel import bounds, money
from tournant.kernel.ids import PREFIXES, DerivedIds
from tournant.lens import Decoded, Refused, check_json
from tournant.sdk import DocumentType, Manifest, Unknown, manifest_of, recognise

_OURS: Final = re.compile(r"\b[a-z]{3}_[0-9a-z]+\b")
"""An id that we derived."""


@dataclass(frozen=True, slots=True)
class Read:
    """A document that was read."""

    manifest: Manifest
    document: DocumentType
    decoded: Decoded
    loose: tuple[str, ...] = ()
    """References that lead nowhere, or back to where they begin: one sentence each, in the partner's own ids."""

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
        ids = DerivedIds(manifest.partner)
        decoded = known.lens(checked_currency(currency)).decode(buf, ids)
    except Refused as why:
        raise BadInput(str(why)) from None
    return Read(manifest, known, decoded, tuple(_loose(decoded.rows, ids)))


def _loose(rows: dict[str, list[Any]], ids: DerivedIds) -> Iterator[str]:
    """What names something that is not there, or itself: nothing is left out for that, but a reader has to know."""
    found = list(islice(chain(references.dangling(rows), nesting.cycles(rows)), bounds.VIOLATIONS_MAX))
    theirs = {our: their for kind in PREFIXES for their, our in ids.of(kind).items()} if found else {}
    for one in found:
        yield _OURS.sub(lambda id_: theirs.get(id_[0], id_[0]), f"{one.path}: {one.reason}")


def _said(manifest: Manifest, name: str) -> DocumentType:
    found = manifest.document(name)
    if found is None:
        raise BadInput(f"{manifest.name} has no document {name!r}; it has {_names(manifest)}")
    return found


def _names(manifest: Manifest) -> str:
    return ", ".join(document.name for document in manifest.documents)
