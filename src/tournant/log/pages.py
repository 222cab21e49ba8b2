"""Reading and writing the whole of something, whatever its size, in statements of which none has to carry it all."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

from tournant.kernel import bounds, check
from tournant.log.session import Row

__all__ = ["sliced", "whole"]


async def whole(page: Callable[[str, str], Awaitable[Sequence[Row]]], first: str, second: str) -> list[Row]:
    """All rows, of which a page is what comes after two columns of the last one."""
    found: list[Row] = []
    after = ("", "")
    while True:
        rows = await page(*after)
        found += rows
        if len(rows) < bounds.ROWS_READ_MAX:
            return found
        check.require(len(found) < bounds.ROWS_HELD_MAX, "a merchant has more of something than anybody could")
        after = rows[-1][first], rows[-1][second]


def sliced(rows: Sequence[tuple[Any, ...]]) -> Iterator[list[list[Any]]]:
    """The columns of so many rows as one statement writes; nothing where there is none."""
    for start in range(0, len(rows), bounds.ROWS_WRITTEN_MAX):
        yield [list(column) for column in zip(*rows[start : start + bounds.ROWS_WRITTEN_MAX], strict=True)]
