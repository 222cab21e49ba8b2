"""Bodies of requests: each is bounded in size and in time, and all that are in memory are bounded together.

A body counts until its request was answered, so the bound holds for those that wait for their commit too.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tournant.edge.http import Receive, Refused, later
from tournant.kernel import bounds

__all__ = ["Bodies"]


class Bodies:
    """Reads bodies, and knows how many bytes of them are held."""

    def __init__(self) -> None:
        """None is held yet."""
        self.held = 0

    @asynccontextmanager
    async def read(self, receive: Receive, declared: str) -> AsyncIterator[bytes]:
        """A whole body, held while the block runs; Refused for one that is too large, too slow or cut off."""
        if declared.isascii() and declared.isdigit() and int(declared[:20]) > bounds.DISCARDED_BYTES_MAX:
            raise _large()
        parts: list[bytes] = []
        try:
            await self._gather(receive, parts)
            yield b"".join(parts)
        finally:
            self.held -= sum(map(len, parts))

    async def _gather(self, receive: Receive, parts: list[bytes]) -> None:
        try:
            async with asyncio.timeout(bounds.BODY_WAIT_S_MAX):
                size, more = 0, True
                while more and size <= bounds.DISCARDED_BYTES_MAX:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise Refused(400, "wrong", "the body ended before it was whole")
                    piece, more = message.get("body", b""), message.get("more_body", False)
                    size += len(piece)
                    # What is too much is read and forgotten: a client that cannot send to the end hears no answer.
                    if size <= bounds.WEBHOOK_BYTES_MAX:
                        self._hold(parts, piece)
        except TimeoutError:
            raise Refused(408, "slow", "the body did not come in time", connection="close") from None
        if size > bounds.WEBHOOK_BYTES_MAX:
            raise _large()

    def _hold(self, parts: list[bytes], piece: bytes) -> None:
        parts.append(piece)
        self.held += len(piece)
        if self.held > bounds.BODIES_BYTES_MAX:
            raise later("full", "too much is waiting here already, deliver again later")


def _large() -> Refused:
    # There may be a rest that was not read, so the connection cannot be used for another request.
    return Refused(413, "large", f"the body has more than {bounds.WEBHOOK_BYTES_MAX:,} bytes", connection="close")
