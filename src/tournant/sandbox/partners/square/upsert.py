"""Writing to a catalog: temporary ids, versions, and one batch wholly or not at all.

    objects ─► flat list ─► ids minted for '#…' ─► checked against what is there ─► applied under one version

An item is replaced as a whole: a variation that the request leaves out is deleted (assumed: Square's guide says to
send every variation that is to stay), and a member that it leaves out is gone. A variation sent alone changes its
item's version too (assumed, because the item shows it).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tournant.sandbox.http import Json
from tournant.sandbox.partners.square.catalog import CHILDREN, TYPES, Catalog, data_of
from tournant.sandbox.partners.square.errors import refuse

__all__ = ["Upsert", "resolved"]

_READ_ONLY: Final = ("sold_out", "sold_out_valid_until")
_REFERENCES: Final = {
    "category_id": "CATEGORY",
    "modifier_list_id": "MODIFIER_LIST",
    "tax_ids": "TAX",
    "image_ids": "IMAGE",
    "measurement_unit_id": "MEASUREMENT_UNIT",
}


@dataclass(slots=True)
class _Flat:
    """One object of a request, without its children."""

    body: Json
    parent: str | None
    children: list[str] | None
    """The ids of its children; None where the request does not say."""


@dataclass
class Upsert:
    """One request to create or change objects; its batches share their temporary ids."""

    catalog: Catalog
    currency: str
    mint: Callable[[], str]
    locations: Mapping[str, Json]
    mapped: dict[str, str] = field(default_factory=dict)
    """The permanent id of each temporary one."""
    checks_versions: bool = True
    """False for the seller's own staff, whose screen always shows the latest."""

    def batch(self, objects: list[Json], version: int, at: str) -> list[str]:
        """Apply a batch wholly, or refuse it wholly; give the ids of the objects that it named at its top."""
        fresh = {one["id"]: self.mint() for one in _named(objects) if one["id"].startswith("#")}
        mapping = self.mapped | fresh
        flat = [one for body in objects for one in _flat(resolved(body, mapping), None)]
        minted = frozenset(fresh.values())
        known = {one.body["id"]: one.body["type"] for one in flat}
        if len(known) < len(flat):
            raise refuse(400, "INVALID_VALUE", "Two objects of a batch have the same ID.", "id")
        for one in flat:
            self._check(one, known, new=one.body["id"] in minted)
        self.mapped = mapping
        for one in flat:
            self._apply(one, version, at)
        for one in flat:
            self._settle(one, version, at)
        return [str(mapping.get(body["id"], body["id"])) for body in objects]

    def _check(self, one: _Flat, known: Mapping[str, str], *, new: bool) -> None:
        body = one.body
        kind, object_id = body.get("type"), body["id"]
        if kind not in TYPES:
            raise refuse(400, "INVALID_ENUM_VALUE", f"{kind!r} is no type of a catalog object.", "type")
        if not new:
            self._check_there(body)
        data = body.get(data_of(kind))
        if not isinstance(data, dict):
            raise refuse(400, "MISSING_REQUIRED_PARAMETER", f"{object_id} has no {data_of(kind)}.", data_of(kind))
        family_id = next((family.parent_id for family in CHILDREN.values() if family.child == kind), None)
        if family_id and not one.parent and data.get(family_id) is None:
            raise refuse(400, "MISSING_REQUIRED_PARAMETER", f"{object_id} does not say its {family_id}.", family_id)
        self._check_references(data, known)
        for money in _money(data):
            if money.get("currency") != self.currency:
                raise refuse(400, "INVALID_VALUE", f"The currency of this seller is {self.currency}.", "currency")

    def _check_there(self, body: Json) -> None:
        there = self.catalog.live(body["id"])
        if there is None:
            raise refuse(404, "NOT_FOUND", f"Catalog object with ID {body['id']!r} not found.", "id")
        if there.body["type"] != body["type"]:
            raise refuse(400, "INVALID_VALUE", f"{body['id']} is a {there.body['type']}.", "type")
        if self.checks_versions and body.get("version") != there.body["version"]:
            said = f"Object version {body.get('version')} of {body['id']} is not the latest database version."
            raise refuse(409, "VERSION_MISMATCH", said, "version")

    def _check_references(self, data: Json, known: Mapping[str, str]) -> None:
        for name, one in _references(data):
            kind = _REFERENCES[name]
            if known.get(one, self.catalog.kind(one)) != kind:
                raise refuse(400, "NOT_FOUND", f"{name} {one!r} is no {kind} of this catalog.", name)
        for override in data.get("location_overrides", ()):
            if override.get("location_id") not in self.locations:
                raise refuse(400, "NOT_FOUND", f"Location {override.get('location_id')!r} not found.", "location_id")

    def _apply(self, one: _Flat, version: int, at: str) -> None:
        kind = one.body["type"]
        parent = one.parent or _parent(one.body)
        data = dict(one.body[data_of(kind)])
        family = next((family for family in CHILDREN.values() if family.child == kind), None)
        if family and parent:
            data[family.parent_id] = parent
        if "location_overrides" in data:
            data["location_overrides"] = [_without_read_only(override) for override in data["location_overrides"]]
        body: Json = {"present_at_all_locations": True, **one.body}
        body |= {data_of(kind): data, "version": version, "updated_at": at, "is_deleted": False}
        there = self.catalog.objects.get(body["id"])
        if there:
            there.body = body
        else:
            self.catalog.add({"created_at": at, **body}, parent)

    def _settle(self, one: _Flat, version: int, at: str) -> None:
        stored = self.catalog.objects[one.body["id"]]
        if one.children is not None:
            for gone in [child for child in stored.children if child not in one.children]:
                self.catalog.remove(gone, version, at)
            stored.children = one.children
        if stored.parent and not one.parent:
            above = self.catalog.objects[stored.parent]
            above.body = above.body | {"version": version, "updated_at": at}
            if one.body["id"] not in above.children:
                above.children = [*above.children, one.body["id"]]


