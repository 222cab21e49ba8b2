"""A merchant's desk: all that its worker knows of it, read once when the lease is taken and kept while it is held.

The worker is the only writer of rows and shadows, so what is on the desk is what is in the store. Accounts and links
are others' too and are read anew in every turn. When a transaction fails, the desk is thrown away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tournant.facts.rows import decode_row
from tournant.kernel.row import Row
from tournant.log.port import Transaction
from tournant.log.records import Account, Link
from tournant.sync.decide import state
from tournant.sync.decide.state import Shadow

__all__ = ["Desk", "Place", "read_desk", "refresh"]

Place = tuple[str, str]
"""A target and a resource: our id of an account or link, and `menu`."""


@dataclass(slots=True)
class Desk:
    """What is known of one merchant."""

    accounts: dict[str, Account] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    """Canonical rows by kind and key."""
    shadows: dict[Place, Shadow] = field(default_factory=dict)

    def shadow(self, place: Place) -> Shadow:
        """What is known of a resource; an empty shadow where nothing is."""
        return self.shadows.get(place, Shadow())

    def listed(self) -> Mapping[str, list[Row]]:
        """The canonical rows, by kind."""
        return {kind: list(of_kind.values()) for kind, of_kind in self.rows.items()}

    def account_of(self, target: str) -> Account | None:
        """The account that a target is, or belongs to."""
        link = self.links.get(target)
        return self.accounts.get(link.account if link else target)


async def read_desk(tx: Transaction) -> Desk:
    """Everything that the store has of a merchant."""
    desk = Desk()
    await refresh(desk, tx)
    desk.shadows = {(one.target, one.resource): state.decoded(one.body) for one in await tx.shadows()}
    for one in await tx.rows():
        desk.rows.setdefault(one.kind, {})[one.key] = decode_row(one.kind, one.body)
    return desk


async def refresh(desk: Desk, tx: Transaction) -> None:
    """Read what others write too."""
    desk.accounts = {one.id: one for one in await tx.accounts()}
    desk.links = {one.id: one for one in await tx.links()}
