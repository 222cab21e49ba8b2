"""What is planned has its effect: done through the adapters' exchanges at the simulated partners, and read back."""

import pytest
from tests.sandbox import square_world
from tests.sandbox.memory import World
from tests.sync.merchant import LINK, POS, Json
from tests.sync.real import Real
from tests.sync.till import FAR

pytestmark = pytest.mark.anyio


@pytest.fixture
def world() -> World:
    return World()


async def test_sold_out_and_on_sale_again(world: World) -> None:
    """A guest's tablet shows it sold out, the till cannot ring it up; and on sale again, it is as it was."""
    real = await Real.open(world, square_world.item(1, "Soup", 650), square_world.item(2, "Cake", 400))
    menu = (await real.tablet("GET", ""))["menu"]
    (soup,) = [one["id"] for one in menu["items"] if "Soup" in one["title"]["translations"].values()]
    before = await real.staff("GET", "")
    await real.rest()
    await real.tablet("POST", f"/items/{soup}", {"suspension_info": {"suspension": {"suspend_until": FAR}}})
    await real.look(LINK, "menu")
    assert await real.settle() == [(POS, "menu"), (POS, "availability")]
    here = _overrides(await real.staff("GET", ""))
    assert here == {"Soup": [{"location_id": "L1", "track_inventory": True, "sold_out": True}], "Cake": []}
    await real.rest()
    await real.tablet("POST", f"/items/{soup}", {"suspension_info": {"suspension": {"suspend_until": None}}})
    await real.look(LINK, "menu")
    assert await real.settle() == [(POS, "menu")]
    assert _overrides(await real.staff("GET", "")) == _overrides(before) == {"Soup": [], "Cake": []}


def _overrides(seller: Json) -> Json:
    return {
        one["item_data"]["name"]: one["item_data"]["variations"][0]["item_variation_data"].get("location_overrides", [])
        for one in seller["objects"]
    }
