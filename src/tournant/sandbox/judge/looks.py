"""When an application looked, from the calls in a partner's books: what no look could tell from what one could.

A look is a read that was answered, with all further pages that followed it. It begins when its first call arrives and
ends when its last answer is ready; both are widened by what a call may be on its way.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from tournant.sandbox.http import Json
from tournant.sandbox.times import parsed

__all__ = ["Looks", "Span"]

_ANSWERED: Final = 200
_NEVER = datetime.max.replace(tzinfo=UTC)
_ALWAYS = datetime.min.replace(tzinfo=UTC)
_KINDS: Final = (
    ("menu", re.compile(r"/v2/catalog/(list|search)|/v2/eats/stores/[^/]+/menus")),
    ("hours", re.compile(r"/v2/locations(/[^/]+)?|/v2/eats/stores/[^/]+/menus")),
    ("status", re.compile(r"/v1/eats/store/[^/]+/status")),
)
_READS: Final = re.compile(r"/v2/catalog/search")
"""What is read with POST."""


class Span(NamedTuple):
    """From when to when."""

    begin: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        """Say whether some instant is in both."""
        return self.begin < other.end and other.begin < self.end


@dataclass(frozen=True, slots=True)
class _Line:
    """The looks at one thing, in their order."""

    begins: Sequence[datetime]
    ends: Sequence[datetime]


class Looks:
    """All looks of one partner's books."""

    def __init__(self, calls: Iterable[Json], way_s: float) -> None:
        """Take the calls, and for how many seconds of the world one may be on its way."""
        self._way = timedelta(seconds=way_s)
        found: dict[tuple[str, str], list[Span]] = {}
        for call in calls:
            if call["status"] != _ANSWERED or not (call["method"] == "GET" or _READS.fullmatch(call["path"])):
                continue
            for kind, pattern in _KINDS:
                if pattern.fullmatch(call["path"]):
                    _note(found.setdefault((call["account"], kind), []), call)
        self._lines = {
            key: _Line([one.begin for one in spans], sorted(one.end for one in spans)) for key, spans in found.items()
        }

    def around(self, account: str, kind: str, at: datetime) -> Span:
        """Give the span in which an edit lies for whoever only looks: last look before to first after."""
        line = self._lines.get((account, kind), _Line((), ()))
        over = bisect_right(line.ends, at)
        begin = line.begins[over - 1] - self._way if over else _ALWAYS
        after = bisect_left(line.begins, at)
        end = line.ends[after] + self._way if after < len(line.ends) else _NEVER
        return Span(begin, end)

    def between(self, account: str, kind: str, span: Span) -> bool:
        """Say whether a look lies wholly in a span."""
        line = self._lines.get((account, kind), _Line((), ()))
        after = bisect_left(line.begins, span.begin)
        return after < len(line.ends) and line.ends[after] <= span.end


def _note(spans: list[Span], call: Json) -> None:
    begin, end = parsed(call["at"]), parsed(call["ended"] or call["at"])
    if call["further"] and spans:
        spans[-1] = Span(spans[-1].begin, max(end, spans[-1].end))
    else:
        spans.append(Span(begin, end))
