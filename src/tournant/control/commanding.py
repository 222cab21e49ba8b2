"""What an operator wants done: written down, so that it is done whatever stops now, and its answer awaited."""

import asyncio
from datetime import datetime

import msgspec

from tournant.control.errors import BadInput
from tournant.facts import register
from tournant.facts.commands import Command, answer_stream
from tournant.facts.messages import COMMAND
from tournant.facts.sync import CommandDone, CommandRefused
from tournant.kernel import bounds
from tournant.log.port import Store
from tournant.log.records import NewObservation, Payload, Tenant, Why

__all__ = ["Unanswered", "command"]


class Unanswered(Exception):  # noqa: N818 - it says what happened
    """The command is written down and will be done, but nobody has worked on it yet: is `tournant serve` running."""


async def command(store: Store, tenant: Tenant, wanted: Command, why: Why, now: datetime) -> CommandDone:
    """Give a command, whose name is the cause of all that follows, and wait for what is decided.

    BadInput where it is refused; Unanswered where nobody works on it in time.
    """
    async with store.listen() as listener:
        async with store.transaction(tenant) as tx:
            payload = Payload(msgspec.json.encode(wanted))
            await tx.observe(NewObservation(tenant, wanted.by, why.cause, COMMAND, b"{}", payload, why, now))
        try:
            async with asyncio.timeout(bounds.COMMAND_ANSWER_S_MAX):
                while (answer := await _answer(store, tenant, why.cause)) is None:
                    await listener.heard()
        except TimeoutError:
            raise Unanswered(str(Unanswered.__doc__)) from None
    if isinstance(answer, CommandRefused):
        raise BadInput(answer.why)
    return answer


async def _answer(store: Store, tenant: Tenant, name: str) -> CommandDone | CommandRefused | None:
    async with store.transaction(tenant) as tx:
        for one in await tx.read(answer_stream(name), limit=1):
            found: CommandDone | CommandRefused = register.read(one.fact.kind, one.fact.version, one.fact.body)
            return found
    return None
