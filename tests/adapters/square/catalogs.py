"""The catalog of an invented restaurant, and what tests do with it."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tournant.adapters.square.adapter import MANIFEST
from tournant.lens import Lens

Rows = dict[str, list[Any]]
FIXTURES = Path(__file__).parents[3] / "src" / "tournant" / "adapters" / "square" / "fixtures"
FULL = (FIXTURES / "catalog__full.json").read_bytes()
NEW = (FIXTURES / "catalog_upsert__new_menu.json").read_bytes()


def lens(name: str = "catalog", currency: str | None = None) -> Lens:
    document = MANIFEST.document(name)
    assert document is not None
    return document.lens(currency)


def read(text: bytes = FULL) -> Rows:
    decoded = lens().decode(text)
    assert decoded.problems == ()
    return decoded.rows


def one(rows: Rows, kind: str, own: str) -> Any:  # noqa: ANN401 - a row of that kind
    [found] = [row for row in rows[kind] if getattr(row, "id", None) == own or getattr(row, "target", None) == own]
    return found


def edited(kind: str, own: str, **columns: object) -> bytes:
    """The full catalog after one row was changed."""
    decoded = lens().decode(FULL)
    row = one(decoded.rows, kind, own)
    changed = [replace(each, **columns) if each is row else each for each in decoded.rows[kind]]
    text = lens().encode({**decoded.rows, kind: changed}, decoded.source)
    again = lens().decode(text)
    assert again.problems == ()
    assert again.rows == {**decoded.rows, kind: changed}
    return text
