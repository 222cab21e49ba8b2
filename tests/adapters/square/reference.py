"""Square's own specification, where there is one: it is not ours to keep in the repository."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.reference import folder


@cache
def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def schemas() -> dict[str, Any]:
    """The schemas of the specification by name."""
    found: dict[str, Any] = _read(folder() / "specs" / "square" / "api.json")["components"]["schemas"]
    return found


def example(name: str) -> Any:  # noqa: ANN401 - any JSON value
    """The example of one schema."""
    return schemas()[name]["example"]
