"""Tokens: a code becomes the first one, a refresh token that stays gives all others."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import msgspec

from tournant.adapters.square.client.asking import ask, understood
from tournant.sdk import Exchange, Token, errors

__all__ = ["header", "obtain"]

_AGE: Final = timedelta(days=7)
"""Square advises to get a new one at least this often (oauth-api/refresh-revoke-limit-scope), though one lives 30 days:
who lost one has weeks to notice."""
_MARGIN: Final = timedelta(minutes=10)
"""How much earlier than Square's own clock we count it as over."""


class _Obtained(msgspec.Struct, frozen=True):
    access_token: str
    expires_at: datetime
    refresh_token: str | None = None


def obtain(app: Mapping[str, str], account: Mapping[str, str], now: datetime) -> Exchange[Token]:
    """From `refresh` where there is one, else from the `code` of the seller's consent."""
    grant = next((name for name in ("refresh", "code") if account.get(name)), None)
    if grant is None:
        raise errors.Rejected("the account has neither a refresh token nor a code")
    asked = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    if grant == "refresh":
        asked |= {"grant_type": "refresh_token", "refresh_token": account["refresh"]}
    else:
        asked |= {"grant_type": "authorization_code", "code": account["code"]}
    answer = yield ask("oauth.token", "POST /oauth2/token", asked)
    said = understood(_Obtained, answer)
    ends = min(now + _AGE, said.expires_at - _MARGIN)
    return Token(said.access_token, ends, said.refresh_token or account.get("refresh"))


def header(access: str) -> Mapping[str, str]:
    """The header that carries a token."""
    return {"authorization": f"Bearer {access}"}
