"""Exchanges: driven from their first request to their result, with a bound, and closed whatever happens."""

import pytest

from tournant.calls.exchanges import driven
from tournant.kernel import bounds
from tournant.sdk import errors
from tournant.sdk.exchange import Exchange, Request, Response

OK = Response(200, {}, b"{}")


async def good(_: Request) -> Response:
    return OK


def pages(number: int) -> Exchange[int]:
    for _ in range(number):
        yield Request("list", "GET", "/list")
    return number


async def test_an_exchange_gives_its_result() -> None:
    """Every request is asked, every answer sent in; one that asks nothing gives its result at once."""
    assert await driven(pages(3), good) == 3
    assert await driven(pages(0), good) == 0


async def test_an_exchange_has_a_bound() -> None:
    """As many requests as are allowed are made, and not one more."""
    assert await driven(pages(bounds.EXCHANGE_REQUESTS_MAX), good) == bounds.EXCHANGE_REQUESTS_MAX
    with pytest.raises(errors.PartnerBroke, match="no end after 2,000 requests"):
        await driven(pages(bounds.EXCHANGE_REQUESTS_MAX + 1), good)


async def test_an_adapter_that_stumbles_says_that_the_partner_broke() -> None:
    """Only the class of its exception is told: the text may quote the answer."""

    def stumbling() -> Exchange[str]:
        answer = yield Request("order.read", "GET", "/order")
        raise KeyError(answer.body)

    with pytest.raises(errors.PartnerBroke) as caught:
        await driven(stumbling(), good)
    assert caught.value.why == "the adapter stumbled over the answer to order.read: KeyError"


async def test_an_exchange_is_closed_when_asking_fails() -> None:
    """What the adapter holds is let go, and the disposition goes on as it is."""
    closed: list[bool] = []

    def holding() -> Exchange[None]:
        try:
            yield Request("list", "GET", "/list")
        finally:
            closed.append(True)

    async def full(_: Request) -> Response:
        raise errors.Throttled

    with pytest.raises(errors.Throttled):
        await driven(holding(), full)
    assert closed == [True]
