"""Takes an exchange from its first request to its result, whoever sends the requests."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from tournant.kernel import bounds
from tournant.sdk import errors
from tournant.sdk.exchange import Exchange, Request, Response

__all__ = ["driven"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Result(Generic[T]):
    value: T


async def driven(exchange: Exchange[T], ask: Callable[[Request], Awaitable[Response]]) -> T:
    """Ask what an exchange wants to ask, and give its result; raises what `ask` raises, and dispositions of its own.

    An adapter that stumbles over an answer says by that that the answer is not what it should be: PartnerBroke. Its
    exception's text may quote the answer, so only the class is said.
    """
    try:
        step = _next(exchange, None)
        for _ in range(bounds.EXCHANGE_REQUESTS_MAX):
            if isinstance(step, _Result):
                return step.value
            step = _next(exchange, await ask(step), step.operation)
    finally:
        exchange.close()
    if isinstance(step, _Result):
        return step.value
    raise errors.PartnerBroke(f"there is no end after {bounds.EXCHANGE_REQUESTS_MAX:,} requests")


def _next(exchange: Exchange[T], answer: Response | None, operation: str = "") -> Request | _Result[T]:
    try:
        return next(exchange) if answer is None else exchange.send(answer)
    except StopIteration as end:
        return _Result(end.value)
    except errors.Disposition:
        raise
    except Exception as why:
        where = f"over the answer to {operation}" if answer else "before its first request"
        raise errors.PartnerBroke(f"the adapter stumbled {where}: {type(why).__name__}") from why
