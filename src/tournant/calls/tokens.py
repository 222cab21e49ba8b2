"""The right to call, as partners give it: one token for each app or account, asked for once however many want it.

    good one at hand ──► that one
    none, over, or refused ──► one task for all who wait: read the store again ──a good one there──► that one
                                     └─► ask the partner ─► write it down, sealed ─► that one

Written down before anybody uses it, so a restart asks for none. What a crash between the partner's answer and our
commit means: a token that the old secrets can still bring (Square's, Uber's) is asked for again and nothing is lost;
where the partner spends the secret with its answer (a code; a refresh token that rotates) the merchant has to connect
again, and says so as `needs_reauth`. A commit that failed is made up for by the next who asks; until then the token is
used from memory. A newer secret in the store than the one that was refused means that somebody else, or a person, was
quicker: it is tried once before anything is given up.

No lease is shown when a token is written: whoever got it from the partner has the newest there is.
"""

import asyncio
from dataclasses import replace

from tournant import telemetry
from tournant.calls import credentials
from tournant.calls.exchanges import driven
from tournant.calls.line import Line, Trip
from tournant.calls.sender import Sender
from tournant.kernel.clock import Clock
from tournant.log import Store
from tournant.log.errors import Busy, DatabaseAway
from tournant.log.records import Account, Tenant
from tournant.sdk import errors
from tournant.sdk.connection import Token
from tournant.sdk.exchange import Request, Response
from tournant.telemetry import names

__all__ = ["Tokens"]

_Key = tuple[Tenant, str]
_log = telemetry.logger("calls")


class Tokens:
    """Every token of this process."""

    def __init__(self, store: Store, sender: Sender, clock: Clock) -> None:
        """With where credentials are kept, the way to partners, and the world's clock."""
        self._store = store
        self._sender = sender
        self._clock = clock
        self._held: dict[_Key, Token] = {}
        self._seen: dict[_Key, bytes | None] = {}
        self._unwritten: set[_Key] = set()
        self._under_way: dict[_Key, asyncio.Task[Token]] = {}

    async def access(self, line: Line, refused: str = "") -> str:
        """An access token, and not the one that was refused; NoToken where none can be had, or Unsent."""
        tenant, holder = line.holder
        key = (tenant, holder.id)
        # What was read with the account may be older than what we hold: it counts only where we hold nothing yet.
        known = self._held.get(key) or credentials.token_in(credentials.secrets(holder))
        if known and self._good(known, refused) and key not in self._unwritten:
            return known.access
        if key not in self._under_way:
            task = asyncio.get_running_loop().create_task(self._renewed(key, line, refused))
            self._under_way[key] = task
            task.add_done_callback(lambda one: self._fetched(key, one))
        # Whoever waits may give up; the token is fetched and written all the same.
        return (await asyncio.shield(self._under_way[key])).access

    def knows(self, tenant: Tenant, account: Account) -> bool:
        """Whether an account's credentials are those that we tried last: nobody has changed them since."""
        return self._seen.get((tenant, account.id), account.credentials) == account.credentials

    @property
    def under_way(self) -> list[asyncio.Task[Token]]:
        """What is being fetched: a token that nobody writes down may be lost for good."""
        return list(self._under_way.values())

    def _fetched(self, key: _Key, task: asyncio.Task[Token]) -> None:
        del self._under_way[key]
        if not task.cancelled():
            task.exception()  # Those who wait are told; where nobody does any more, nobody needs to be.

    def _good(self, token: Token, refused: str) -> bool:
        return token.access != refused and token.ends > self._clock.now()

    async def _renewed(self, key: _Key, line: Line, refused: str) -> Token:
        held = self._held.get(key)
        if key in self._unwritten and held and self._good(held, refused):
            await self._write(key, held)
            return held
        holder = await self._read(key)
        stored = credentials.token_in(credentials.secrets(holder))
        if stored and self._good(stored, refused):
            self._held[key] = stored
            return stored
        try:
            token = await self._asked(holder, line)
        except credentials.NoToken:
            again = await self._read(key)
            if again.credentials == holder.credentials:
                raise
            token = await self._asked(again, line)
        self._held[key] = token
        await self._write(key, token)
        return token

    async def _asked(self, holder: Account, line: Line) -> Token:
        """Ask the partner. Nothing of the call itself was sent, whatever comes of this."""
        auth, own = line.connection.auth, credentials.secrets(holder)
        app, account = (own, {}) if auth.scope == "app" else (credentials.secrets(line.app), own)
        there = line.for_a_token()
        there = replace(there, app=holder) if auth.scope == "app" else replace(there, account=holder)

        trip = Trip()

        async def ask(request: Request) -> Response:
            return await self._sender.send(there, request, {}, trip)

        try:
            return await driven(auth.obtain(app, account, self._clock.now()), ask)
        except (errors.Refused, errors.NeedsReauth) as why:
            raise credentials.NoToken(f"no token: {why.why}") from why
        except errors.Unknown as why:
            raise errors.Unreachable(f"no token: {why.why}") from why
        except errors.PartnerBroke as why:
            if trip.began is None:
                raise credentials.NoToken(f"a secret is missing: {why.why}") from why
            raise errors.Unsent(f"no token: {why.why}") from why

    async def _read(self, key: _Key) -> Account:
        tenant, account_id = key
        async with self._store.transaction(tenant) as tx:
            found = await tx.account(account_id)
        if found is None:
            raise credentials.NoToken(f"there is no account {account_id} any more")
        self._seen[key] = found.credentials
        return found

    async def _write(self, key: _Key, token: Token) -> None:
        tenant, account_id = key
        try:
            async with self._store.transaction(tenant) as tx:
                now = await tx.account(account_id)
                if now is not None:
                    kept = credentials.with_token(credentials.secrets(now), token)
                    await tx.set_account(account_id, credentials=kept)
                    self._seen[key] = kept
        except (DatabaseAway, Busy):
            if key not in self._unwritten:
                _log.warning(names.TOKEN_UNWRITTEN, account=account_id)
            self._unwritten.add(key)
            return
        self._unwritten.discard(key)
