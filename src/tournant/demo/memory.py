"""What a restaurant's people remember: whether they themselves sold something out, or paused a store.

A question is about that: it is sold out there and on sale here, and nobody but them can tell who meant it so.
"""

from typing import Literal

from tournant.control.asked import Question
from tournant.sandbox.world import Truth

__all__ = ["meant"]


def meant(truth: Truth, asked: Question) -> Literal["theirs", "ours"]:
    """Whether what is shown is what the restaurant's people did last."""
    names: list[tuple[str, ...]] = [("on", thing, asked.place) for thing in asked.things]
    if asked.is_pause:
        names = [("paused", asked.store or ""), ("paused", asked.place)]
    did = [edit.value for edit in truth.edits if any(name in edit.cells for name in names)]
    # The world says of a store that it is paused, and of a thing that it is on sale.
    return "theirs" if did and did[-1] is asked.is_pause else "ours"
