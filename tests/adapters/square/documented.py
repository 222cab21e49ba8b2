"""What Square documents, by its specification, and what of it the mapping names or carries along."""

import re
from collections.abc import Iterator
from typing import Any

from tournant.lens import Doc
from tournant.lens.explain import mapping

Schemas = dict[str, Any]
_TAG = re.compile(r"\[[A-Z_]+\]")
_NESTED = ("objects[].item_data.variations[]", "objects[].modifier_list_data.modifiers[]")


def mapped(doc: Doc) -> set[str]:
    """The paths that the table names, without tags; objects inside objects as if they stood alone."""
    found = {_TAG.sub("[]", column.path) for column in mapping(doc)}
    return found | {path.replace(nested, "objects[]") for path in found for nested in _NESTED}


def fields(schemas: Schemas, name: str, at: str, known: set[str]) -> Iterator[str]:
    """Every documented field below a path: as deep as the mapping looks, and no deeper."""
    for member, schema in schemas[name]["properties"].items():
        path = f"{at}.{member}"
        many = schema.get("type") == "array"
        inner = _named(schema.get("items", {}) if many else schema)
        below = f"{path}[]" if many else path
        if inner == "CatalogObject":
            yield below  # Looked at once, under its own type.
        elif inner and any(one.startswith(f"{below}.") for one in known):
            yield from fields(schemas, inner, below, known)
        else:
            yield below if below in known else path


def _named(schema: dict[str, Any]) -> str:
    for one in (schema, *schema.get("allOf", ())):
        if "$ref" in one:
            return str(one["$ref"]).rsplit("/", 1)[1]
    return ""


def sorted_out(schemas: Schemas, name: str, at: str, doc: Doc) -> tuple[set[str], set[str]]:
    """The documented fields that are mapped, and those that are not."""
    known = mapped(doc)
    holds = known | {path for path in known for path in _above(path)}
    found = set(fields(schemas, name, at, known))
    return {path for path in found if path in holds}, {path for path in found if path not in holds}


def _above(path: str) -> Iterator[str]:
    while "." in path:
        path = path.rsplit(".", 1)[0]
        yield path
