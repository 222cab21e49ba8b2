"""The catalog: objects of many types in one list, or one of them, in the envelopes that Square puts them in."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b

from tournant.adapters.square.objects import kinds
from tournant.lens import Again, Doc, Each


def read(currency: str | None) -> Doc:
    """What list, search, retrieve and upsert endpoints give, and the request that writes one object."""
    places = ("objects[]", "related_objects[]", "items[]", "object", "catalog_object")
    return Doc("square.catalog", tuple(_at(currency, *places)))


def upsert(currency: str | None) -> Doc:
    """The body of a batch upsert; new objects have ids that begin with `#`."""
    return Doc("square.catalog-upsert", tuple(_at(currency, "batches[].objects[]")), new={"idempotency_key": digest})


def bare(currency: str | None) -> Doc:
    """One object without an envelope."""
    return Doc(
        "square.catalog-object", tuple(replace(each, when=("type", tag)) for tag, each in kinds(currency).items())
    )


def digest(body: bytes) -> str:
    """An idempotency key: what is sent twice is the same request."""
    return blake2b(body, digest_size=16).hexdigest()


def _at(currency: str | None, first: str, *others: str) -> Iterator[Each | Again]:
    """Objects of all types at these places; sizes and choices stand in their items and lists, or here on their own."""
    known = kinds(currency)
    for tag, each in known.items():
        if tag in ("ITEM_VARIATION", "MODIFIER"):
            yield Again(each.row, first, when=("type", tag))
        else:
            yield replace(each, at=first, when=("type", tag), unit=True)
    for at in others:
        yield from (Again(each.row, at, when=("type", tag)) for tag, each in known.items())
