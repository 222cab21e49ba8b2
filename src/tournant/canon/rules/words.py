"""Columns that take one of several words hold one of them."""

import types
import typing
from collections.abc import Iterator
from functools import cache

from tournant.canon.columns import Weekday
from tournant.canon.rules.violation import Rows, Violation, known, path

__all__ = ["known_words"]

_WEEKDAYS = typing.get_args(Weekday)


def known_words(rows: Rows) -> Iterator[Violation]:
    """Find words that the model does not have; a Struct does not check what it is made of."""
    for of_kind in rows.values():
        for column, words in (_words(type(of_kind[0])) if of_kind else {}).items():
            for row in of_kind:
                value = known(row, column)
                said = value if isinstance(value, tuple) else () if value is None else (value,)
                for word in said:
                    if word not in words:
                        yield Violation(path(row, column), f"{word!r} is none of {', '.join(words)}")


@cache
def _words(kind: type) -> dict[str, tuple[str, ...]]:
    found = {}
    for column, hint in typing.get_type_hints(kind).items():
        if column == "weekdays":
            found[column] = _WEEKDAYS
        elif isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
            words = [part for part in typing.get_args(hint) if typing.get_origin(part) is typing.Literal]
            if words:
                found[column] = typing.get_args(words[0])
    return found
