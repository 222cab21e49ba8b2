"""The catalog: read page by page into one document, written as the difference of two.

    before, document ─► objects that are new or differ ─► upserts of one batch each ─► deletions of those that are gone

A request has one batch, so that it is applied wholly or not at all. A temporary id (`#…`) is valid within its batch:
an object that names one of an earlier request is written with the permanent id that Square's answer said.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Final
from urllib.parse import urlencode

import msgspec
from msgspec import Raw

from tournant.adapters.square.client.asking import Page, ask, given, key, listed, pages, understood
from tournant.adapters.square.errors import Said, refusal
from tournant.adapters.square.objects import kinds
from tournant.sdk import Exchange, Request, Task, errors

__all__ = ["read", "write"]

_BATCH: Final = 1_000
"""Objects of one batch, those inside of others counted (BatchUpsertCatalogObjects)."""
_DELETED: Final = 200
"""Ids of one batch of deletions (CatalogInfoResponseLimits)."""
_TYPES: Final = ",".join(tag for tag in kinds(None) if tag not in {"ITEM_VARIATION", "MODIFIER"})
"""All that the mapping has rows for; sizes and choices come inside of their items and lists."""
_TEMPORARY: Final = re.compile(rb'"(#[^"\\]*)"')


class _Named(msgspec.Struct, frozen=True):
    id: str


class _Item(msgspec.Struct, frozen=True):
    variations: list[_Named] | None = None


class _List(msgspec.Struct, frozen=True):
    modifiers: list[_Named] | None = None


class _Object(_Named, frozen=True):
    item_data: _Item | None = None
    modifier_list_data: _List | None = None

    def ids(self) -> list[str]:
        """Its own id and those of what it holds."""
        inside = [*(self.item_data.variations or ())] if self.item_data else []
        inside += (self.modifier_list_data.modifiers or ()) if self.modifier_list_data else ()
        return [self.id, *(one.id for one in inside)]


class _Objects(Page, frozen=True):
    objects: list[Raw] = msgspec.field(default_factory=list)


class _Mapping(msgspec.Struct, frozen=True):
    client_object_id: str
    object_id: str


class _Upserted(msgspec.Struct, frozen=True):
    objects: list[Raw] = []
    id_mappings: list[_Mapping] = []
    errors: list[Said] = []


class _Deleted(msgspec.Struct, frozen=True):
    deleted_object_ids: list[str] = []


def read(_: Task) -> Exchange[bytes]:
    """Everything that the mapping has rows for."""

    def request(cursor: str | None) -> Request:
        asked = {"types": _TYPES} | ({"cursor": cursor} if cursor else {})
        return ask("catalog.list", f"GET /v2/catalog/list?{urlencode(asked)}")

    found = yield from pages(request, _Objects)
    # An object that a later page gives again was changed in between: the later one is the younger.
    there = _by_id((raw for page in found for raw in page.objects), errors.PartnerBroke)
    return listed(objects=there.values())


def write(task: Task) -> Exchange[bytes]:
    """Write what differs: what is new or changed first, so that nothing names any more what is deleted then."""
    before, after = (
        _by_id(given(_Objects, document, "catalog").objects, errors.Rejected)
        for document in (task.before, task.document)
    )
    changed = {one: bytes(raw) for one, raw in after.items() if one not in before or bytes(before[one]) != bytes(raw)}
    made: dict[bytes, bytes] = {}
    done: list[_Upserted] = []
    for number, batch in enumerate(_batches(changed)):
        objects = [_resolved(one, made) for one in batch]
        body = {"idempotency_key": key(task, number), "batches": [{"objects": objects}]}
        answer = yield ask("catalog.upsert", "POST /v2/catalog/batch-upsert", body)
        said = understood(_Upserted, answer)
        if said.errors:
            raise refusal("catalog.upsert", said.errors)
        done.append(said)
        made |= {_quoted(one.client_object_id): _quoted(one.object_id) for one in said.id_mappings}
    yield from _delete([one for one in before if one not in after])
    return msgspec.json.encode(
        {
            "objects": [one for said in done for one in said.objects],
            "id_mappings": [one for said in done for one in said.id_mappings],
        }
    )


def _resolved(one: bytes, made: Mapping[bytes, bytes]) -> Raw:
    """An object in which what was made by an earlier request is named by its permanent id."""
    return Raw(_TEMPORARY.sub(lambda hit: made.get(hit[0], hit[0]), one))


def _delete(gone: list[str]) -> Exchange[None]:
    for first in range(0, len(gone), _DELETED):
        body = {"object_ids": gone[first : first + _DELETED]}
        answer = yield ask("catalog.delete", "POST /v2/catalog/batch-delete", body)
        understood(_Deleted, answer)


def _batches(changed: Mapping[str, bytes]) -> Iterator[list[bytes]]:
    """Objects in batches; where one batch does not hold all of them, what is new comes before those that name it."""
    ids = {one: given(_Object, raw, "catalog object").ids() for one, raw in changed.items()}
    several = sum(map(len, ids.values())) > _BATCH
    batch: list[bytes] = []
    size = 0
    for one in _in_order(changed, ids) if several else changed:
        if batch and size + len(ids[one]) > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(changed[one])
        size += len(ids[one])
    if batch:
        yield batch


def _in_order(changed: Mapping[str, bytes], ids: Mapping[str, list[str]]) -> list[str]:
    holder = {_quoted(inner): one for one, inside in ids.items() for inner in inside if inner.startswith("#")}
    named = {
        one: {holder[hit[0]] for hit in _TEMPORARY.finditer(raw) if hit[0] in holder} - {one}
        for one, raw in changed.items()
    }
    try:
        return list(TopologicalSorter(named).static_order())
    except CycleError as why:
        raise errors.Rejected(f"new objects name each other in a circle: {why.args[1]}") from why


def _by_id(objects: Iterable[Raw], wrong: type[errors.Disposition]) -> dict[str, Raw]:
    try:
        return {msgspec.json.decode(raw, type=_Named).id: raw for raw in objects}
    except (msgspec.DecodeError, RecursionError) as why:
        raise wrong(f"an object of the catalog is none: {why}") from why


def _quoted(text: str) -> bytes:
    return msgspec.json.encode(text)