def resolved(value: Any, mapping: Mapping[str, str], name: str = "") -> Any:  # noqa: ANN401 - any JSON value
    """Replace temporary ids wherever an id stands; a name that begins with '#' stays what it is."""
    if isinstance(value, dict):
        return {key: resolved(inner, mapping, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolved(inner, mapping, name) for inner in value]
    if isinstance(value, str) and value.startswith("#") and (name == "id" or name.endswith(("_id", "_ids"))):
        if value not in mapping:
            raise refuse(400, "INVALID_VALUE", f"No object of this request has the temporary ID {value!r}.", name)
        return mapping[value]
    return value


def _named(objects: list[Json]) -> Iterator[Json]:
    for body in objects:
        if not isinstance(body.get("id"), str) or not body["id"]:
            raise refuse(400, "MISSING_REQUIRED_PARAMETER", "An object has no id.", "id")
        yield body
        yield from _named(_children(body))


def _children(body: Json) -> list[Json]:
    family = CHILDREN.get(body.get("type", ""))
    data = body.get(data_of(body["type"])) if family else None
    return (data.get(family.members) or []) if family and isinstance(data, dict) else []


def _flat(body: Json, parent: str | None) -> Iterator[_Flat]:
    family = CHILDREN.get(body.get("type", ""))
    if not family:
        yield _Flat(body, parent, None)
        return
    name, children = data_of(body["type"]), _children(body)
    data = {key: value for key, value in (body.get(name) or {}).items() if key != family.members}
    yield _Flat(body | {name: data}, parent, [child["id"] for child in children])
    for child in children:
        yield from _flat(child, body["id"])


def _parent(body: Json) -> str | None:
    family = next((family for family in CHILDREN.values() if family.child == body["type"]), None)
    return body[data_of(body["type"])].get(family.parent_id) if family else None


def _references(data: Json) -> Iterator[tuple[str, str]]:
    for part in (data, *(data.get("modifier_list_info") or ())):
        for name in _REFERENCES & part.keys():
            named = part[name] or []
            yield from ((name, one) for one in ([named] if isinstance(named, str) else named))
    yield from (("category_id", one["id"]) for one in data.get("categories") or ())


def _without_read_only(override: Json) -> Json:
    return {name: value for name, value in override.items() if name not in _READ_ONLY}


def _money(data: Json) -> Iterator[Json]:
    if data.get("price_money"):
        yield data["price_money"]
    for override in data.get("location_overrides", ()):
        if override.get("price_money"):
            yield override["price_money"]
