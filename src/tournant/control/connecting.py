"""Connecting: our app at a partner, a merchant's account there, and the links from locations to the partner's stores.

Everything can be said again: what is there already stays as it is, what is new is added, and everything is looked at
anew. Secrets are stored sealed and never shown; an account's are kept as the partner has renewed them since, unless
other ones are given than last time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Final

import msgspec

from tournant import telemetry
from tournant.control.errors import BadInput
from tournant.control.reading import adapter
from tournant.kernel import ids
from tournant.kernel.clock import Clock
from tournant.log import Store, Transaction
from tournant.log.records import PLATFORM, Account, Link, Tenant, Timer, Why
from tournant.sdk import Connection, Manifest

__all__ = ["App", "Connected", "Office", "Theirs", "connect", "store_app", "tenant_of", "webhook_url"]

_APP: Final = "app"
_ACTIVE: Final = "active"
_OBSERVE: Final = "observe"
_OK: Final = "ok"
_GIVEN: Final = "given"
"""Beside an account's secrets: a fingerprint of those that were given, so that the same given again change nothing."""


@dataclass(frozen=True, slots=True)
class Office:
    """What connecting needs besides what it is told."""

    store: Store
    clock: Clock
    source: ids.IdSource
    public_url: str
    """Where partners reach us."""


@dataclass(frozen=True, slots=True)
class App:
    """Our app at a partner, as it is told."""

    secrets: Mapping[str, str]
    base_url: str | None = None
    """Where the partner is, if it is not where its adapter says; None changes nothing."""


@dataclass(frozen=True, slots=True)
class Theirs:
    """A merchant's account at a partner, as it is told."""

    tenant: Tenant
    external_id: str
    secrets: Mapping[str, str]
    stores: Sequence[str] = ()
    location: str | None = None
    """Of a channel's stores: a location that is known, or the point of sale's id of the store."""


@dataclass(frozen=True, slots=True)
class Connected:
    """What stands now."""

    account: str
    links: tuple[Link, ...]
    """Of all stores of this account, those of earlier times too."""


def tenant_of(said: str) -> Tenant:
    """A merchant from `ORG/MERCHANT`; BadInput for what is none."""
    organisation, _, merchant = said.partition("/")
    if not (organisation and merchant) or "/" in merchant or any(one.isspace() for one in said):
        raise BadInput(f"--merchant: {said!r} is not of the form ORG/MERCHANT")
    if organisation == PLATFORM.organisation:
        raise BadInput(f"--merchant: the organisation {organisation!r} is the platform itself")
    return Tenant(organisation, merchant)


def webhook_url(public_url: str, partner: str) -> str:
    """Where a partner sends its webhooks."""
    return f"{public_url}/webhooks/{partner}"


async def store_app(office: Office, partner: str, app: App) -> str:
    """Store our app at a partner; the address for its webhooks. What is not given stays as it is."""
    manifest, connection = _connectable(partner)
    address = webhook_url(office.public_url, partner)
    _refuse_unknown(manifest, app.secrets, connection.secrets, "app")
    if app.base_url is not None and not app.base_url.startswith(("https://", "http://")):
        raise BadInput(f"--url: {app.base_url} does not begin with https:// or http://")
    told = {"base_url": app.base_url.rstrip("/")} if app.base_url else {}
    async with office.store.transaction(PLATFORM) as tx:
        before = await tx.account(f"app_{partner}")
        settings = {**_read(before.settings if before else None), "webhook_url": address, **told}
        secrets = {**_read(before.credentials if before else None), **app.secrets}
        _refuse_missing(manifest, secrets, connection.secrets, "app")
        account = Account(f"app_{partner}", partner, _APP, _ACTIVE, _written(settings), _written(secrets))
        if account != before:
            await tx.put_account(account)
    return address


async def connect(office: Office, partner: str, theirs: Theirs) -> Connected:
    """Register a merchant with its account and links, and have everything looked at. BadInput for what cannot be."""
    manifest, connection = _connectable(partner)
    _refuse_unknown(manifest, theirs.secrets, connection.account_secrets, "secret")
    if manifest.role == "pos" and theirs.location:
        raise BadInput(f"--location: the stores of {manifest.name} are locations by themselves")
    await _refuse_what_cannot_be(office, manifest, theirs)
    await office.store.register(theirs.tenant)
    async with office.store.transaction(theirs.tenant) as tx:
        account = await _put_account(tx, manifest, connection, theirs)
        for store in theirs.stores:
            await _put_link(tx, manifest, account, store, theirs.location)
        links = tuple(one for one in await tx.links() if one.account == account)
        why = Why(telemetry.new_trace(office.source.draw()), f"connect:{account}")
        await _look(tx, connection, [account, *(one.id for one in links)], office.clock.now(), why)
    return Connected(account, links)


