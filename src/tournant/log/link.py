"""Accounts and links: with whom a merchant is connected, and how each connection stands."""

from tournant.log.records import Account, Link
from tournant.log.session import Row, Session

__all__ = ["Links"]


class Links(Session):
    """One merchant's accounts at partners, and its links."""

    __slots__ = ()

    async def put_account(self, account: Account) -> None:
        """Write an account as it is now; its credentials are sealed."""
        secret = account.credentials and self.vault.seal_secret(self.tenant, account.id, account.credentials)
        partner, outside = account.partner, account.external_id
        await self.run("put_account", account.id, partner, outside, account.state, account.settings, secret)

    async def accounts(self) -> list[Account]:
        """The merchant's accounts."""
        return [self._account(row) for row in await self.select("accounts")]

    async def account(self, account_id: str) -> Account | None:
        """One account; None where there is none."""
        return next(map(self._account, await self.select("account", account_id)), None)

    def _account(self, row: Row) -> Account:
        return Account(
            id=row["id"],
            partner=row["partner"],
            external_id=row["external_id"],
            state=row["state"],
            settings=row["settings"],
            credentials=row["credentials"] and self.vault.open_secret(self.tenant, row["id"], row["credentials"]),
        )

    async def set_account(self, account_id: str, *, state: str | None = None, credentials: bytes | None = None) -> bool:
        """Change an account's state, its credentials, or both, and nothing else; False where there is no account."""
        secret = credentials and self.vault.seal_secret(self.tenant, account_id, credentials)
        return await self.value("set_account", account_id, state, secret) is not None

    async def set_health(self, link_id: str, health: str) -> bool:
        """Change a link's health, and nothing else; False where there is no link."""
        return await self.value("set_health", link_id, health) is not None

    async def put_link(self, link: Link) -> None:
        """Write a link as it is now."""
        where = (link.location, link.account, link.store)
        await self.run("put_link", link.id, *where, link.mode, link.health, link.settings)

    async def links(self) -> list[Link]:
        """The merchant's links."""
        return [Link(**row) for row in await self.select("links")]

    async def link(self, link_id: str) -> Link | None:
        """One link; None where there is none."""
        for row in await self.select("link", link_id):
            return Link(**row)
        return None
