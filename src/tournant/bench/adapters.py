"""The tables of real adapters, found as every adapter is."""

from tournant.bench.edits import CURRENCY
from tournant.kernel import check
from tournant.lens import Lens
from tournant.sdk import manifest_of


def lens(partner: str, document: str) -> Lens:
    """The compiled mapping of a partner's document."""
    found = manifest_of(partner).document(document)
    if found is None:
        check.never(f"{partner} has no document {document}")
    return found.lens(CURRENCY)
