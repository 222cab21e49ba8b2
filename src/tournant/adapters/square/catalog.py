"""The catalog: objects of many types in one list, or one of them, in the envelopes that Square puts them in."""

from collections.abc import Callable
from dataclasses import replace

from tournant.adapters.square.objects import kinds
from tournant.lens import Again, Doc, Each


def read(currency: str | None) -> Doc:
    """What list, search and retrieve endpoints give."""
    return Doc("square.catalog", _lists(currency, "objects[]", "related_objects[]", "items[]"))


def upsert(currency: str | None) -> Doc:
    """The body of a batch upsert; new objects have ids that begin with `#`."""
    return Doc("square.catalog-upsert", _lists(currency, "batches[].objects[]"))


def single(tag: str) -> Callable[[str | None], Doc]:
    """One object of this type in its envelope, with what it refers to."""

    def table(currency: str | None) -> Doc:
        row = kinds(currency)[tag].row
        lists = _lists(currency, "related_objects[]")
        return Doc(f"square.catalog-{tag.lower()}", (Again(row, "object"), Again(row, "catalog_object"), *lists))

    return table


def bare(tag: str) -> Callable[[str | None], Doc]:
    """One object of this type, without an envelope."""
    return lambda currency: Doc(f"square.{tag.lower()}", (kinds(currency)[tag],))


def other(currency: str | None) -> Doc:
    """One object of a type that has no rows, with what it refers to."""
    return Doc("square.catalog-other", _lists(currency, "related_objects[]"))


def _lists(currency: str | None, first: str, *others: str) -> tuple[Each | Again, ...]:
    """Lists of objects of all types; sizes and choices stand in their items and lists, or here on their own."""
    known = kinds(currency)
    nested = ("ITEM_VARIATION", "MODIFIER")
    return tuple(
        Again(each.row, at, when=("type", tag))
        if at != first or tag in nested
        else replace(each, at=at, when=("type", tag), unit=True)
        for at in (first, *others)
        for tag, each in known.items()
    )
