"""The database goes away and comes back: 503 meanwhile, /readyz says why, nothing that was answered is lost."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from tests.edge import serving
from tests.edge.serving import House
from tests.store.values import vault

from tournant.log import Embedded, PostgresStore, migrate


@pytest.fixture
def owner(folder: Path) -> Iterator[Embedded]:
    """The owner of a server of this test's own, that may be stopped."""
    made = Embedded(folder / "state")
    made.start()
    yield made
    made.stop()


@pytest.fixture
async def house(owner: Embedded) -> AsyncIterator[House]:
    await migrate(owner.url())
    async with PostgresStore.open(owner.url(), vault(), connections=4) as store, serving.opened(store) as made:
        yield made


async def test_the_edge_outlives_its_database(owner: Embedded, house: House) -> None:
    """While PostgreSQL is stopped deliveries are answered 503; sent again they are stored once, and none was lost."""
    assert (await house.tin("before"))[0] == 202
    assert (await house.get("/readyz"))[0] == 200
    owner.stop()
    assert await house.tin("during") == (503, "the store is away, deliver again later\n")
    # An account that nobody remembers has to be looked up: the same answer.
    assert (await house.tin("stray", "T-9"))[0] == 503
    status, why = await house.get("/readyz")
    assert (status, why.startswith("the database cannot be reached: ")) == (503, True)
    assert (await house.get("/healthz"))[0] == 200
    owner.start()
    for event in ("before", "during", "after"):
        assert (await house.tin(event))[0] == 202
    assert (await house.get("/readyz"))[0] == 200
    assert [said.event for _, said, _ in await house.kept()] == ["before", "during", "after"]
