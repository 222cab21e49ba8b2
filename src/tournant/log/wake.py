"""Waking: who waits for something new hears of it at once. A hint, never a promise.

One notice a transaction names the merchants that it concerns. What was said while nobody listened, or while the
connection was gone, is not repeated; so a listener is told to look everywhere when it begins and after every gap.
"""

import asyncio
from collections.abc import Iterable

from tournant.kernel import bounds
from tournant.log.records import Tenant

__all__ = ["CHANNEL", "Bell", "notice", "tenants_in"]

CHANNEL = "tournant"
_EVERYWHERE = "*"


def notice(tenants: Iterable[Tenant]) -> str:
    """The text of a notice; too many merchants are everywhere."""
    text = "\n".join(f"{one.organisation}\t{one.merchant}" for one in sorted(set(tenants)))
    return text if len(text.encode()) <= bounds.NOTICE_BYTES_MAX else _EVERYWHERE


def tenants_in(text: str) -> set[Tenant] | None:
    """Whom a notice concerns; None: everywhere."""
    if text == _EVERYWHERE:
        return None
    return {Tenant(*line.split("\t", 1)) for line in text.splitlines()}


class Bell:
    """Collects notices until somebody has time for them."""

    def __init__(self) -> None:
        """Rings at once, for everywhere: what happened before is not known."""
        self._tenants: set[Tenant] = set()
        self._everywhere = True
        self._rung = asyncio.Event()
        self._rung.set()

    def ring(self, tenants: Iterable[Tenant] | None) -> None:
        """Ring for some merchants; None: for everywhere."""
        if tenants is None:
            self._everywhere = True
        else:
            self._tenants.update(tenants)
        if len(self._tenants) > bounds.TENANTS_WAITING_MAX:
            self._everywhere = True
        if self._everywhere:
            self._tenants.clear()
        self._rung.set()

    async def heard(self) -> frozenset[Tenant] | None:
        """Wait until it rang, and say for whom since the last time; None: look everywhere."""
        await self._rung.wait()
        self._rung.clear()
        tenants, self._tenants = frozenset(self._tenants), set()
        everywhere, self._everywhere = self._everywhere, False
        return None if everywhere else tenants
