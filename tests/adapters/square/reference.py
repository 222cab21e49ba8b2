"""Square's own specification, where there is one: it is not ours to keep in the repository."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest


@cache
def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def root() -> Path:
    """The folder of reference material; skips the test where there is none."""
    if "TOURNANT_REFERENCE_DIR" not in os.environ:
        pytest.skip("TOURNANT_REFERENCE_DIR does not say where the vendors' specifications are")
    return Path(os.environ["TOURNANT_REFERENCE_DIR"])


def schemas() -> dict[str, Any]:
    """The schemas of the specification by name."""
    found: dict[str, Any] = _read(root() / "specs" / "square" / "api.json")["components"]["schemas"]
    return found


def example(name: str) -> Any:  # noqa: ANN401 - any JSON value
    """The example of one schema."""
    return schemas()[name]["example"]
