"""What a channel should show, against what it shows: the differences, and the document that makes an end of them.

canonical rows ──project──► the partner's rows ──encode into what was seen──► the document to write
                                   │
                         view ─────┴───── view of what was seen: the differences, for people and for agreement
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from tournant.facts.sync import Difference
from tournant.kernel import money
from tournant.kernel.money import Money
from tournant.lens import Decoded, EncodeError, Lens
from tournant.project import Capability, Link, Loss, project, view
from tournant.project.view import View

__all__ = ["Plan", "Unwritable", "fingerprint", "plan"]


class Unwritable(Exception):  # noqa: N818 - it says what happened
    """The partner's form cannot take what it should show."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be written."""

    document: bytes
    changes: bool
    """Whether it says anything else than what was seen; white space is nothing."""
    differences: list[Difference]
    """In what guests get; in the order of their addresses."""
    losses: tuple[Loss, ...]
    """What the partner cannot hold."""


def fingerprint(seen: bytes, document: bytes) -> str:
    """A short name for the step from what was seen to what shall be written, by which a person says what was read."""
    return hashlib.blake2b(len(seen).to_bytes(8, "big") + seen + document, digest_size=8).hexdigest()


def plan(rows: Mapping[str, list[Any]], capability: Capability, link: Link, lens: Lens, seen: Decoded) -> Plan:
    """Compare what a partner should show with what it showed. Raises Unwritable."""
    made = project(rows, capability, link)
    wanted = view(made.rows, capability, link, made.back_map)
    shown = view(seen.rows, capability, link, made.back_map)
    try:
        document = lens.encode(made.rows, seen.source)
    except (EncodeError, ValueError) as why:
        raise Unwritable(str(why)) from None
    return Plan(document, _says_more(seen.source.buf, document), _differences(shown, wanted), made.losses)


def _says_more(seen: bytes, document: bytes) -> bool:
    return document != seen and msgspec.json.decode(document) != msgspec.json.decode(seen)


def _differences(shown: View, wanted: View) -> list[Difference]:
    cells = sorted(cell for cell in shown.keys() | wanted.keys() if shown.get(cell) != wanted.get(cell))
    return [Difference(list(cell), _said(shown.get(cell)), _said(wanted.get(cell))) for cell in cells]


def _said(value: object) -> str | None:
    """A value as people read it."""
    if value is None:
        return None
    if isinstance(value, Money):
        return f"{money.to_decimal(value):f} {value.currency}"
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(_said(one) or "-" for one in value) or "nothing"
    return str(value)
