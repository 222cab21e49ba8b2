"""What the figures are held to: bounds on ratios, because milliseconds are another machine's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Ratios = Mapping[str, Mapping[str, float]]
"""By document, then by name."""

WHAT = {
    "decode": "decode with a warm crosswalk, in times of the floor",
    "encode_1_percent": "write 1 % changed into a document with a known index, in times of the floor",
    "10_percent_to_1_percent": "write 10 % changed, in times of 1 % changed",
    "1_percent_to_all": "write 1 % changed, in times of everything changed",
    "1_percent_to_dict": "write 1 % changed, in times of encoding the whole document from dictionaries",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """A ratio of one document that shall not be more than this."""

    document: str
    ratio: str
    most: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """A bound, and what was seen."""

    what: str
    goal: float
    seen: float
    met: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """What must be met, and what we aim for."""

    goals: tuple[Bound, ...]
    aims: tuple[Bound, ...]


DOCUMENTS = ("deep", "flat", "tagged")
LIMITS = Limits(
    goals=(Bound("deep", "decode", 2.6), Bound("flat", "decode", 3.5), Bound("tagged", "decode", 3.5)),
    aims=(
        Bound("deep", "decode", 1.8),
        Bound("flat", "decode", 2.5),
        Bound("tagged", "decode", 2.5),
        *(Bound(name, "encode_1_percent", 0.5) for name in DOCUMENTS),
        *(Bound(name, "10_percent_to_1_percent", 10) for name in DOCUMENTS),
        *(Bound(name, "1_percent_to_all", 0.1) for name in DOCUMENTS),
    ),
)


def judge(bounds: Iterable[Bound], ratios: Ratios) -> list[Verdict]:
    """What was seen beside each bound."""
    return [
        Verdict(f"{bound.document}: {WHAT[bound.ratio]}", bound.most, seen, seen <= bound.most)
        for bound in bounds
        for seen in (ratios[bound.document][bound.ratio],)
    ]
