"""What we would send is what Square's specification allows: known members of the right types, and none missing."""

import json
from collections.abc import Iterator
from typing import Any

from tests.adapters.square import reference
from tests.adapters.square.catalogs import FULL, lens

_TYPES = {"string": str, "integer": int, "boolean": bool}


def wrong(value: Any, schema: dict[str, Any], at: str) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """Each place at which a value does not keep to a schema of the specification."""
    if "$ref" in schema:  # One schema of the specification is named and not there.
        schema = reference.schemas().get(schema["$ref"].rsplit("/", 1)[1], {})
    for part in schema.get("allOf", ()):
        yield from wrong(value, part, at)
    if isinstance(value, dict):
        yield from _wrong_members(value, schema, at)
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from wrong(inner, schema.get("items", {}), f"{at}[{n}]")
    elif not isinstance(value, _TYPES.get(schema.get("type", ""), object)) or value not in schema.get("enum", [value]):
        yield f"{at} is {value!r}"


def _wrong_members(value: dict[str, Any], schema: dict[str, Any], at: str) -> Iterator[str]:
    yield from (f"{at}.{name} is missing" for name in schema.get("required", ()) if name not in value)
    for name, inner in value.items() if "properties" in schema else ():
        if name in schema["properties"]:
            yield from wrong(inner, schema["properties"][name], f"{at}.{name}")
        else:
            yield f"{at}.{name} is not known"


def test_a_catalog_made_from_rows() -> None:
    """The whole invented catalog, written anew."""
    built = json.loads(lens("catalog-upsert").build(lens().decode(FULL).rows))
    assert list(wrong(built, reference.schemas()["BatchUpsertCatalogObjectsRequest"], "$")) == []
    assert len(built["batches"][0]["objects"]) == 11


def test_the_check_finds_what_is_wrong() -> None:
    """A missing type, an unknown member, a wrong type and a word that is none."""
    built = {"batches": [{"objects": [{"id": 1, "colour": "red", "tax_data": {"inclusion_type": "HALF"}}]}]}
    assert list(wrong(built, reference.schemas()["BatchUpsertCatalogObjectsRequest"], "$")) == [
        "$.idempotency_key is missing",
        "$.batches[0].objects[0].type is missing",
        "$.batches[0].objects[0].id is 1",
        "$.batches[0].objects[0].colour is not known",
        "$.batches[0].objects[0].tax_data.inclusion_type is 'HALF'",
    ]
