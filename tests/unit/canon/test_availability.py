"""The columns of an Availability are one statement, read in one way."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tournant.canon import Availability
from tournant.canon.availability import standing
from tournant.kernel.row import UNSET

SOON = datetime(2025, 3, 1, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({}, "available"),
        ({"available": True}, "available"),
        ({"unavailable_until": None}, "available"),
        ({"available": False}, "indefinitely"),
        ({"available": False, "unavailable_until": SOON}, "until"),
        ({"unavailable_until": SOON}, "until"),
        ({"available": False, "until_end_of_day": True}, "until_end_of_day"),
        ({"count": "3"}, "count"),
        ({"available": True, "count": "0"}, "count"),
        ({"available": False, "count": "3"}, "indefinitely"),
        ({"available": True, "hidden": True}, "hidden"),
    ],
)
def test_what_a_row_says(columns: dict[str, Any], expected: str) -> None:
    """A flag, an end, a number left: each partner says it in its own columns, and what keeps it from sale wins."""
    assert standing(Availability("avl_1", "A", UNSET, 0, **columns)) == expected
