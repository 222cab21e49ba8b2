"""One document that is measured: its bytes, the mapping, and what the mapping is compared with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tournant.lens import Ids, Lens

Json = dict[str, Any]
Rows = dict[str, list[Any]]
Reader = Callable[[bytes, Ids], Rows]
"""From a document to rows by kind."""


@dataclass(frozen=True, slots=True)
class Edited:
    """Which rows the writes change, by kind."""

    named: str
    """Whose name changes."""
    priced: str
    """Whose price changes."""
    removed: str
    """One of these is removed, with all that hangs on it."""
    reordered: str
    """Those of one parent are reversed."""


@dataclass(frozen=True, slots=True)
class Baselines:
    """What a reader without the mapping would write."""

    floor: Callable[[bytes], object]
    """The bare typed parse: the mapped fields as msgspec Structs, no rows, no checks."""
    by_hand: Reader
    """Plain dictionaries, flattened by code for this one document."""
    by_models: Reader
    """Pydantic models that keep unknown members, flattened by code for this one document."""
    write: Callable[[Json, int], bytes]
    """Change every so many-th name and price in the dictionaries as `edits.changed` does, and encode all of it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A document with everything that is measured on it."""

    name: str
    about: str
    buf: bytes
    broken: bytes
    """The same with one element of a wrong shape."""
    elements: int
    """Elements that have an identity in the document; a group that is repeated counts each time."""
    lens: Lens
    baselines: Baselines
    edited: Edited
