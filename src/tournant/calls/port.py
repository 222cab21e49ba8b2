"""The way out: one request to a partner, one answer, and a clear word about what happened where there was none."""

from collections.abc import Mapping
from typing import Protocol

from tournant.sdk.exchange import Request, Response

__all__ = ["Wire"]


class Wire(Protocol):
    """Carries requests to partners. It sends each at most once, follows no redirection and keeps no cookie."""

    async def send(self, base_url: str, request: Request, headers: Mapping[str, str], timeout_s: float) -> Response:
        """Send a request below a base URL, with headers besides its own; wait so many seconds of the wall.

        Raises `sdk.errors.Unreachable` where no connection was made, so that nothing was sent; `Unanswered` where the
        request may have left and no whole answer came in time, `CutOff` where its connection ended first;
        `PartnerBroke` for an answer that is too large to be one; and `Impossible`, with nothing sent, for a path that
        would lead away from the base URL.
        """
