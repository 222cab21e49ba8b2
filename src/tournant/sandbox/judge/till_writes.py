"""What was written at a seller of Square, cell by cell."""

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any

from tournant.sandbox.http import Json
from tournant.sandbox.judge import week
from tournant.sandbox.judge.square_menu import cells_of_object
from tournant.sandbox.judge.store import Told
from tournant.sandbox.times import parsed
from tournant.sandbox.world.truth import Cell
from tournant.sandbox.world.world import Merchant

__all__ = ["told_at_till"]


def told_at_till(merchant: Merchant, writes: Iterable[Json], wanted: Collection[Cell] | None) -> Iterator[Told]:
    """Give what the application wrote of the fields that are wanted; without any, what staff said of their own ones."""
    for write in writes:
        if write["by"] != ("staff" if wanted is None else "api"):
            continue
        for cell, value in _said(merchant, write):
            if cell[0] == "custom" if wanted is None else cell in wanted:
                yield Told(parsed(write["at"]), write["by"], cell, value)


def _said(merchant: Merchant, write: Json) -> Iterator[tuple[Cell, Any]]:
    value = write["value"]
    match write["what"]:
        case "catalog.upsert":
            for spot in merchant.locations:
                yield from cells_of_object(value, spot.location_id)
        case "location.update":
            yield ("hours", write["ref"]), week.of_square(value)
        case "inventory.count":
            yield ("on", write["ref"], value["location_id"]), Decimal(value["quantity"]) > 0
        case _:
            return
