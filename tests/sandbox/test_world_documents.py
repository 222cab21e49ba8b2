"""What a made-up world says is what the partners' contracts allow: read by two that did not write it."""

from pathlib import Path

import pytest
from tests.sandbox.schema import wrong
from tests.sandbox.test_understood import understood
from tests.sandbox.worlds import Town, town


@pytest.fixture
async def there() -> Town:
    return await town(7, dishes_most=60)


async def test_every_catalog_and_location_keeps_to_squares_schema(reference: Path, there: Town) -> None:
    """Objects and locations of every seller are valid by Square's own specification."""
    for merchant in there.world.merchants:
        said = await there.doors("square", "GET", f"merchants/{merchant.account.merchant_id}")
        assert wrong(reference, "ListCatalogResponse", {"objects": said["objects"]}) == []
        assert wrong(reference, "ListLocationsResponse", {"locations": said["locations"]}) == []


async def test_every_catalog_is_understood(there: Town) -> None:
    """The adapter decodes every seller's objects and locations, with nothing left out."""
    for merchant in there.world.merchants:
        said = await there.doors("square", "GET", f"merchants/{merchant.account.merchant_id}")
        rows = understood("square", {"objects": said["objects"]}).rows
        assert len(rows["Item"]) == len(merchant.courses)
        assert len(rows["Variation"]) == sum(len(one.sizes) for one in merchant.courses)
        assert len(understood("square", {"locations": said["locations"]}).rows["Location"]) == len(merchant.locations)


async def test_every_incumbent_menu_is_understood(there: Town) -> None:
    """The adapter decodes every menu that staff made, with nothing left out."""
    for store in (one for one in there.world.stores if one.incumbent):
        menu = (await there.doors("uber_eats", "GET", f"stores/{store.store_id}"))["menu"]
        assert len(understood("uber_eats", menu).rows["Item"]) == len(menu["items"])


async def test_every_secret_opens_its_account(there: Town) -> None:
    """The tokens of a description are those of its account; stores of one merchant share nothing but the app."""
    for merchant in there.world.merchants:
        token = merchant.account.access_token
        head = {"authorization": f"Bearer {token}"}
        got = await there.partners.call(there.partners.square, "GET /v2/locations", None, head)
        assert {one["id"] for one in got.document["locations"]} == {one.location_id for one in merchant.locations}
        assert {one.merchant_id for one in merchant.stores} == {merchant.account.merchant_id}
