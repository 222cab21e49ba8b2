"""Which answer of Uber Eats is which disposition: its code first, then the operation and the status.

An answer that is not good holds a code and a message (guide to errors). Neither names a guest: requests hold no more
than ids, words and what is on a menu.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec

from tournant.kernel import bounds
from tournant.sdk import Request, Response, errors
from tournant.sdk.retry_after import retry_after

__all__ = ["disposition"]

_CODES: Final[Mapping[str, type[errors.Disposition]]] = {"resource_status_conflict": errors.Clash}
_OF_OPERATION: Final[Mapping[tuple[str, int], type[errors.Disposition]]] = {
    ("order.cancel", 404): errors.Clash,  # the order is in a terminal state
    ("oauth.token", 401): errors.Rejected,  # no other token would help: the application's secret is wrong
}
_STATUSES: Final[Mapping[int, type[errors.Disposition]]] = {
    401: errors.NeedsReauth,
    405: errors.Unsupported,
    408: errors.Transient,
    409: errors.Clash,
    429: errors.Throttled,
    501: errors.Unsupported,
}


class _Said(msgspec.Struct, frozen=True):
    code: str
    message: str = ""


_decoded = msgspec.json.Decoder(_Said).decode


def disposition(request: Request, response: Response, now: datetime) -> errors.Disposition:
    """What an answer that is not good means."""
    said = _said(response.body)
    kind = _kind(request.operation, response.status, said)
    why = f"{said.code}: {said.message}"[: bounds.REASON_CHARS_MAX] if said else f"HTTP {response.status}"
    return errors.Throttled(retry_after(response.headers, now), why) if kind is errors.Throttled else kind(why)


def _kind(operation: str, status: int, said: _Said | None) -> type[errors.Disposition]:
    known = _CODES.get(said.code) if said else None
    known = known or _OF_OPERATION.get((operation, status)) or _STATUSES.get(status)
    if known:
        return known
    if status >= 500:  # noqa: PLR2004 - what HTTP calls the server's failure
        return errors.Transient
    return errors.Rejected if said else errors.PartnerBroke


def _said(body: bytes) -> _Said | None:
    try:
        return _decoded(body)
    except (msgspec.DecodeError, RecursionError):
        return None
