"""How long it took until an edit was to be seen on the other sides."""

from collections.abc import Iterator, Sequence
from math import ceil

from tournant.sandbox.judge.fields import Fields

__all__ = ["percentile", "seconds_to_visible"]


def seconds_to_visible(fields: Fields) -> Iterator[float]:
    """Give, for each edit and each other side that was then written so, the seconds of the world until that write.

    An edit that was superseded before, or that the other side showed already, gives nothing.
    """
    for cell, edits in fields.edits.items():
        told = fields.told.get(cell, ())
        for edit, after in zip(edits, [*edits[1:], None], strict=True):
            for account in {one for one, _ in told} - {edit.account}:
                times = [
                    one.at
                    for where, one in told
                    if where == account and one.at >= edit.at and one.value == edit.value
                    if after is None or one.at <= after.at
                ]
                if times:
                    yield (min(times) - edit.at).total_seconds()


def percentile(of: Sequence[float], share: float) -> float | None:
    """Give the nearest rank; None of nothing."""
    ordered = sorted(of)
    return round(ordered[max(0, ceil(share * len(ordered)) - 1)], 1) if ordered else None
