"""The verdict of the fleet: one sentence, computed, whose parts are the number of links."""

from dataclasses import dataclass

from tournant.console.asking import View
from tournant.control.fleet import judged, parts

__all__ = ["Sentence", "Verdict", "verdict"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A part of the verdict."""

    text: str
    count: int
    strong: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the page says first."""

    total: int
    sentences: tuple[Sentence, ...]


def verdict(view: View) -> Verdict:
    """Count all links."""
    cells = [cell for standing in view.standings for cell in standing.cells]
    found = parts([judged(cell, view.now) for cell in cells])
    total = len(cells)
    said = [Sentence(_agree(found["agree"], total), found["agree"], strong=True)]
    for key, one, several in (
        ("way", "has changes on its way", "have changes on their way"),
        ("preview", "is to be read before its first write", "are to be read before their first write"),
        ("unknown", "is not known", "are not known"),
        ("differ", "differs", "differ"),
    ):
        count = found[key]
        if count:
            said.append(Sentence(f"{count:,} {one if count == 1 else several}", count, strong=key == "differ"))
    return Verdict(total, tuple(said))


def _agree(agree: int, total: int) -> str:
    if agree == total:
        return f"All {total:,} links agree" if total > 1 else "The one link agrees"
    return f"{agree:,} of {total:,} links agree"
