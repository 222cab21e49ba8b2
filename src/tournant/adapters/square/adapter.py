"""Square, declared: its documents, and what its catalog can hold."""

from tournant.adapters.square import catalog, shapes
from tournant.canon import PartnerEvent
from tournant.lens import Doc, Each
from tournant.project import Capability
from tournant.sdk import DocumentType, Manifest

_KINDS = {
    "item": "ITEM",
    "variation": "ITEM_VARIATION",
    "modifier-list": "MODIFIER_LIST",
    "modifier": "MODIFIER",
    "category": "CATEGORY",
    "tax": "TAX",
    "image": "IMAGE",
    "measurement-unit": "MEASUREMENT_UNIT",
    "availability-period": "AVAILABILITY_PERIOD",
}


def _none(currency: str | None) -> Doc:  # noqa: ARG001 - every table is a function of the currency
    """A document that is known, and has nothing that a row could hold."""
    return Doc("square.rowless", (Each(PartnerEvent, "(none)", key=None),))


_CATALOG = (
    DocumentType(
        "catalog", "Lists of catalog objects, as listed, searched or retrieved.", catalog.read, shapes.catalog
    ),
    DocumentType(
        "catalog-upsert", "A batch of catalog objects to be written.", catalog.upsert, shapes.holding("batches")
    ),
    *(
        DocumentType(f"catalog-{name}", f"One {name} in its envelope.", catalog.single(tag), shapes.single(tag))
        for name, tag in _KINDS.items()
    ),
    *(
        DocumentType(f"{name}-bare", f"One {name} without an envelope.", catalog.bare(tag), shapes.bare(tag))
        for name, tag in _KINDS.items()
    ),
    DocumentType("catalog-other", "One catalog object that has no rows.", catalog.other, shapes.other),
    DocumentType("object-bare", "The same without an envelope.", _none, shapes.bare(*shapes.TYPES)),
    DocumentType("catalog-query", "A request for catalog objects.", _none, shapes.query),
)

MANIFEST = Manifest(
    partner="square",
    name="Square",
    role="pos",
    api_version="2025-08-20",
    documents=_CATALOG,
    capability=Capability("square", sizes="variations", choices="modifiers", nesting_levels=1),
    menu="catalog",
    menu_write="catalog-upsert",
)
