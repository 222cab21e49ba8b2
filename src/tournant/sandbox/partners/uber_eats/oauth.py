"""Uber's tokens: client credentials, a hundred requests an hour, and a hundred valid tokens at once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl

from tournant.sandbox.http import Answer, Request
from tournant.sandbox.partner import Partner
from tournant.sandbox.partners.uber_eats import limits
from tournant.sandbox.partners.uber_eats.errors import refuse

__all__ = ["SCOPES", "OAuth"]

SCOPES: Final = frozenset(
    {"eats.store", "eats.store.status.write", "eats.order", "eats.store.orders.read", "eats.report"}
)
"""Those that client credentials may ask for (authentication)."""
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True, slots=True)
class _Token:
    scopes: frozenset[str]
    ends: datetime


@dataclass
class OAuth:
    """The application's secret and its tokens, the oldest first."""

    partner: Partner
    client_id: str
    client_secret: str
    tokens: dict[str, _Token] = field(default_factory=dict)

    def obtain(self, request: Request) -> Answer:
        """POST /oauth/v2/token, as a form."""
        if not self.partner.limits.admits(limits.TOKENS, self.client_id, self.partner.now(), request.path):
            raise refuse(429, "Too many token requests: 100 an hour are allowed.")
        asked = dict(parse_qsl(request.body.decode()))
        if (asked.get("client_id"), asked.get("client_secret")) != (self.client_id, self.client_secret):
            raise refuse(401, "The client is not known or its secret is wrong.", "invalid_client")
        if asked.get("grant_type") != "client_credentials":
            raise refuse(400, f"This sandbox does not grant by {asked.get('grant_type')!r}.", "unsupported_grant_type")
        scopes = frozenset(asked.get("scope", "").split())
        if not scopes or scopes - SCOPES:
            raise refuse(400, f"The scopes are {' '.join(sorted(SCOPES))}.", "invalid_scope")
        return Answer(
            200,
            {
                "access_token": self._grant(scopes),
                "expires_in": limits.TOKEN_LIFE_S,
                "token_type": "Bearer",
                "scope": " ".join(sorted(scopes)),
                "refresh_token": "",
            },
        )

    def check(self, token: str, scope: str) -> None:
        """Refuse a token that is not valid, or does not cover this."""
        found = self.tokens.get(token)
        if found is None or found.ends <= self.partner.now():
            raise refuse(401, "The access token is not valid.")
        if scope not in found.scopes:
            raise refuse(403, f"The access token lacks the scope {scope}.")

    def end(self) -> None:
        """Make every token invalid."""
        self.tokens.clear()

    def _grant(self, scopes: frozenset[str]) -> str:
        now = self.partner.now()
        token = self.partner.ports.dice.token(_LETTERS, 96, "uber_eats", "token")
        live = {old: one for old, one in self.tokens.items() if one.ends > now}
        while len(live) >= limits.LIVE_TOKENS:
            del live[next(iter(live))]
        self.tokens = live | {token: _Token(scopes, now + timedelta(seconds=limits.TOKEN_LIFE_S))}
        return token