def _connectable(partner: str) -> tuple[Manifest, Connection]:
    manifest = adapter(partner)
    if manifest.connection is None:
        raise BadInput(f"the adapter of {manifest.name} only translates documents: it cannot be connected")
    return manifest, manifest.connection


async def _refuse_what_cannot_be(office: Office, manifest: Manifest, theirs: Theirs) -> None:
    async with office.store.transaction(PLATFORM) as tx:
        if await tx.account(f"app_{manifest.partner}") is None:
            raise BadInput(f"our app at {manifest.name} is not known yet: give its secrets with --app first")
    owner = await office.store.tenant_of(manifest.partner, theirs.external_id)
    if owner not in (None, theirs.tenant):
        raise BadInput(f"--account: {theirs.external_id} of {manifest.name} is an account of another merchant")


async def _put_account(tx: Transaction, manifest: Manifest, connection: Connection, theirs: Theirs) -> str:
    known = await tx.accounts()
    place = (manifest.partner, theirs.external_id)
    before = next((one for one in known if (one.partner, one.external_id) == place), None)
    kept = _read(before.credentials if before else None)
    given = _fingerprint(theirs.secrets)
    fresh = bool(theirs.secrets) and kept.get(_GIVEN) != given
    # With other secrets than last time, what the partner gave us for the old ones is worth nothing any more.
    told = {name: kept[name] for name in connection.account_secrets if name in kept}
    secrets = {**told, **theirs.secrets, _GIVEN: given} if fresh else kept
    if before is None or fresh:
        _refuse_missing(manifest, secrets, connection.account_secrets, "secret")
    if before is None:
        name = ids.derived(manifest.partner, "acc", theirs.external_id)
        account = Account(name, *place, _ACTIVE, _written({}), _written(secrets))
    else:
        account = replace(before, credentials=_written(secrets), state=_ACTIVE) if fresh else before
    if account != before:
        await tx.put_account(account)
    return account.id


async def _put_link(tx: Transaction, manifest: Manifest, account: str, store: str, said: str | None) -> None:
    links = await tx.links()
    before = next((one for one in links if (one.account, one.store) == (account, store)), None)
    if manifest.role == "pos":
        location = ids.derived(account, "Location", store)
    elif said is None and before is not None:
        location = before.location
    else:
        location = _location(links, manifest, store, said)
    if before is None:
        name = ids.derived(account, "lnk", store)
        await tx.put_link(Link(name, location, account, store, _OBSERVE, _OK, _written({})))
    elif before.location != location:
        if before.mode != _OBSERVE:
            raise BadInput(f"--location: the link {before.id} is {before.mode}; let it observe before it moves")
        await tx.put_link(replace(before, location=location))


def _location(links: Sequence[Link], manifest: Manifest, store: str, said: str | None) -> str:
    """The location that a channel's store sells for: one that has a link already."""
    known = {one.location for one in links}
    by_store = {one.store: one.location for one in links}
    if said in known:
        return said
    if said in by_store:
        return by_store[said]
    among = ", ".join(sorted(by_store)) or "none: connect its point of sale first"
    what = (
        f"{said} is not known" if said else f"which location the store {store} of {manifest.name} sells for is not said"
    )
    raise BadInput(f"--location: {what}; stores of this merchant: {among}")


async def _look(tx: Transaction, connection: Connection, targets: Sequence[str], now: datetime, why: Why) -> None:
    """Have every resource looked at now: the account's at the account, the stores' at each link."""
    account, *links = targets
    for resource in connection.resources:
        for target in [account] if resource.scope == "account" else links:
            await tx.set_timer(Timer(target, f"look.{resource.name}", now, b"", why))


def _refuse_unknown(manifest: Manifest, given: Mapping[str, str], known: Sequence[str], option: str) -> None:
    for name in given:
        if name not in known:
            among = ", ".join(known) or "none"
            raise BadInput(f"--{option}: {manifest.name} has no secret {name!r} here; it has {among}")


def _refuse_missing(manifest: Manifest, there: Mapping[str, str], needed: Sequence[str], option: str) -> None:
    missing = [name for name in needed if not there.get(name)]
    if missing:
        raise BadInput(f"--{option}: {manifest.name} also needs {', '.join(missing)}")


def _fingerprint(secrets: Mapping[str, str]) -> str:
    return blake2b(_written(dict(sorted(secrets.items()))), digest_size=16).hexdigest()


def _read(settings: bytes | None) -> dict[str, str]:
    return msgspec.json.decode(settings, type=dict[str, str]) if settings else {}


def _written(settings: Mapping[str, str]) -> bytes:
    return msgspec.json.encode(settings)
