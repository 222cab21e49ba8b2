"""The twin's shadows, canonical rows and names."""

from collections.abc import Collection, Iterable
from hashlib import blake2b

from tournant.log.memory.keeping import Keeping
from tournant.log.records import CanonRow, Name, Shadow

__all__ = ["Folding"]


class Folding(Keeping):
    """What a worker knows about the merchant between two events."""

    __slots__ = ()

    async def put_shadow(self, target: str, resource: str, body: bytes) -> None:
        """Write what a partner was last seen to have."""
        self.journal.put(self.shelf.shadows, (target, resource), body)

    async def shadow(self, target: str, resource: str) -> bytes | None:
        """What a partner was last seen to have."""
        return self.shelf.shadows.get((target, resource))

    async def shadows(self, resource: str | None = None) -> list[Shadow]:
        """All shadows of the merchant, or those of a resource."""
        found = sorted(self.shelf.shadows.items())
        return [Shadow(*key, body) for key, body in found if resource in (None, key[1])]

    async def drop_shadow(self, target: str, resource: str) -> bool:
        """Forget a shadow."""
        there = (target, resource) in self.shelf.shadows
        if there:
            self.journal.drop(self.shelf.shadows, (target, resource))
        return there

    async def put_rows(self, rows: Iterable[tuple[str, str, bytes]]) -> None:
        """Write rows as they are now."""
        for kind, key, body in rows:
            self.journal.put(self.shelf.rows, (kind, key), body)

    async def drop_rows(self, keys: Iterable[tuple[str, str]]) -> None:
        """Take rows away."""
        for key in keys:
            if key in self.shelf.rows:
                self.journal.drop(self.shelf.rows, key)

    async def rows(self) -> list[CanonRow]:
        """All rows of the merchant."""
        return [CanonRow(*key, body) for key, body in sorted(self.shelf.rows.items())]

    async def fingerprint(self, kinds: Collection[str], scopes: Collection[str]) -> str:
        """A hash of rows of some kinds and of the names of some scopes."""
        rows = [(key, body) for key, body in sorted(self.shelf.rows.items()) if key[0] in kinds]
        names = [(key, id_) for key, id_ in sorted(self.shelf.names.items()) if key[0] in scopes]
        return blake2b(repr((rows, names)).encode(), digest_size=16).hexdigest()

    async def put_names(self, scope: str, names: Iterable[tuple[str, str, str]], *, replace: bool = False) -> None:
        """Remember names; a known one keeps its id, unless it is replaced."""
        for kind, external_id, mine in names:
            if replace or (scope, kind, external_id) not in self.shelf.names:
                self.journal.put(self.shelf.names, (scope, kind, external_id), mine)

    async def names(self, scope: str) -> list[Name]:
        """All names of a scope."""
        return [
            Name(kind, external_id, mine)
            for (where, kind, external_id), mine in sorted(self.shelf.names.items())
            if where == scope
        ]

    async def drop_names(self, scope: str, names: Iterable[tuple[str, str]]) -> None:
        """Forget names."""
        for kind, external_id in names:
            if (scope, kind, external_id) in self.shelf.names:
                self.journal.drop(self.shelf.names, (scope, kind, external_id))
