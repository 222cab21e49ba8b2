"""Counts: all of those in stock, and new ones noted."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import msgspec
from msgspec import Raw

from tournant.adapters.square.client.asking import Page, ask, given, key, listed, pages, understood
from tournant.sdk import Exchange, Request, Task, errors

__all__ = ["read", "write"]

_CHANGES: Final = 100
"""Changes of one request (Square's guide to the Inventory API)."""
_PAGE: Final = 1_000
"""Counts of a page (BatchRetrieveInventoryCountsRequest)."""
_LOOKS: Final = 10
"""How often what changed meanwhile is asked for."""
_OVERLAP: Final = timedelta(milliseconds=1)
"""How far a further look reaches back: counts of the same instant must not fall between two looks."""


class _Count(msgspec.Struct, frozen=True):
    catalog_object_id: str
    location_id: str
    state: str
    calculated_at: datetime


class _Counts(Page, frozen=True):
    counts: list[Raw] = msgspec.field(default_factory=list)


class _Changes(msgspec.Struct, frozen=True):
    changes: list[Raw]


def read(task: Task) -> Exchange[bytes]:
    """All counts, at the locations that `locations` names, else at the Task's store, else everywhere.

    Square gives the youngest count first, so that one which changes while pages are read moves to where the reader has
    been already. After several pages those that changed since the first are asked for, until there are none.
    """
    places = task.args.get("locations", task.store or "")
    there: dict[tuple[str, str, str], Raw] = {}
    since: datetime | None = None
    for _ in range(_LOOKS):
        found = yield from pages(partial(_request, places, since), _Counts)
        counts = [(_understood(raw), raw) for page in found for raw in page.counts]
        known = {bytes(raw) for raw in there.values()}
        there |= {(one.catalog_object_id, one.location_id, one.state): raw for one, raw in counts}
        if len(found) == 1 or all(bytes(raw) in known for _, raw in counts):
            return listed(counts=there.values())
        since = max(one.calculated_at for one, _ in counts) - _OVERLAP
    raise errors.Transient("counts change faster than they can be read")


def write(task: Task) -> Exchange[bytes]:
    """Note what was counted, in their order; each request wholly or not at all."""
    changes = given(_Changes, task.document, "request to note counts").changes
    done: list[Iterable[Raw]] = []
    for number, first in enumerate(range(0, len(changes), _CHANGES)):
        body = {"idempotency_key": key(task, number), "changes": changes[first : first + _CHANGES]}
        answer = yield ask("inventory.change", "POST /v2/inventory/changes/batch-create", body)
        done.append(understood(_Counts, answer).counts)
    return listed(counts=(one for counts in done for one in counts))


def _request(places: str, since: datetime | None, cursor: str | None) -> Request:
    body = {"states": ["IN_STOCK"], "limit": _PAGE}
    body |= {"location_ids": places.split(",")} if places else {}
    body |= {"updated_after": since} if since else {}
    body |= {"cursor": cursor} if cursor else {}
    return ask("inventory.counts", "POST /v2/inventory/counts/batch-retrieve", body)


def _understood(raw: Raw) -> _Count:
    try:
        return msgspec.json.decode(raw, type=_Count)
    except msgspec.DecodeError as why:
        raise errors.PartnerBroke(f"a count is not as documented: {why}") from why
