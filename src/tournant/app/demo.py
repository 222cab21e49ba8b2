"""What a console has besides where the platform is served for a demo: the judge's count, and something to break.

The demo is another process. Its count is a file; what a person wants broken is asked for at its door, over HTTP, and
mends itself there, whatever becomes of this process.
"""

from typing import Final

import aiohttp
import msgspec

from tournant.app.settings import Played
from tournant.console import Broken, Demo, NotBroken, from_file
from tournant.kernel import bounds

__all__ = ["Door", "shown"]

_DONE: Final = 200
_REFUSED: Final = 409


class _Refusal(msgspec.Struct, frozen=True):
    error: str


def shown(played: Played) -> Demo:
    """What the console shows of a demo."""
    return Demo(played.name, from_file(played.books), Door(played.door))


class Door:
    """The demo's door, at which something is broken."""

    def __init__(self, url: str) -> None:
        """At this address."""
        self._url = url

    async def lose_webhooks(self) -> Broken:
        """Let a partner's webhooks be lost."""
        return await self._ask("webhooks")

    async def kill_pos(self) -> Broken:
        """Let a point of sale answer nothing."""
        return await self._ask("pos")

    async def _ask(self, what: str) -> Broken:
        limit = aiohttp.ClientTimeout(total=bounds.BREAK_ANSWER_S_MAX)
        try:
            # A session of its own for each: a person presses this a few times a day.
            async with aiohttp.ClientSession(timeout=limit) as session, session.post(f"{self._url}/{what}") as answer:
                said = await _read(answer)
            if answer.status == _DONE:
                return msgspec.json.decode(said, type=Broken)
            if answer.status == _REFUSED:
                raise NotBroken(msgspec.json.decode(said, type=_Refusal).error)
        except (aiohttp.ClientError, TimeoutError, OSError, msgspec.DecodeError):
            pass  # Whatever it was, the demo is not there as it should be.
        raise NotBroken("the demo does not answer: it has ended, or is about to")


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """The whole answer; what is too long is cut off, and then no answer of a demo."""
    said = b""
    async for piece in answer.content.iter_any():
        said += piece
        if len(said) > bounds.BREAK_ANSWER_BYTES_MAX:
            break
    return said
