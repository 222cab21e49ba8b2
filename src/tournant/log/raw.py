"""Payload bytes: the only place where they are, at an address that is made of them, compressed, sealed if personal."""

import zlib
from collections.abc import Sequence
from typing import Final

from tournant.log.errors import Erased
from tournant.log.personal import known_keys, needed_keys
from tournant.log.records import Payload, Tenant
from tournant.log.seal import Vault, address
from tournant.log.session import Session
from tournant.log.statements import SQL

__all__ = ["Raws", "keep_all", "packed", "unpacked"]

_LEVEL: Final = 1
"""Of compression: on JSON of a few kilobytes the higher ones cost much and gain little."""


class Raws(Session):
    """Keeping and fetching payloads."""

    __slots__ = ()

    async def keep(self, payload: Payload) -> bytes:
        """Keep a payload and give its address; the same bytes have the same address and are kept once."""
        return (await keep_all(self, [(self.tenant, payload)]))[0]

    async def raw(self, where: bytes) -> bytes | None:
        """The payload at an address; None where there is none, Erased where its subject was erased."""
        for row in await self.select("read_raw", where):
            subject = row["subject"]
            key = (await known_keys(self, [subject])).get(subject) if subject else None
            if subject and key is None:
                raise Erased(subject)
            return unpacked(self.vault, self.tenant, row["body"], (subject, key) if key else None)
        return None


async def keep_all(session: Session, payloads: Sequence[tuple[Tenant, Payload]]) -> list[bytes]:
    """Keep payloads of an organisation's merchants; their addresses, in the same order."""
    subjects: dict[Tenant, set[str]] = {}
    for tenant, payload in payloads:
        if payload.subject:
            subjects.setdefault(tenant, set()).add(payload.subject)
    keys = {
        (tenant, subject): key
        for tenant, wanted in sorted(subjects.items())
        for subject, key in (await needed_keys(Session(session.connection, tenant, session.vault), wanted)).items()
    }
    rows, addresses = [], []
    for tenant, payload in payloads:
        key = keys[tenant, payload.subject] if payload.subject else None
        addresses.append(address(payload.text, key))
        body = packed(session.vault, tenant, payload, key)
        rows.append((tenant.merchant, addresses[-1], len(payload.text), payload.subject, body))
    if rows:
        columns = map(list, zip(*rows, strict=True))
        await session.connection.execute(SQL["keep_raw"], session.tenant.organisation, *columns)
    return addresses


def packed(vault: Vault, tenant: Tenant, payload: Payload, key: bytes | None) -> bytes:
    """A payload as it is stored."""
    small = zlib.compress(payload.text, _LEVEL)
    return vault.seal(tenant, payload.subject, key, small) if payload.subject and key else small


def unpacked(vault: Vault, tenant: Tenant, body: bytes, sealed_for: tuple[str, bytes] | None) -> bytes:
    """A payload as it was, from how it is stored; with whom it was sealed for, and the key."""
    return zlib.decompress(vault.open(tenant, *sealed_for, body) if sealed_for else body)
