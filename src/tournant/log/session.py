"""One transaction of one tenant on one connection: what every operation is written on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tournant.log.records import Tenant
from tournant.log.seal import Vault
from tournant.log.statements import SQL

__all__ = ["Connection", "Row", "Session"]

Row = Mapping[str, Any]


class Connection(Protocol):
    """What we use of a driver's connection."""

    async def execute(self, query: str, *args: object) -> str:
        """Run a statement."""

    async def fetch(self, query: str, *args: object) -> Sequence[Row]:
        """Run a statement and give its rows."""

    async def fetchval(self, query: str, *args: object) -> Any:  # noqa: ANN401 - a value of the type that the statement says
        """Run a statement and give the first value of its first row."""


@dataclass(slots=True)
class Session:
    """A transaction, and for whom."""

    connection: Connection
    tenant: Tenant
    vault: Vault
    epoch: int = 0
    """Of the lease that this transaction has shown; 0 without one."""
    claimed: set[tuple[str, int]] = field(default_factory=set)
    """The intents that it has claimed, with their attempts."""
    news: bool = False
    """Whether it wrote something that others wait for."""

    async def select(self, statement: str, *args: object) -> Sequence[Row]:
        """The rows of a statement on this tenant's data."""
        return await self.connection.fetch(SQL[statement], self.tenant.organisation, self.tenant.merchant, *args)

    async def value(self, statement: str, *args: object) -> Any:  # noqa: ANN401 - a value of the type that the statement says
        """The one value of a statement on this tenant's data; None where there is no row."""
        return await self.connection.fetchval(SQL[statement], self.tenant.organisation, self.tenant.merchant, *args)

    async def run(self, statement: str, *args: object) -> None:
        """A statement on this tenant's data that gives nothing."""
        await self.connection.execute(SQL[statement], self.tenant.organisation, self.tenant.merchant, *args)

    async def lock(self) -> None:
        """Take this tenant's append lock, until the transaction ends: positions then grow in the order of commits."""
        await self.connection.execute(SQL["lock_slots"], [self.tenant.slot])
