"""The SQL of the store: files beside this module, read once; each statement has a name and says what it is for.

    -- name: read_stream
    -- The facts of one stream after a position, in their order.
    select ... ;

A statement without a description, or two with one name, is a mistake of ours and stops the import.
"""

import re
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from tournant.kernel import check

__all__ = ["SQL", "parse"]

_START: Final = re.compile(r"^-- name: ", re.MULTILINE)


def parse(text: str, into: dict[str, str]) -> None:
    """Add the statements of one file."""
    for part in _START.split(text)[1:]:
        name, *lines = part.splitlines()
        body = [line for line in lines if not line.startswith("--")]
        check.require(len(body) < len(lines), f"the statement {name} does not say what it is for")
        check.require(name not in into, f"two statements are called {name}")
        into[name] = "\n".join(body).strip().removesuffix(";")


def _load() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted(files("tournant.log").joinpath("sql").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".sql"):
            parse(file.read_text(encoding="utf-8"), found)
    return found


SQL: Final = MappingProxyType(_load())
"""Every statement by its name."""
