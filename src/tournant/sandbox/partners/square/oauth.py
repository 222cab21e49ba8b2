"""Square's OAuth, code flow: codes, access tokens that end after 30 days, refresh tokens that stay."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tournant.sandbox.http import Answer, Json, Request
from tournant.sandbox.partner import Partner
from tournant.sandbox.partners.square import limits
from tournant.sandbox.partners.square.errors import refuse, unauthorized
from tournant.sandbox.times import stamp

__all__ = ["OAuth"]

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass
class _Token:
    seller: str
    ends: datetime
    revoked: bool = False


@dataclass
class OAuth:
    """The application's secret, and the tokens of every seller."""

    partner: Partner
    client_id: str
    client_secret: str
    codes: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    tokens: dict[str, _Token] = field(default_factory=dict)
    refreshing: dict[str, str] = field(default_factory=dict)
    """The seller of each refresh token."""

    def code(self, seller: str) -> str:
        """Make the code that a seller's consent sends to the application."""
        code = self._draw("sq0cgp-", 22)
        self.codes[code] = (seller, self.partner.now() + timedelta(seconds=limits.CODE_LIFE_S))
        return code

    def grant(self, seller: str, *, short: bool = False, refresh: str | None = None) -> Json:
        """Give a seller's tokens to the application."""
        token, life_s = self._draw("EAAA", 60), limits.SHORT_TOKEN_LIFE_S if short else limits.TOKEN_LIFE_S
        self.tokens[token] = _Token(seller, self.partner.now() + timedelta(seconds=life_s))
        refresh = refresh or self._draw("EQAA", 60)
        self.refreshing[refresh] = seller
        return {
            "access_token": token,
            "token_type": "bearer",
            "expires_at": stamp(self.partner.shown() + timedelta(seconds=life_s)),
            "merchant_id": seller,
            "refresh_token": refresh,
            "short_lived": short,
        }

    def obtain(self, request: Request) -> Answer:
        """POST /oauth2/token."""
        asked = request.document
        if (asked.get("client_id"), asked.get("client_secret")) != (self.client_id, self.client_secret):
            raise refuse(401, "UNAUTHORIZED", "Not authorized: the client is not known or its secret is wrong.")
        short = bool(asked.get("short_lived"))
        match asked.get("grant_type"):
            case "authorization_code":
                seller, ends = self.codes.pop(asked.get("code") or "", ("", self.partner.now()))
                if ends <= self.partner.now():
                    raise refuse(401, "UNAUTHORIZED", "The authorization code is not valid.", "code")
                found = self.grant(seller, short=short)
            case "refresh_token":
                seller = self.refreshing.get(asked.get("refresh_token") or "", "")
                if not seller:
                    raise refuse(401, "UNAUTHORIZED", "The refresh token is not valid.", "refresh_token")
                found = self.grant(seller, short=short, refresh=asked["refresh_token"])
            case other:
                raise refuse(400, "INVALID_VALUE", f"{other!r} is no grant type.", "grant_type")
        request.account = seller
        return Answer(200, found)

    def revoke(self, request: Request) -> Answer:
        """POST /oauth2/revoke: one token, or everything that a seller granted."""
        if request.headers.get("authorization") != f"Client {self.client_secret}":
            raise refuse(401, "UNAUTHORIZED", "Not authorized.")
        asked = request.document
        token = self.tokens.get(asked.get("access_token") or "")
        seller = asked.get("merchant_id") or (token.seller if token else None)
        if seller is None:
            raise refuse(404, "NOT_FOUND", "There is no such authorization.")
        if token and asked.get("revoke_only_access_token"):
            token.revoked = True
        else:
            self.end(seller, everything=True)
        return Answer(200, {"success": True})

    def end(self, seller: str, *, everything: bool = False) -> None:
        """End a seller's access tokens; with `everything` its refresh tokens too."""
        for token in self.tokens.values():
            token.revoked = token.revoked or token.seller == seller
        if everything:
            self.refreshing = {token: whose for token, whose in self.refreshing.items() if whose != seller}

    def seller(self, token: str) -> str:
        """Say whose token this is; refuses one that is unknown, revoked or over."""
        found = self.tokens.get(token)
        if found is None:
            raise unauthorized()
        if found.revoked:
            raise unauthorized("ACCESS_TOKEN_REVOKED")
        if found.ends <= self.partner.now():
            raise unauthorized("ACCESS_TOKEN_EXPIRED")
        return found.seller

    def _draw(self, start: str, length: int) -> str:
        return start + self.partner.ports.dice.token(_LETTERS, length, "square", "token")
