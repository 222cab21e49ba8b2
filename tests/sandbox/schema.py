"""Square's OpenAPI as JSON Schema 2020-12, so that requests and answers can be held against it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

# The specification uses these codes at its operations and forgets them in the list of codes.
FORGOTTEN = ["VERSION_MISMATCH"]


def wrong(reference: Path, name: str, value: object) -> list[str]:
    """Say where a value departs from a schema."""
    errors = _validator(reference, name).iter_errors(value)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message[:200]}" for error in errors]


@cache
def _validator(reference: Path, name: str) -> jsonschema_rs.Draft202012Validator:
    components = _components(reference)
    return jsonschema_rs.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})


@cache
def _components(reference: Path) -> dict[str, Any]:
    document = json.loads((reference / "specs/square/api.json").read_text())
    found: dict[str, Any] = _converted(document["components"])
    found["schemas"]["ErrorCode"]["enum"] += FORGOTTEN
    named = set(_references(found))
    for missing in named - found["schemas"].keys():
        found["schemas"][missing] = {}
    return found


def _converted(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        return [_converted(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {key: _converted(inner) for key, inner in value.items() if key != "nullable"}
    if value.get("nullable") is not True:
        return found
    if "$ref" in found:
        return {"if": {"type": "null"}, "else": found}
    if isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    if "enum" in found:
        found["enum"] = [*found["enum"], None]
    return found


def _references(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for one in value for name in _references(one)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"].rsplit("/", 1)[1]] if isinstance(value.get("$ref"), str) else []
    return own + [name for inner in value.values() for name in _references(inner)]
