"""Whose something is: our app at a partner, and the merchant behind a partner's account. Remembered for a while.

Apps and accounts change by the hand of an operator, so what was found is believed for a minute; a missing account is
never remembered, and a signature that does not fit makes the app's key be read again, so that a new key, a new account
work at once. All times are of the event loop: leases of memory are wall time.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec

from tournant import telemetry
from tournant.edge.http import Refused
from tournant.kernel import bounds
from tournant.log import Store
from tournant.log.records import PLATFORM, Account, Tenant
from tournant.telemetry import names

__all__ = ["Accounts", "App", "Apps", "Owner"]

LOG: Final = telemetry.logger("edge")


@dataclass(frozen=True, slots=True)
class App:
    """What the partner's deliveries are verified with."""

    account: str
    """Our id of the app's account."""
    url: str
    """The URL that the partner delivers to, as it was told."""
    key: str


class _Settings(msgspec.Struct, frozen=True):
    webhook_url: str = ""


class _Secrets(msgspec.Struct, frozen=True):
    webhook_key: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose account it is."""

    tenant: Tenant
    account: str
    """Our id of the account."""


class Apps:
    """Our apps at the partners."""

    def __init__(self, store: Store) -> None:
        """As the accounts of the platform say."""
        self._store = store
        self._known: dict[str, tuple[float, App | None]] = {}
        self._turn = asyncio.Lock()
        self._unsigned: set[str] = set()

    async def of(self, partner: str) -> App | None:
        """The app at a partner that is installed; None where none is set up."""
        at, app = self._known.get(partner, (0.0, None))
        lasting = bounds.WEBHOOK_KEY_REMEMBERED_S if app else bounds.WEBHOOK_KEY_REREAD_S_MIN
        if partner in self._known and _now() - at < lasting:
            return app
        return await self.again(partner)

    async def again(self, partner: str) -> App | None:
        """The app as it is now, or was a moment ago: whoever sends wrong signatures shall not keep the store busy."""
        async with self._turn:
            at, app = self._known.get(partner, (0.0, None))
            if partner not in self._known or _now() - at >= bounds.WEBHOOK_KEY_REREAD_S_MIN:
                app = await self._read(partner)
                self._known[partner] = (_now(), app)
            return app

    async def fitting(self, partner: str, app: App, fits: Callable[[App], bool]) -> App:
        """The app whose key fits. One that was replaced a moment ago is read again before anybody is refused."""
        if not fits(app):
            newer = await self.again(partner)
            if newer is None or newer == app or not fits(newer):
                self._wrong(partner)
                raise Refused(401, "unsigned", "the signature does not fit what was sent")
            app = newer
        if partner in self._unsigned:
            self._unsigned.discard(partner)
            LOG.warning(names.SIGNATURES_RIGHT, partner=partner)
        return app

    def _wrong(self, partner: str) -> None:
        if partner not in self._unsigned:
            self._unsigned.add(partner)
            LOG.warning(names.SIGNATURES_WRONG, partner=partner)

    async def _read(self, partner: str) -> App | None:
        async with asyncio.timeout(bounds.COMMIT_S_MAX), self._store.transaction(PLATFORM) as tx:
            found = await tx.account(f"app_{partner}")
        if found is None:
            return None
        try:
            return _app(found)
        except (msgspec.DecodeError, ValueError):
            LOG.exception(names.APP_UNREADABLE, account=found.id)
            return None


class Accounts:
    """The merchants behind partners' accounts."""

    def __init__(self, store: Store) -> None:
        """As the store says."""
        self._store = store
        self._known: dict[tuple[str, str], tuple[float, Owner]] = {}

    async def of(self, partner: str, external_id: str) -> Owner | None:
        """Whose account a partner speaks of; None where nobody has it."""
        at, owner = self._known.get((partner, external_id), (0.0, None))
        if owner and _now() - at < bounds.ACCOUNT_REMEMBERED_S:
            return owner
        self._known.pop((partner, external_id), None)
        async with asyncio.timeout(bounds.COMMIT_S_MAX):
            owner = await self._read(partner, external_id)
        if owner:
            if len(self._known) >= bounds.ACCOUNTS_REMEMBERED_MAX:
                # A dictionary gives its keys in the order in which they came: the oldest goes.
                self._known.pop(next(iter(self._known)), None)
            self._known[partner, external_id] = (_now(), owner)
        return owner

    async def _read(self, partner: str, external_id: str) -> Owner | None:
        tenant = await self._store.tenant_of(partner, external_id)
        if tenant is None or tenant == PLATFORM:
            # The app's own account has an id as well, and no partner delivers for it.
            return None
        async with self._store.transaction(tenant) as tx:
            accounts = await tx.accounts()
        # Between the two questions the account may have gone.
        mine = (one.id for one in accounts if (one.partner, one.external_id) == (partner, external_id))
        return next((Owner(tenant, account) for account in mine), None)


def _app(account: Account) -> App:
    settings = msgspec.json.decode(account.settings, type=_Settings)
    secrets = msgspec.json.decode(account.credentials or b"{}", type=_Secrets)
    if not secrets.webhook_key:
        raise ValueError("webhook_key is empty")
    return App(account.id, settings.webhook_url, secrets.webhook_key)


def _now() -> float:
    return asyncio.get_running_loop().time()
