"""How long it took until an edit was to be seen on the other sides."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from math import ceil

from tournant.sandbox.judge.fields import Fields
from tournant.sandbox.judge.store import Told
from tournant.sandbox.world.truth import Edit

__all__ = ["percentile", "seconds_to_visible"]


def seconds_to_visible(fields: Fields) -> Iterator[float]:
    """Give, for each edit and each other side that then changed to its value, the seconds of the world until it did.

    An edit that was superseded before, or that the other side showed already, gives nothing.
    """
    for cell, edits in fields.edits.items():
        told: dict[str, list[Told]] = {}
        for account, one in fields.told.get(cell, ()):
            told.setdefault(account, []).append(one)
        for edit, after in zip(edits, [*edits[1:], None], strict=True):
            for account, every in told.items():
                at = _came(every, edit) if account != edit.account else None
                if at is not None and (after is None or at <= after.at):
                    yield (at - edit.at).total_seconds()


def _came(told: Sequence[Told], edit: Edit) -> datetime | None:
    """Say when a side changed to the value of an edit, after it."""
    before = None
    for one in told:
        if one.at < edit.at:
            before = one
        elif before and before.value == edit.value:
            return None
        elif one.value == edit.value:
            return one.at
    return None


def percentile(of: Sequence[float], share: float) -> float | None:
    """Give the nearest rank; None of nothing."""
    ordered = sorted(of)
    return round(ordered[max(0, ceil(share * len(ordered)) - 1)], 1) if ordered else None
