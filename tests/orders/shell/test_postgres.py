"""The same over PostgreSQL: an order that arrives, and one whose process dies."""

import pytest
from tests.orders.shell.house import House
from tests.orders.shell.town import opened
from tests.store.conftest import database, folder, postgres, server

from tournant.log import Store

__all__ = ["database", "folder", "postgres", "server"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The event loop that asyncpg knows."""
    return "asyncio"


async def test_an_order_survives_its_process(postgres: Store) -> None:
    """The answer to a create is lost and the process changes: one ticket, and the shadow is the fold of the facts."""
    house: House = await opened(postgres)
    house.wire.unanswered["order.create"] = 1
    order = await house.guest({"id": house.menu_id("Bagel"), "quantity": 2})
    await house.pass_(2)
    await house.handed_over()
    await house.pass_(120)
    (ticket,) = house.at_till
    assert (house.tickets, ticket["total_money"]["amount"]) == ([ticket], 700)
    assert house.state(order) == "ACCEPTED"
    assert await house.standing(order) == await house.replayed(order)
