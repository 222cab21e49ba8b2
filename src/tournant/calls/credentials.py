"""What an account keeps sealed: a JSON object of texts, the token among them.

`access`, `ends` and `refresh` are the token; `code`, `client_id`, `client_secret` and what else a partner wants are as
they were told. A code is good once: it goes when a token came for it that can be renewed.
"""

from datetime import datetime
from typing import Final

import msgspec

from tournant.log.records import Account
from tournant.sdk import errors
from tournant.sdk.connection import Token

__all__ = ["NoToken", "secrets", "settings", "token_in", "with_token"]

_TEXTS: Final = msgspec.json.Decoder(dict[str, str])
_ANY: Final = msgspec.json.Decoder(dict[str, object])


class NoToken(errors.NeedsReauth):
    """No token can be had with what we were told."""


def secrets(account: Account) -> dict[str, str]:
    """An account's secrets; NoToken where they cannot be read."""
    try:
        return _TEXTS.decode(account.credentials) if account.credentials else {}
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NoToken(f"the credentials of {account.id} cannot be read") from None


def settings(account: Account) -> dict[str, object]:
    """An account's settings; ValueError where they are no JSON object."""
    return _ANY.decode(account.settings) if account.settings else {}


def token_in(told: dict[str, str]) -> Token | None:
    """The token among secrets; None where there is none, or it has no end."""
    access, ends = told.get("access"), told.get("ends")
    if not access or not ends:
        return None
    try:
        return Token(access, datetime.fromisoformat(ends), told.get("refresh"))
    except ValueError:
        return None


def with_token(told: dict[str, str], token: Token) -> bytes:
    """The secrets with another token."""
    kept = {**told, "access": token.access, "ends": token.ends.isoformat()}
    if token.refresh:
        kept["refresh"] = token.refresh
        kept.pop("code", None)
    return msgspec.json.encode(kept)
