"""The documents of a partner: what they are called, how they are recognised, and the tables that map them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import msgspec
from msgspec import Raw

from tournant.lens import Doc, Lens

Members = Mapping[str, Raw]
"""The members of a document's outermost object, as bytes."""

_members = msgspec.json.Decoder(dict[str, Raw]).decode


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One kind of document that a partner sends or takes."""

    name: str
    """As it is said on the command line: `menu`, `catalog`, `order`."""
    about: str
    """What it is, in one sentence."""
    table: Callable[[str | None], Doc]
    """The mapping, for amounts in this currency (ISO 4217; None where nobody says it). A document that says its own
    currency ignores the argument."""
    recognised: Callable[[Members], bool]
    """Whether a document with these outermost members is of this type."""

    def lens(self, currency: str | None = None) -> Lens:
        """The compiled mapping; compiled once for each currency."""
        return _compiled(self.table, currency)


@cache
def _compiled(table: Callable[[str | None], Doc], currency: str | None) -> Lens:
    return Lens(table(currency))


def recognise(documents: Iterable[DocumentType], buf: bytes) -> DocumentType | None:
    """The type of a document, from its shape; None where it is none of these, or not JSON (`decode` then says why)."""
    try:
        members = _members(buf)
    except (msgspec.DecodeError, RecursionError):
        return None
    return next((document for document in documents if document.recognised(members)), None)


def says(members: Members, member: str, *values: str) -> bool:
    """Whether a member is one of these texts."""
    raw = members.get(member)
    return raw is not None and _text(raw) in values


def _text(raw: Raw) -> object:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return None


__all__ = ["DocumentType", "Members", "recognise", "says"]
