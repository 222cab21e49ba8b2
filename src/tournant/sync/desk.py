"""A merchant's desk: all that its worker knows of it, read once when the lease is taken and kept while it is held.

The worker is the only writer of rows and shadows, so what is on the desk is what is in the store. Accounts and links
are others' too and are read anew in every turn. When a transaction fails, the desk is thrown away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from tournant.facts.orders import ORDER
from tournant.facts.rows import decode_row
from tournant.kernel.row import Row
from tournant.log.port import Transaction
from tournant.log.records import Account, Link
from tournant.project import Link as Shown
from tournant.project import Projected
from tournant.sync.decide import state
from tournant.sync.decide.contest import Register
from tournant.sync.decide.judge import Address
from tournant.sync.decide.names import Name
from tournant.sync.decide.state import Registers, Shadow

__all__ = ["REGISTERS", "Desk", "Place", "read_desk", "refresh"]

Place = tuple[str, str]
"""A target and a resource: our id of an account or link, and `menu`."""
REGISTERS: Final[Place] = ("catalog", "registers")
"""Where the registers are kept, beside the shadows."""


@dataclass(slots=True)
class Desk:
    """What is known of one merchant."""

    accounts: dict[str, Account] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    """Canonical rows by kind and key."""
    shadows: dict[Place, Shadow] = field(default_factory=dict)
    registers: dict[Address, Register] = field(default_factory=dict)
    """What the catalog holds of cells that were edited lately, and who said so."""
    names: dict[str, set[Name]] = field(default_factory=dict)
    """By link: the names under which anything was ever written there."""
    changes: int = 0
    """How often rows were changed."""
    made: dict[str, tuple[tuple[int, Shown], Projected]] = field(default_factory=dict)
    """By link: what should be there, and from what that was made; for as long as a turn lasts."""

    def shadow(self, place: Place) -> Shadow:
        """What is known of a resource; an empty shadow where nothing is."""
        return self.shadows.get(place, Shadow())

    def listed(self) -> Mapping[str, list[Any]]:
        """The canonical rows, by kind."""
        return {kind: list(of_kind.values()) for kind, of_kind in self.rows.items()}

    def account_of(self, target: str) -> Account | None:
        """The account that a target is, or belongs to."""
        link = self.links.get(target)
        return self.accounts.get(link.account if link else target)

    def is_live(self, target: str) -> bool:
        """Whether a target may be written: a link that is live, or an account of which one is."""
        return any(link.mode == "live" for link in self.links.values() if target in (link.id, link.account))


async def read_desk(tx: Transaction) -> Desk:
    """Everything that the store has of a merchant."""
    desk = Desk()
    await refresh(desk, tx)
    for one in await tx.shadows():
        if one.resource == ORDER:
            continue  # The room orders keeps those.
        if (one.target, one.resource) == REGISTERS:
            registers = msgspec.json.decode(one.body, type=Registers)
            desk.registers = {tuple(cell): register for cell, register in registers.cells}
        else:
            desk.shadows[one.target, one.resource] = state.decoded(one.body)
    for row in await tx.rows():
        desk.rows.setdefault(row.kind, {})[row.key] = decode_row(row.kind, row.body)
    for link in desk.links:
        desk.names[link] = {(name.kind, name.external_id, name.id) for name in await tx.names(link)}
    return desk


async def refresh(desk: Desk, tx: Transaction) -> None:
    """Read what others write too."""
    desk.accounts = {one.id: one for one in await tx.accounts()}
    desk.links = {one.id: one for one in await tx.links()}
