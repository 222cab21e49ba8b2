"""What is compared must agree: nothing is timed before it was checked that the contestants do the same work."""

from collections import defaultdict
from itertools import zip_longest
from operator import attrgetter
from typing import Any

from msgspec import UNSET

from tournant.bench.case import Rows
from tournant.kernel import check


def baseline(name: str, ours: Rows, theirs: Rows) -> None:
    """The mapping's rows and a baseline's are the same, in every column that the baseline fills."""
    for kind in sorted(ours.keys() | theirs.keys()):
        wanted, found = _siblings(ours.get(kind, [])), _siblings(theirs.get(kind, []))
        check.ensure(wanted.keys() == found.keys(), f"{name} and the mapping find {kind} rows in different places")
        for parent, mine in wanted.items():
            for one, other in zip_longest(mine, found[parent]):
                check.ensure(_covers(one, other), f"{name} and the mapping disagree: {other} is not {one}")


def _covers(ours: Any, theirs: Any) -> bool:  # noqa: ANN401 - rows of any kind, or none where one list is longer
    if type(ours) is not type(theirs):
        return False
    return all(
        value is UNSET or value == getattr(ours, column)
        for column in ours.__struct_fields__
        for value in (getattr(theirs, column),)
    )


def rows(what: str, one: Rows, other: Rows) -> None:
    """Both have the same rows, those with positions in the same order; the numbers themselves may differ."""
    for kind in sorted(one.keys() | other.keys()):
        mine, theirs = _siblings(one.get(kind, [])), _siblings(other.get(kind, []))
        check.ensure(mine.keys() == theirs.keys(), f"{what}: {kind} rows stand in different places")
        for parent, listed in mine.items():
            check.ensure(_told(listed) == _told(theirs[parent]), f"{what}: {kind} rows of {parent} differ")


def _told(siblings: list[Any]) -> list[list[object]]:
    """What siblings say but for their positions; those that have none (their links have) by their ids."""
    if siblings[0].position is UNSET:
        siblings = sorted(siblings, key=attrgetter("id"))
    return [[getattr(row, column) for column in row.__struct_fields__ if column != "position"] for row in siblings]


def _siblings(found: list[Any]) -> dict[object, list[Any]]:
    """The rows of each parent, in order."""
    by_parent: dict[object, list[Any]] = defaultdict(list)
    for row in found:
        by_parent[row.parent].append(row)
    return by_parent
