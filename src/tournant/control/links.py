"""Links: which there are and how each stands, and asking for a change of one."""

from collections.abc import Mapping, Sequence
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
from tournant.sync.planning import is_compared

__all__ = ["Standing", "View", "ask", "list_links", "merchant_of"]

_LOOK: Final = "look."
_Known = tuple[Mapping[tuple[str, str], state.Shadow], Mapping[tuple[str, str], Timer]]
"""By target and resource: what was seen, and when it is looked at again."""


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
    agrees: bool
    """Whether everything that is kept in agreement there was looked at, and showed what it should."""
    resources: tuple[View, ...]

    @property
    def looked(self) -> datetime | None:
        """When the last look at any of it ended."""
        return max((one.looked for one in self.resources if one.looked), default=None)


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
    return [_standing(tenant, link, accounts[link.account], (shadows, timers)) for link in await tx.links()]


def _standing(tenant: Tenant, link: Link, account: Account, known: _Known) -> Standing:
    shadows, timers = known
    role, places = _places(link, account)
    views = tuple(_view(name, shadows.get((target, name)), timers.get((target, name))) for target, name in places)
    compared = [one for one in views if is_compared(role, one.resource)]
    return Standing(
        id=link.id,
        merchant=tenant.label,
        location=link.location,
        partner=account.partner,
        account=account.external_id,
        store=link.store,
        mode=link.mode,
        health=link.health,
        agrees=bool(compared) and all(one.agrees for one in compared),
        resources=views,
    )


def _view(resource: str, shadow: state.Shadow | None, timer: Timer | None) -> View:
    seen = shadow.seen if shadow else None
    return View(
        resource,
        seen.ended if seen else None,
        agrees=bool(shadow and shadow.agrees),
        next_look=timer.due if timer else None,
    )


def _places(link: Link, account: Account) -> tuple[str, Sequence[tuple[str, str]]]:
    """The partner's role, and where each resource is looked at: at the link, or at its account, shared with others."""
    try:
        manifest = manifest_of(account.partner)
    except Unknown:
        return "", []  # Its adapter is not installed any more; the link is shown all the same.
    resources = manifest.connection.resources if manifest.connection else ()
    return manifest.role, [(account.id if one.scope == "account" else link.id, one.name) for one in resources]
