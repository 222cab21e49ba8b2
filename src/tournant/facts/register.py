"""The forms of facts: each kind and version with the struct that its body is. What is not here cannot be read.

A form is never changed once it was stored: a new version is added beside it, and the old one stays to be read.
"""

from typing import Any, Final

import msgspec

from tournant.facts.orders import (
    AlarmEnded,
    AlarmRaised,
    OrderAside,
    OrderLeft,
    OrderResumed,
    OrderShown,
    OrderTaken,
    TicketMade,
    TicketNotMade,
    TotalRight,
    TotalWrong,
)
from tournant.facts.sync import (
    AccountEnded,
    Agreed,
    Asked,
    CellsFolded,
    CommandDone,
    CommandRefused,
    EditRefused,
    Ended,
    HeldBack,
    LinkSet,
    ModeChanged,
    NotHeld,
    PersonActed,
    Quarantined,
    RowsChanged,
    Unsure,
    WritePlanned,
    WriteSettled,
)

__all__ = ["FORMS", "UnknownForm", "form_of", "read"]


class UnknownForm(LookupError):  # noqa: N818 - it says what happened
    """A fact of a kind or version that this Tournant does not know: it was written by a later one."""

    def __init__(self, kind: str, version: int) -> None:
        """Name the kind and the version."""
        super().__init__(f"the fact {kind} of version {version} is not known here; was it written by a later Tournant?")


FORMS: Final[dict[tuple[str, int], type[msgspec.Struct]]] = {
    ("rows_changed", 1): RowsChanged,
    ("quarantined", 1): Quarantined,
    ("held_back", 1): HeldBack,
    ("write_planned", 1): WritePlanned,
    ("write_settled", 1): WriteSettled,
    ("agreed", 1): Agreed,
    ("mode_changed", 1): ModeChanged,
    ("command_done", 1): CommandDone,
    ("command_refused", 1): CommandRefused,
    ("account_ended", 1): AccountEnded,
    ("asked", 1): Asked,
    ("unsure", 1): Unsure,
    ("cells_folded", 1): CellsFolded,
    ("link_set", 1): LinkSet,
    ("edit_refused", 1): EditRefused,
    ("not_held", 1): NotHeld,
    ("ended", 1): Ended,
    ("person_acted", 1): PersonActed,
    ("order_left", 1): OrderLeft,
    ("order_taken", 1): OrderTaken,
    ("order_aside", 1): OrderAside,
    ("order_resumed", 1): OrderResumed,
    ("order_shown", 1): OrderShown,
    ("ticket_made", 1): TicketMade,
    ("ticket_not_made", 1): TicketNotMade,
    ("total_wrong", 1): TotalWrong,
    ("total_right", 1): TotalRight,
    ("alarm_raised", 1): AlarmRaised,
    ("alarm_ended", 1): AlarmEnded,
}
_NAMES: Final = {struct: name for name, struct in FORMS.items()}
_decoders: Final[dict[tuple[str, int], Any]] = {}


def form_of(fact: msgspec.Struct) -> tuple[str, int]:
    """The kind and version under which a fact is stored."""
    return _NAMES[type(fact)]


def read(kind: str, version: int, body: bytes) -> Any:  # noqa: ANN401 - of the struct that is registered
    """A fact from its bytes; UnknownForm for a form that is not registered."""
    form = (kind, version)
    if form not in FORMS:
        raise UnknownForm(kind, version)
    if form not in _decoders:
        _decoders[form] = msgspec.json.Decoder(FORMS[form])
    return _decoders[form].decode(body)
