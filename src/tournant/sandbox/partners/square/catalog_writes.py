"""Writing to a catalog over HTTP: upsert and delete, one of each at a time per seller."""

from collections.abc import Awaitable, Callable
from functools import partial

from tournant.sandbox.http import Answer, Json, Refusal, Request
from tournant.sandbox.partner import Partner
from tournant.sandbox.partners.square import limits
from tournant.sandbox.partners.square.errors import refuse
from tournant.sandbox.partners.square.seller import Seller, once
from tournant.sandbox.partners.square.upsert import Upsert
from tournant.sandbox.times import unix_ms

__all__ = ["CatalogWrites"]

_Tell = Callable[[Seller], None]


class CatalogWrites:
    """The operations that change a catalog, for applications and for the seller's staff."""

    def __init__(self, partner: Partner, mint: Callable[[str], str], changed: _Tell) -> None:
        """Take the partner, the source of ids, and what tells subscribers that a catalog has a new version."""
        self._partner, self._mint, self._changed = partner, mint, changed

    async def batch_upsert(self, seller: Seller, request: Request) -> Answer:
        """POST /v2/catalog/batch-upsert."""
        asked = request.document
        batches = [batch["objects"] for batch in asked["batches"]]
        if not isinstance(asked.get("idempotency_key"), str):
            raise refuse(400, "MISSING_REQUIRED_PARAMETER", "The idempotency key is missing.", "idempotency_key")
        if any(len(batch) > limits.BATCH_OBJECTS for batch in batches):
            raise refuse(
                400, "ARRAY_LENGTH_TOO_LONG", f"A batch has at most {limits.BATCH_OBJECTS} objects.", "batches"
            )
        count = sum(map(_size, (one for batch in batches for one in batch)))
        if count > limits.UPSERT_OBJECTS:
            raise refuse(400, "ARRAY_LENGTH_TOO_LONG", f"At most {limits.UPSERT_OBJECTS} objects.", "batches")
        write = partial(self.upsert, seller, batches, "api")
        return await self._alone(seller, request, ("update", count), lambda: once(seller, "upsert", asked, write))

    async def upsert_object(self, seller: Seller, request: Request) -> Answer:
        """POST /v2/catalog/object: a batch of one."""
        asked = request.document

        def write() -> Json:
            found = self.upsert(seller, [[asked["object"]]], "api")
            return {"catalog_object": found["objects"][0], "id_mappings": found["id_mappings"]}

        return await self._alone(seller, request, ("update", 1), lambda: once(seller, "object", asked, write))

    async def delete(self, seller: Seller, request: Request) -> Answer:
        """DELETE /v2/catalog/object/{object_id}."""
        wanted = request.params["object_id"]

        def write() -> Json:
            if seller.catalog.live(wanted) is None:
                raise refuse(404, "NOT_FOUND", f"Catalog object with ID {wanted!r} not found.", "object_id")
            return self.remove(seller, [wanted], "api")

        return await self._alone(seller, request, ("delete", 1), write)

    async def batch_delete(self, seller: Seller, request: Request) -> Answer:
        """POST /v2/catalog/batch-delete: those of the ids that are there."""
        wanted = request.document["object_ids"]
        if len(wanted) > limits.DELETE_OBJECTS:
            raise refuse(400, "ARRAY_LENGTH_TOO_LONG", f"At most {limits.DELETE_OBJECTS} ids.", "object_ids")
        write = partial(self.remove, seller, wanted, "api")
        return await self._alone(seller, request, ("delete", len(wanted)), write)

    def upsert(self, seller: Seller, batches: list[list[Json]], by: str) -> Json:
        """Apply batches in their order; one that is refused leaves the others, unless it was the only one."""
        at, version = self._partner.stamp(), seller.catalog.next_version(unix_ms(self._partner.shown()))
        change = Upsert(seller.catalog, seller.currency, lambda: self._mint("catalog"), seller.locations)
        change.checks_versions = by == "api"
        done: list[str] = []
        refused: list[Refusal] = []
        for batch in batches:
            try:
                done += change.batch(batch, version, at)
            except Refusal as refusal:
                refused.append(refusal)
        if refused and len(refused) == len(batches):
            raise refused[0]
        shown = [seller.catalog.shown(one) for one in done]
        for one in shown:
            self._partner.wrote(by, seller.id, "catalog.upsert", one["id"], one)
        self._changed(seller)
        mappings = [{"client_object_id": old, "object_id": new} for old, new in change.mapped.items()]
        errors = [error for one in refused for error in _errors(one)]
        found = {"objects": shown, "updated_at": at, "id_mappings": mappings}
        return found | ({"errors": errors} if errors else {})

    def remove(self, seller: Seller, wanted: list[str], by: str) -> Json:
        """Delete objects with all that they hold."""
        at, version = self._partner.stamp(), seller.catalog.next_version(unix_ms(self._partner.shown()))
        gone: list[str] = []
        for one in wanted:
            if seller.catalog.live(one):
                gone += seller.catalog.remove(one, version, at)
        for one in gone:
            self._partner.wrote(by, seller.id, "catalog.delete", one, None)
        if gone:
            self._changed(seller)
        return {"deleted_object_ids": gone, "deleted_at": at}

    async def _alone(self, seller: Seller, request: Request, work: tuple[str, int], do: Callable[[], Json]) -> Answer:
        kind, objects = work
        if kind in seller.writing:
            self._partner.limits.violated(limits.ONE_WRITE, seller.id, self._partner.now(), request.path)
            raise refuse(429, "RATE_LIMITED", f"Another {kind} of this seller's catalog is being processed.")
        seller.writing.add(kind)
        try:
            waiting: Awaitable[None] = self._partner.ports.timers.wait(limits.WRITE_S + limits.WRITE_OBJECT_S * objects)
            await waiting
            return Answer(200, do())
        finally:
            seller.writing.discard(kind)


def _size(body: Json) -> int:
    data: Json = next((value for name, value in body.items() if name.endswith("_data")), {})
    return 1 + sum(map(_size, data.get("variations") or data.get("modifiers") or data.get("values") or ()))


def _errors(refusal: Refusal) -> list[Json]:
    body = refusal.answer.body
    return body["errors"] if isinstance(body, dict) else []
