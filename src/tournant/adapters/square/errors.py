"""Which answer of Square is which disposition: its codes first, then the status.

An answer that is not good holds a list of errors, each with a category, a code, a detail and the field that it is about
(`Error`). What is kept of it names no person: of the operations on orders the code and the field, because a detail may
quote what was sent.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec

from tournant.kernel import bounds
from tournant.sdk import Request, Response, errors
from tournant.sdk.retry_after import retry_after

__all__ = ["Said", "disposition", "refusal"]

_CODES: Final[Mapping[str, type[errors.Disposition]]] = {
    "UNAUTHORIZED": errors.NeedsReauth,
    "ACCESS_TOKEN_EXPIRED": errors.NeedsReauth,
    "ACCESS_TOKEN_REVOKED": errors.NeedsReauth,
    "RATE_LIMITED": errors.Throttled,
    "VERSION_MISMATCH": errors.Clash,
    "CONFLICT": errors.Clash,
    "IDEMPOTENCY_KEY_REUSED": errors.Duplicate,
    "METHOD_NOT_ALLOWED": errors.Unsupported,
    "NOT_IMPLEMENTED": errors.Unsupported,
    "REQUEST_TIMEOUT": errors.Transient,
    "TEMPORARY_ERROR": errors.Transient,
}
_STATUSES: Final[Mapping[int, type[errors.Disposition]]] = {
    401: errors.NeedsReauth,
    405: errors.Unsupported,
    408: errors.Transient,
    409: errors.Clash,
    429: errors.Throttled,
    501: errors.Unsupported,
}
_STATE: Final = frozenset({"order.update", "order.pay", "payment.create"})
"""Operations whose requests are right by their form, so that what Square calls a bad request is about the order's
state: it is completed, cancelled or paid meanwhile."""
_UNFIT: Final = frozenset({"BAD_REQUEST", "PAYMENT_AMOUNT_MISMATCH"})
_PERSONAL: Final = ("order.", "orders.", "payment.")


class Said(msgspec.Struct, frozen=True):
    """One error, as Square writes it."""

    code: str
    detail: str | None = None
    field: str | None = None


class _Body(msgspec.Struct, frozen=True):
    errors: list[Said]


_body = msgspec.json.Decoder(_Body).decode


def disposition(request: Request, response: Response, now: datetime) -> errors.Disposition:
    """What an answer that is not good means."""
    return refusal(request.operation, _said(response.body), response.status, retry_after(response.headers, now))


def refusal(operation: str, said: list[Said], status: int = 400, until: datetime | None = None) -> errors.Disposition:
    """What a list of errors means; also one that stands in a good answer."""
    kind = _kind(operation, status, [one.code for one in said])
    why = _reason(operation, said) or f"HTTP {status}"
    return errors.Throttled(until, why) if kind is errors.Throttled else kind(why)


def _reason(operation: str, said: list[Said]) -> str:
    """Square's own words, as far as they cannot name a guest."""
    quoted = not operation.startswith(_PERSONAL)
    texts = [
        one.code + (f" {one.field}" if one.field else "") + (f": {one.detail}" if quoted and one.detail else "")
        for one in said
    ]
    return "; ".join(texts)[: bounds.REASON_CHARS_MAX]


def _kind(operation: str, status: int, codes: list[str]) -> type[errors.Disposition]:
    if operation == "oauth.token" and status in {400, 401, 403}:
        return errors.Rejected  # no other token would help: the authorisation itself is over
    if operation in _STATE and not _UNFIT.isdisjoint(codes):
        return errors.Clash
    known = next((_CODES[code] for code in codes if code in _CODES), _STATUSES.get(status))
    if known:
        return known
    if status >= 500:  # noqa: PLR2004 - what HTTP calls the server's failure
        return errors.Transient
    return errors.Rejected if codes else errors.PartnerBroke


def _said(body: bytes) -> list[Said]:
    try:
        return _body(body).errors
    except (msgspec.DecodeError, RecursionError):
        return []
