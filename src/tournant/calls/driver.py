"""Drives one exchange of an adapter with a partner: every request bought, signed with a token, sent, answered."""

from tournant.calls.exchanges import driven
from tournant.calls.line import Line, Trip
from tournant.calls.sender import Sender
from tournant.calls.tokens import Tokens
from tournant.sdk import errors
from tournant.sdk.exchange import Exchange, Request, Response

__all__ = ["Driver"]


class Driver:
    """Drives exchanges for everybody."""

    def __init__(self, sender: Sender, tokens: Tokens) -> None:
        """With the way to partners and the tokens."""
        self._sender = sender
        self._tokens = tokens

    async def drive(self, exchange: Exchange[bytes], line: Line, trip: Trip) -> bytes:
        """The document that an exchange gives; raises a disposition, or TooLate."""

        async def ask(request: Request) -> Response:
            return await self._signed(line, request, trip)

        return await driven(exchange, ask)

    async def _signed(self, line: Line, request: Request, trip: Trip) -> Response:
        """With a token; with another one where the partner does not take it: a refused token is no refused request."""
        header = line.connection.auth.header
        access = await self._tokens.access(line)
        try:
            return await self._sender.send(line, request, header(access), trip)
        except errors.NeedsReauth:
            access = await self._tokens.access(line, access)
            return await self._sender.send(line, request, header(access), trip)
