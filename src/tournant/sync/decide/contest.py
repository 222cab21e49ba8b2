"""An edit against what the catalog holds: who owns the field, and what if two people changed it at once.

A canonical cell is a register: the last writer wins, in the order of the merchant's stream. Two edits by different
sources are concurrent where the second may have been made before the first was seen; then "sold out" wins, and of
anything else the one that comes later. Whoever loses is counted and named.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Literal, NamedTuple

from msgspec import Struct

from tournant.sync.decide.cell import Cell, Nature

__all__ = ["EXPIRY", "Policy", "Register", "Verdict", "Weighed", "contest", "is_masked"]

EXPIRY: Final = "expiry"
"""The source of what ended by itself."""


class Register(Struct, frozen=True, omit_defaults=True):
    """A value, who said it, and when it can have been said."""

    value: Any
    source: str
    since: datetime
    """It was said after this instant,"""
    seen: datetime
    """and before this one."""
    until: datetime | None = None
    """When it ends by itself, as its source declares."""


class Policy(Struct, frozen=True, omit_defaults=True):
    """Who decides about a field."""

    kind: Literal["latest", "owner", "pinned", "ask"]
    """The last edit, wherever it was made; the edits of one source; nobody's, for it is pinned; a person, each time."""
    owner: str | None = None
    """The source, where one source decides."""


class Verdict(StrEnum):
    """What becomes of an edit."""

    FOLD = "fold"
    """It is the catalog's now."""
    DRIFT = "drift"
    """It is not theirs to change: the next write restores it."""
    OVERRULED = "overruled"
    """At the same time somebody sold it out elsewhere."""
    ASK = "ask"
    """A person decides."""


class Weighed(NamedTuple):
    """A verdict, and who lost by it without having been first."""

    verdict: Verdict
    overruled: Register | None = None
    """The edit or the value that was overruled because both came at once: to be counted and shown."""


def contest(held: Register | None, edit: Register, policy: Policy, nature: Nature) -> Weighed:
    """Weigh an edit against what the catalog holds."""
    if held is None:
        return Weighed(Verdict.FOLD)
    match policy.kind:
        case "owner":
            return Weighed(Verdict.FOLD if edit.source == policy.owner else Verdict.DRIFT)
        case "pinned":
            return Weighed(Verdict.DRIFT)
        case "ask":
            return Weighed(Verdict.ASK if edit.value != held.value else Verdict.FOLD)
        case "latest":
            return _latest(held, edit, nature)


def _latest(held: Register, edit: Register, nature: Nature) -> Weighed:
    if not _are_concurrent(held, edit) or edit.value == held.value:
        return Weighed(Verdict.FOLD)
    if nature.is_off(held.value) and nature.is_on(edit.value):
        return Weighed(Verdict.OVERRULED, edit)
    return Weighed(Verdict.FOLD, held)


def _are_concurrent(held: Register, edit: Register) -> bool:
    """Whether the edit may have been made before what the catalog holds was seen; one source knows its own order."""
    return edit.source != held.source and edit.since < held.seen


def is_masked(elsewhere: Cell, value: object, since: datetime) -> bool:
    """Whether an edit (or an end) hides what was explained as ours at another link at the same time: to be counted.

    `since` is when the edit can have been made at the earliest; of an end, when what ended can have been said.
    """
    return elsewhere.echoed is not None and elsewhere.echoed > since and bool(elsewhere.base != value)
