"""Counts, read from and noted at the simulated Square."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.square.driving import body, misspelled, opened
from tests.sandbox.memory import BEGUN, World
from tests.sandbox.square_world import Client, item

from tournant.adapters.square.client import inventory
from tournant.sdk import Request, Task, errors


async def sizes(seller: Client, count: int) -> list[str]:
    dishes = [item(number, f"Dish {number}") for number in range(count)]
    for dish in dishes:
        dish["item_data"]["variations"][0]["item_variation_data"]["track_inventory"] = True
    found: list[str] = []
    for first in range(0, count, 1_000):
        made = await seller.upsert(*dishes[first : first + 1_000])
        found += [one["item_data"]["variations"][0]["id"] for one in made.values()]
    return found


def counted(world: World, location: str, *counts: tuple[str, str]) -> bytes:
    changes: list[dict[str, Any]] = [
        {
            "type": "PHYSICAL_COUNT",
            "physical_count": {
                "catalog_object_id": variation,
                "state": "IN_STOCK",
                "location_id": location,
                "quantity": quantity,
                "occurred_at": world.square.stamp(),
            },
        }
        for variation, quantity in counts
    ]
    return json.dumps({"idempotency_key": "from the mapping", "changes": changes}).encode()


def quantities(document: bytes) -> dict[str, str]:
    return {one["catalog_object_id"]: one["quantity"] for one in json.loads(document)["counts"]}


async def test_counts_are_noted_and_read(world: World, reference: Path) -> None:
    """Under the Task's own key; the answer is what is counted now."""
    seller, driver = await opened(world)
    one, two = await sizes(seller, 2)
    document = counted(world, seller.location, (one, "0"), (two, "7"))
    said = await driver.run("availability.write", document=document, key="k7")
    assert body(driver.sent[-1])["idempotency_key"] == "k7"
    assert quantities(said) == {one: "0", two: "7"}
    assert quantities(await driver.run("availability.read")) == {one: "0", two: "7"}
    assert misspelled(reference, driver.sent) == []
    assert await driver.run("availability.write", document=document, key="k7") == said


async def test_counts_are_read_where_it_is_asked(world: World) -> None:
    """At the locations that are named, else at the Task's store, else at all."""
    seller, driver = await opened(world)
    [one] = await sizes(seller, 1)
    await driver.run("availability.write", document=counted(world, seller.location, (one, "3")))
    assert quantities(await driver.run("availability.read", {"locations": f"{seller.location},L2"})) == {one: "3"}
    assert quantities(await driver.run("availability.read", {"locations": "L2,L3"})) == {}
    driver.store = "L2"
    assert quantities(await driver.run("availability.read")) == {}
    driver.store = None
    assert quantities(await driver.run("availability.read")) == {one: "3"}


async def test_many_counts_are_read_whole_while_they_change(world: World) -> None:
    """A count that moves to the front while the pages are read is asked for once more: none is missed."""
    seller, driver = await opened(world)
    every = await sizes(seller, 1_050)
    await driver.run(
        "availability.write", document=counted(world, seller.location, *((one, "5") for one in every)), key="w"
    )
    assert driver.operations() == ["inventory.change"] * 11
    assert [body(request)["idempotency_key"] for request in driver.sent[:2]] == ["w", "w-2"]
    asked = len(driver.sent)

    async def sell(_: Request) -> None:
        if len(driver.sent) == asked + 1:
            await seller.count(every[0], "1")

    driver.meanwhile = sell
    found = quantities(await driver.run("availability.read"))
    assert found == dict.fromkeys(every, "5") | {every[0]: "1"}
    assert driver.operations()[asked:] == ["inventory.counts"] * 3


async def test_counts_of_one_instant_are_read_once(world: World) -> None:
    """A further look that brings nothing new is the last, however many pages it has."""
    seller, driver = await opened(world)
    every = await sizes(seller, 1_050)
    for first in range(0, len(every), 100):
        await world.call(
            world.square,
            "POST /v2/inventory/changes/batch-create",
            json.loads(counted(world, seller.location, *((one, "5") for one in every[first : first + 100])))
            | {"idempotency_key": f"k{first}"},
            {"authorization": f"Bearer {seller.token}"},
        )
    assert len(quantities(await driver.run("availability.read"))) == 1_050
    assert driver.operations() == ["inventory.counts"] * 4


async def test_a_count_that_square_refuses(world: World) -> None:
    """The partner's own words, and nothing is noted of the same request."""
    seller, driver = await opened(world)
    [one] = await sizes(seller, 1)
    with pytest.raises(errors.Rejected, match="NOT_FOUND catalog_object_id"):
        await driver.run("availability.write", document=counted(world, seller.location, (one, "1"), ("none", "1")))
    assert quantities(await driver.run("availability.read")) == {}
    with pytest.raises(errors.Rejected, match="counts"):
        next(inventory.write(Task("m", None, BEGUN)))
