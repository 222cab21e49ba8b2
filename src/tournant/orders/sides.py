"""The two sides of an order: the channel's link, and the one link of a point of sale at the same location."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tournant.log.port import Transaction
from tournant.log.records import Account, Link
from tournant.sdk import Connection, Manifest, Unknown

__all__ = ["Partners", "Side", "Sides", "read_sides"]

Partners = Callable[[str], Manifest]
"""The manifest of a partner, by its name."""


@dataclass(frozen=True, slots=True)
class Side:
    """A link, with all that it takes to talk about it."""

    link: Link
    account: Account
    manifest: Manifest
    connection: Connection


@dataclass(slots=True)
class Sides:
    """A merchant's links, as they are in this turn: others write them too."""

    partners: Partners
    accounts: dict[str, Account] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)

    def side(self, link_id: str) -> Side | None:
        """A link's; None where it is gone, or nobody here knows its partner."""
        link = self.links.get(link_id)
        account = self.accounts.get(link.account) if link else None
        if link is None or account is None:
            return None
        try:
            manifest = self.partners(account.partner)
        except Unknown:
            return None
        return Side(link, account, manifest, manifest.connection) if manifest.connection else None

    def channel(self, link_id: str) -> Side | None:
        """A link's, if orders come from there."""
        found = self.side(link_id)
        return found if found is not None and found.manifest.role == "channel" else None

    def channels(self, account: str, store: str | None) -> list[Side]:
        """The links of an account, or of one store of it, from which orders come."""
        mine = (one for one in self.links.values() if one.account == account and store in (None, one.store))
        return [side for side in (self.channel(one.id) for one in mine) if side is not None]

    def is_pos(self, account_id: str) -> bool:
        """Whether an account is one of a point of sale."""
        account = self.accounts.get(account_id)
        try:
            return account is not None and self.partners(account.partner).role == "pos"
        except Unknown:
            return False

    def tills(self, location: str) -> list[Side]:
        """The points of sale of a location: it should have exactly one."""
        here = (self.side(one.id) for one in self.links.values() if one.location == location)
        return [side for side in here if side is not None and side.manifest.role == "pos"]


async def read_sides(tx: Transaction, partners: Partners) -> Sides:
    """Read what others write too."""
    accounts = {one.id: one for one in await tx.accounts()}
    return Sides(partners, accounts, {one.id: one for one in await tx.links()})
