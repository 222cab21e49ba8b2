"""The catalogs and names that tickets are made with, kept decoded while they are unchanged.

Whether they are unchanged is told by a hash that the database makes of what it holds: reading and decoding a large
catalog for every ticket would keep other orders waiting. What is kept is found by merchant and hash, by nothing else,
so that a turn that fails, or a lease that moves, can make nothing here wrong.
"""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final, Generic, TypeVar

from tournant.facts.rows import decode_row
from tournant.kernel import bounds
from tournant.log.port import Transaction
from tournant.log.records import Name, Tenant
from tournant.orders.ticket import Book

__all__ = ["Books"]

_KINDS: Final = ("Item", "Variation", "Modifier", "LocationOverlay")
"""Of the catalog, what a ticket is made with."""
_K = TypeVar("_K")
_V = TypeVar("_V")


class _Kept(Generic[_K, _V]):
    """The last value of each key, with the hash that it was made under; of as many as a bound says."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_K, tuple[str, _V]] = OrderedDict()

    def get(self, key: _K, fingerprint: str) -> _V | None:
        found = self._kept.get(key)
        return found[1] if found is not None and found[0] == fingerprint else None

    def put(self, key: _K, fingerprint: str, value: _V) -> _V:
        self._kept[key] = (fingerprint, value)
        self._kept.move_to_end(key)
        while len(self._kept) > bounds.BOOKS_REMEMBERED_MAX:
            self._kept.popitem(last=False)
        return value


class Books:
    """What one worker keeps of its merchants' catalogs."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self._books: _Kept[Tenant, Book] = _Kept()
        self._names: _Kept[tuple[Tenant, str], Mapping[tuple[str, str], str]] = _Kept()

    async def book(self, tx: Transaction) -> Book:
        """The merchant's catalog, as it is."""
        fingerprint = await tx.fingerprint(_KINDS, ())
        known = self._books.get(tx.tenant, fingerprint)
        return known or self._books.put(tx.tenant, fingerprint, await _read(tx))

    async def names(self, tx: Transaction, scope: str) -> Mapping[tuple[str, str], str]:
        """By kind and the partner's id: our id, of the names of a scope."""
        fingerprint, key = await tx.fingerprint((), (scope,)), (tx.tenant, scope)
        known = self._names.get(key, fingerprint)
        return known if known is not None else self._names.put(key, fingerprint, _by_theirs(await tx.names(scope)))


async def _read(tx: Transaction) -> Book:
    rows: dict[str, dict[str, Any]] = {}
    for row in await tx.rows():
        if row.kind in _KINDS:
            rows.setdefault(row.kind, {})[row.key] = decode_row(row.kind, row.body)
    return Book(rows)


def _by_theirs(names: list[Name]) -> Mapping[tuple[str, str], str]:
    return {(one.kind, one.external_id): one.id for one in names}
