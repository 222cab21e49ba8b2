"""Reading a catalog: list, search, one object, many."""

from collections.abc import Iterable
from typing import Any

from tournant.sandbox.http import Answer, Json, Request
from tournant.sandbox.partners.square import limits
from tournant.sandbox.partners.square.catalog import DEFAULT_TYPES, TYPES, Catalog, Stored
from tournant.sandbox.partners.square.errors import refuse
from tournant.sandbox.partners.square.paging import page
from tournant.sandbox.partners.square.seller import Seller
from tournant.sandbox.times import parsed

__all__ = ["batch_retrieve", "info", "list_catalog", "retrieve", "search"]


def list_catalog(seller: Seller, request: Request) -> Answer:
    """GET /v2/catalog/list: everything that is not deleted, a hundred at a time."""
    asked = {"types": request.query.get("types"), "cursor": request.query.get("cursor")}
    types = _types([one.strip().upper() for one in (asked["types"] or "").split(",") if one.strip()])
    found = [one for one in _of(seller.catalog, types) if not one.body["is_deleted"]]
    shown, cursor = page(found, lambda one: one.sequence, asked, limits.LIST_PAGE)
    return _page(seller.catalog, shown, cursor)


def search(seller: Seller, request: Request) -> Answer:
    """POST /v2/catalog/search: by type, by time of change, by some queries; the deleted ones on demand."""
    asked = request.document
    found: Iterable[Stored] = _of(seller.catalog, _types(asked.get("object_types") or ()))
    if not asked.get("include_deleted_objects"):
        found = [one for one in found if not one.body["is_deleted"]]
    if asked.get("begin_time"):
        begin = _instant(asked["begin_time"])
        found = [one for one in found if parsed(one.body["updated_at"]) > begin]
    found = [one for one in found if _matches(one.body, asked.get("query") or {})]
    limit = asked.get("limit")
    size = limit if isinstance(limit, int) and 0 < limit <= limits.SEARCH_PAGE else limits.SEARCH_PAGE
    shown, cursor = page(found, lambda one: one.sequence, asked, size)
    return _page(seller.catalog, shown, cursor, related=bool(asked.get("include_related_objects")))


def retrieve(seller: Seller, request: Request) -> Answer:
    """GET /v2/catalog/object/{object_id}."""
    wanted = request.params["object_id"]
    if seller.catalog.live(wanted) is None:
        raise refuse(404, "NOT_FOUND", f"Catalog object with ID {wanted!r} not found.", "object_id")
    found: Json = {"object": seller.catalog.shown(wanted)}
    if request.query.get("include_related_objects") == "true":
        found["related_objects"] = _related(seller.catalog, [seller.catalog.objects[wanted]])
    return Answer(200, found)


def batch_retrieve(seller: Seller, request: Request) -> Answer:
    """POST /v2/catalog/batch-retrieve: those of the ids that are there; the others are passed over in silence."""
    asked = request.document
    wanted = asked["object_ids"]
    if len(wanted) > limits.RETRIEVE_OBJECTS:
        raise refuse(400, "ARRAY_LENGTH_TOO_LONG", f"At most {limits.RETRIEVE_OBJECTS} ids.", "object_ids")
    deleted = bool(asked.get("include_deleted_objects"))
    found = [one for one in (seller.catalog.objects.get(one) for one in dict.fromkeys(wanted)) if one]
    found = [one for one in found if deleted or not one.body["is_deleted"]]
    return _page(seller.catalog, found, None, related=bool(asked.get("include_related_objects")))


def info() -> Answer:
    """GET /v2/catalog/info: the limits of this interface."""
    said = {
        "batch_upsert_max_objects_per_batch": limits.BATCH_OBJECTS,
        "batch_upsert_max_total_objects": limits.UPSERT_OBJECTS,
        "batch_retrieve_max_object_ids": limits.RETRIEVE_OBJECTS,
        "search_max_page_limit": limits.SEARCH_PAGE,
        "batch_delete_max_object_ids": limits.DELETE_OBJECTS,
    }
    return Answer(200, {"limits": said})


def _page(catalog: Catalog, shown: Iterable[Stored], cursor: str | None, *, related: bool = False) -> Answer:
    found: Json = {"objects": [catalog.shown(one.body["id"]) for one in shown]}
    if cursor:
        found["cursor"] = cursor
    if related:
        found["related_objects"] = _related(catalog, shown)
    return Answer(200, found)


def _types(named: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(named)
    if wanted - TYPES:
        raise refuse(400, "INVALID_ENUM_VALUE", f"{', '.join(sorted(wanted - TYPES))}: no such type.", "object_types")
    return wanted or DEFAULT_TYPES


def _of(catalog: Catalog, types: frozenset[str]) -> list[Stored]:
    return [one for one in catalog.objects.values() if one.body["type"] in types]


def _instant(text: str) -> Any:  # noqa: ANN401 - an instant, and mypy knows
    try:
        return parsed(text)
    except (ValueError, TypeError):
        raise refuse(400, "INVALID_TIME", f"{text!r} is no RFC 3339 timestamp.", "begin_time") from None


def _matches(body: Json, query: Json) -> bool:
    data: Json = next((value for name, value in body.items() if name.endswith("_data")), {})
    for kind, asked in query.items():
        said = str(data.get(asked.get("attribute_name", "name"), "")).casefold()
        match kind:
            case "exact_query":
                hit = said == asked["attribute_value"].casefold()
            case "prefix_query":
                hit = said.startswith(asked["attribute_prefix"].casefold())
            case "text_query":
                hit = all(word.casefold() in said for word in asked["keywords"])
            case _:
                raise refuse(400, "INVALID_VALUE", f"This sandbox does not answer {kind}.", "query")
        if not hit:
            return False
    return True


def _related(catalog: Catalog, shown: Iterable[Stored]) -> list[Json]:
    wanted: dict[str, None] = {}
    for one in shown:
        for named in _ids(catalog.shown(one.body["id"])):
            wanted[named] = None
    there = {one.body["id"] for one in shown}
    return [catalog.shown(one) for one in wanted if one not in there and catalog.live(one)]


def _ids(value: Any, name: str = "") -> Iterable[str]:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _ids(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner, name)
    elif isinstance(value, str) and name.endswith(("_id", "_ids")) and name != "item_id":
        yield value
