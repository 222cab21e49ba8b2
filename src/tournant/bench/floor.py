"""The floor: the least that typed reading costs. A bare msgspec parse of the mapped fields, with no rows and no checks.

For an adapter's table the Structs are made from the paths that the table maps (its printed form, not the types that the
engine generates), and their types from the values that stand in the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import msgspec

from tournant.bench.case import Json
from tournant.kernel import check
from tournant.lens import Doc, mapping

_TAG = re.compile(r"\[\w+\]")


@dataclass(slots=True)
class _Node:
    """A member that is read: alone, or with what is read inside it."""

    form: str = ""
    """A list (`[]`), a map whose names do not matter (`*`), or neither."""
    inside: dict[str, _Node] = field(default_factory=dict)


def paths(table: Doc) -> set[str]:
    """Where a table's columns lie in the document, tags left out: `objects[].item_data.name`."""
    return {_TAG.sub("[]", column.path) for column in mapping(table)}


def parser(table: Doc, document: Json) -> Callable[[bytes], object]:
    """The bare parse of the document, made from the table's paths; places that the document lacks are left out."""
    root = _Node()
    for path in sorted(paths(table)):
        if path.partition(".")[0].removesuffix("[]") in document:
            _grow(root, path)
    decode: Callable[[bytes], object] = msgspec.json.Decoder(_struct("document", root, [document])).decode
    return decode


def _grow(node: _Node, path: str) -> None:
    for segment in path.split("."):
        if segment == "*":
            node.form = "*"
            continue
        node = node.inside.setdefault(segment.removesuffix("[]"), _Node())
        if segment.endswith("[]"):
            node.form = "[]"


def _type(name: str, node: _Node, values: Iterable[Any]) -> Any:  # noqa: ANN401 - a type made here
    """The type of a member, from what the table reads inside it and from the values that the document has there."""
    found = [value for value in values if value is not None]
    if node.form == "[]":
        return list[_type(name, _Node("", node.inside), chain.from_iterable(found))]  # type: ignore[misc]  # as above
    if node.form == "*":
        return dict[str, _type(name, _Node(), chain.from_iterable(map(dict.values, found)))]  # type: ignore[misc]  # as above
    return _struct(name, node, found) if node.inside else _leaf(name, found)


def _struct(name: str, node: _Node, values: list[Any]) -> type:
    members = [
        (member, _type(f"{name}_{member}", below, [value.get(member) for value in values]) | None, None)
        for member, below in node.inside.items()
    ]
    return msgspec.defstruct(name, members, gc=False)


def _leaf(name: str, values: list[Any]) -> Any:  # noqa: ANN401 - a type made here
    """The type of a value that is read whole; a member that the document never has is read as text."""
    kinds = {type(value) for value in values}
    if list in kinds:
        return list[_leaf(name, list(chain.from_iterable(values)))]  # type: ignore[misc]  # as above
    if dict in kinds:
        inside = {member: _Node() for value in values for member in value}
        return _struct(name, _Node("", inside), values)
    if kinds == {int, float}:
        return float
    check.ensure(len(kinds) <= 1, f"{name} has values of several types")
    return kinds.pop() if kinds else str


# ---------------------------------------------------------------------- does it read what the mapping reads?


def compare(parsed: object, document: Json, mapped: set[str], again: tuple[str, str] = ("", "")) -> None:
    """Check that the parse holds every value that is at the mapped paths; `again` shortens a recursion."""
    wanted = _mentioned(document, "", {path.removesuffix(".*") for path in mapped}, again)
    found = _leaves(msgspec.to_builtins(parsed))
    check.ensure(found == wanted > 0, f"the floor reads {found} values, and the mapping {wanted}")


def _mentioned(value: Any, path: str, mapped: set[str], again: tuple[str, str]) -> int:  # noqa: ANN401 - any JSON
    path = path.replace(*again) if again[0] else path
    if path in mapped:
        return _leaves(value)
    if isinstance(value, dict):
        return sum(_mentioned(below, f"{path}.{name}".strip("."), mapped, again) for name, below in value.items())
    if isinstance(value, list):
        return sum(_mentioned(below, f"{path}[]", mapped, again) for below in value)
    return 0


def _leaves(value: Any) -> int:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return sum(map(_leaves, value.values()))
    if isinstance(value, list):
        return sum(map(_leaves, value))
    return value is not None
