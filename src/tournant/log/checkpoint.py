"""Cursors: how far a reader has come. Moved in the transaction of what it read for, so that nothing is done twice."""

from tournant.log.errors import Conflict
from tournant.log.session import Session

__all__ = ["Checkpoints"]


class Checkpoints(Session):
    """The readers' places."""

    __slots__ = ()

    async def cursor(self, reader: str) -> int:
        """How far a reader has come; 0 where it never moved."""
        return await self.value("read_cursor", reader) or 0

    async def move_cursor(self, reader: str, here: int, there: int) -> None:
        """Move a reader from `here` to `there`; Conflict where it is not here any more: somebody else did the work."""
        if await self.value("move_cursor", reader, here, there) is None:
            raise Conflict(f"the reader {reader}", here, await self.cursor(reader))
