"""Links: which there are and how each stands, and asking for a change of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tournant import telemetry
from tournant.control.commanding import command
from tournant.control.connecting import Office
from tournant.control.errors import BadInput
from tournant.facts.commands import Command
from tournant.facts.sync import CommandDone
from tournant.kernel import ids
from tournant.log import Store, Transaction
from tournant.log.records import Account, Link, Tenant, Timer, Why
from tournant.sdk import Unknown, manifest_of
from tournant.sync.decide import state

__all__ = ["Standing", "View", "ask", "list_links", "merchant_of"]

_LOOK: Final = "look."


@dataclass(frozen=True, slots=True)
class View:
    """How one resource of a link stands."""

    resource: str
    looked: datetime | None
    """When the last look ended; None before the first."""
    agrees: bool
    """Whether it showed what it should."""
    next_look: datetime | None
    """When it is looked at again, at the latest."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a link stands."""

    id: str
    merchant: str
    location: str
    partner: str
    account: str
    store: str
    mode: str
    health: str
    resources: tuple[View, ...]


async def list_links(store: Store) -> list[Standing]:
    """All links of all merchants."""
    found: list[Standing] = []
    for tenant in await store.tenants():
        async with store.transaction(tenant) as tx:
            found += await _of_merchant(tx, tenant)
    return found


async def merchant_of(store: Store, link: str) -> Tenant:
    """Whose link this is; BadInput where there is none."""
    for tenant in await store.tenants():
        async with store.transaction(tenant) as tx:
            if await tx.link(link) is not None:
                return tenant
    raise BadInput(f"there is no link {link}; `tournant links` lists them")


async def ask(office: Office, wanted: Command) -> CommandDone:
    """Have something done with a link, and wait for it.

    BadInput where there is no such link, or it is refused; Unanswered where nobody works on its merchant.
    """
    tenant = await merchant_of(office.store, wanted.target)
    why = Why(telemetry.new_trace(office.source.draw()), ids.mint("Command", office.source))
    return await command(office.store, tenant, wanted, why, office.clock.now())


async def _of_merchant(tx: Transaction, tenant: Tenant) -> list[Standing]:
    accounts = {one.id: one for one in await tx.accounts()}
    shadows = {(one.target, one.resource): state.decoded(one.body) for one in await tx.shadows()}
    timers = {(one.stream, one.name.removeprefix(_LOOK)): one for one in await tx.timers(_LOOK)}
    return [
        Standing(
            id=link.id,
            merchant=tenant.label,
            location=link.location,
            partner=accounts[link.account].partner,
            account=accounts[link.account].external_id,
            store=link.store,
            mode=link.mode,
            health=link.health,
            resources=tuple(
                _view(name, shadows.get((target, name)), timers.get((target, name)))
                for target, name in _places(link, accounts[link.account])
            ),
        )
        for link in await tx.links()
    ]


def _view(resource: str, shadow: state.Shadow | None, timer: Timer | None) -> View:
    seen = shadow.seen if shadow else None
    return View(
        resource,
        seen.ended if seen else None,
        agrees=bool(shadow and shadow.agrees),
        next_look=timer.due if timer else None,
    )


def _places(link: Link, account: Account) -> Sequence[tuple[str, str]]:
    """Where each resource of a link is looked at: at the link, or at the account that it shares with others."""
    try:
        connection = manifest_of(account.partner).connection
    except Unknown:
        return []  # Its adapter is not installed any more; the link is shown all the same.
    resources = connection.resources if connection else ()
    return [(account.id if one.scope == "account" else link.id, one.name) for one in resources]
