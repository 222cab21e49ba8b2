"""The canonical rows of a merchant, as the fold of its facts left them.

The body is whatever the fold writes; the key says which row of its kind it is. Whoever owns a merchant reads all of its
rows at once and writes those that changed. Nothing here is sealed: rows about people do not belong here.
"""

from collections.abc import Collection, Iterable

from tournant.kernel import bounds
from tournant.log.pages import sliced, whole
from tournant.log.records import CanonRow
from tournant.log.session import Session

__all__ = ["CanonRows"]


class CanonRows(Session):
    """One merchant's canonical rows."""

    __slots__ = ()

    async def put_rows(self, rows: Iterable[tuple[str, str, bytes]]) -> None:
        """Write rows, each a kind, a key and a body, as they are now; of two with one key the last counts."""
        latest = {(kind, key): body for kind, key, body in rows}
        for part in sliced([(kind, key, body) for (kind, key), body in latest.items()]):
            await self.run("put_rows", *part)

    async def drop_rows(self, keys: Iterable[tuple[str, str]]) -> None:
        """Take rows away, each named by its kind and key; one that is not there is gone already."""
        for part in sliced(list(keys)):
            await self.run("drop_rows", *part)

    async def rows(self) -> list[CanonRow]:
        """All rows of the merchant, by kind and key."""
        rows = await whole(lambda *after: self.select("rows", *after, bounds.ROWS_READ_MAX), "kind", "key")
        return [CanonRow(row["kind"], row["key"], row["body"]) for row in rows]

    async def fingerprint(self, kinds: Collection[str], scopes: Collection[str]) -> str:
        """A hash of rows of some kinds and of the names of some scopes, made where they are: they need not be read."""
        found: str = await self.value("fingerprint", sorted(kinds), sorted(scopes))
        return found
