"""The catalog, the locations and tokens, asked of the simulated Square."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.adapters.driver import answered
from tests.adapters.square.catalogs import lens
from tests.adapters.square.driving import body, misspelled, opened, written
from tests.sandbox.memory import BEGUN, World
from tests.sandbox.square_world import item, modifiers

from tournant.adapters.square.client import asking, catalog, oauth
from tournant.kernel import bounds
from tournant.kernel.money import Money
from tournant.sdk import Request, Task, errors

CATEGORY = {"type": "CATEGORY", "id": "#c", "category_data": {"name": "Drinks"}}


def names(document: bytes) -> list[str]:
    return [one["item_data"]["name"] for one in json.loads(document)["objects"] if one["type"] == "ITEM"]


def catalog_of(*objects: dict[str, Any]) -> bytes:
    return json.dumps({"objects": objects}).encode()


async def test_a_catalog_is_read_whole(world: World) -> None:
    """All pages in one document, every object in the bytes in which Square sent it, images among them."""
    seller, driver = await opened(world)
    await seller.upsert(*(item(number, f"Dish {number:03}") for number in range(250)), modifiers())
    await seller.upsert({"type": "IMAGE", "id": "#p", "image_data": {"name": "Latte"}})
    read = await driver.run("menu.read")
    assert driver.operations() == ["catalog.list"] * 3
    assert sorted(names(read)) == [f"Dish {number:03}" for number in range(250)]
    assert {one["type"] for one in json.loads(read)["objects"]} == {"ITEM", "MODIFIER_LIST", "IMAGE"}
    first = await seller.call("GET /v2/catalog/list?types=ITEM")
    assert first.body.removeprefix(b'{"objects":[').split(b'],"cursor"')[0] in read


async def test_a_catalog_may_change_while_it_is_read(world: World) -> None:
    """What stays is there exactly once, however others come and go between two pages."""
    seller, driver = await opened(world)
    made = await seller.upsert(*(item(number, f"Dish {number:03}") for number in range(150)))

    async def edit(_: Request) -> None:
        if len(driver.sent) == 1:
            await seller.staff(f"DELETE /objects/{made['#i3']['id']}")
            path = ["item_data", "name"]
            await seller.staff(f"POST /objects/{made['#i120']['id']}", {"path": path, "value": "Renamed"})
            await seller.staff("POST /catalog", {"objects": [item(900, "New")]})

    driver.meanwhile = edit
    found = names(await driver.run("menu.read"))
    assert len(found) == len(set(found))
    assert {f"Dish {number:03}" for number in range(150)} - set(found) <= {"Dish 003", "Dish 120"}
    assert "Renamed" in found


def test_a_list_without_an_end_is_not_read() -> None:
    """Pages are bounded: a cursor that always leads on is the partner's fault."""
    task = Task("m", None, BEGUN)
    with pytest.raises(errors.PartnerBroke, match="no end"):
        answered(catalog.read(task), *[b'{"objects":[],"cursor":"c"}'] * bounds.PAGES_READ_MAX)


@pytest.mark.parametrize("answer", [b"", b"<html>", b'{"objects":{}}', b'{"objects":[{}]}', b"[" * 100_000])
def test_an_answer_of_another_form_is_not_taken(answer: bytes) -> None:
    """Neither as an empty catalog nor as a shorter one."""
    with pytest.raises(errors.PartnerBroke):
        answered(catalog.read(Task("m", None, BEGUN)), answer)


async def test_only_what_differs_is_written(world: World, reference: Path) -> None:
    """One price of one item, edited in rows: one object goes out, all others keep their versions."""
    seller, driver = await opened(world)
    await seller.upsert(item(1, "Latte", 450), item(2, "Tea", 300), modifiers())
    before = await driver.run("menu.read")
    decoded = lens().decode(before)
    [size] = [row for row in decoded.rows["Variation"] if row.price == Money(450, "USD")]
    rows = [replace(row, price=Money(475, "USD")) if row is size else row for row in decoded.rows["Variation"]]
    document = lens().encode({**decoded.rows, "Variation": rows}, decoded.source)
    said = json.loads(await driver.run("menu.write", document=document, before=before, key="k1"))
    assert names(json.dumps(said).encode()) == ["Latte"]
    assert misspelled(reference, driver.sent) == []
    assert body(driver.sent[-1])["idempotency_key"] == "k1"
    after = {one["id"]: one for one in json.loads(await driver.run("menu.read"))["objects"]}
    changed = [one for one in json.loads(before)["objects"] if after[one["id"]] != one]
    assert [one["item_data"]["name"] for one in changed] == ["Latte"]


async def test_new_objects_get_their_ids_and_old_ones_go(world: World, reference: Path) -> None:
    """The answer maps temporary ids; what is gone is deleted after what named it was written."""
    seller, driver = await opened(world)
    made = await seller.upsert(item(1, "Latte"), item(2, "Tea"))
    before = await driver.run("menu.read")
    kept = [one for one in json.loads(before)["objects"] if one["item_data"]["name"] == "Tea"]
    document = catalog_of(*kept, item(3, "Pie"), CATEGORY)
    said = json.loads(await driver.run("menu.write", document=document, before=before))
    assert {one["client_object_id"] for one in said["id_mappings"]} == {"#i3", "#v3", "#c"}
    assert driver.operations()[-2:] == ["catalog.upsert", "catalog.delete"]
    assert misspelled(reference, driver.sent) == []
    assert body(driver.sent[-1]) == {"object_ids": [made["#i1"]["id"]]}
    assert sorted(names(await driver.run("menu.read"))) == ["Pie", "Tea"]


async def test_a_large_menu_is_written_in_several_requests(world: World) -> None:
    """At most a thousand objects each, what is new before what names it, under its permanent id by then."""
    _, driver = await opened(world)
    dishes = [item(number, f"Dish {number}") for number in range(600)]
    for dish in dishes:
        dish["item_data"]["category_id"] = "#c"
    said = json.loads(await driver.run("menu.write", document=catalog_of(*dishes, CATEGORY), before=catalog_of()))
    first, second = (body(request) for request in driver.sent)
    assert [first["idempotency_key"], second["idempotency_key"]] == ["key", "key-2"]
    assert first["batches"][0]["objects"][0]["id"] == "#c"
    assert len(first["batches"][0]["objects"]) == 500  # with their sizes 999 objects
    ids = {one["client_object_id"]: one["object_id"] for one in said["id_mappings"]}
    assert len(ids) == 1 + 2 * 600
    assert second["batches"][0]["objects"][0]["item_data"]["category_id"] == ids["#c"]
    assert len(names(await driver.run("menu.read"))) == 600
    assert world.square.books.violations == []


async def test_many_objects_are_deleted(world: World) -> None:
    """Two hundred ids a request."""
    seller, driver = await opened(world)
    await seller.upsert(*(item(number, f"Dish {number}") for number in range(250)))
    before = await driver.run("menu.read")
    said = await driver.run("menu.write", document=catalog_of(), before=before)
    assert json.loads(said) == {"objects": [], "id_mappings": []}
    assert [len(body(request)["object_ids"]) for request in driver.sent[-2:]] == [200, 50]
    assert names(await driver.run("menu.read")) == []


def test_errors_in_a_good_answer_are_errors() -> None:
    """Of several batches Square may refuse some and say so in an answer of 200."""
    task = Task("m", None, BEGUN, "key", {}, catalog_of(CATEGORY), catalog_of())
    with pytest.raises(errors.Clash, match="VERSION_MISMATCH"):
        answered(catalog.write(task), b'{"objects":[],"errors":[{"code":"VERSION_MISMATCH"}]}')


def test_a_circle_of_new_objects_is_refused() -> None:
    """Where one request does not hold them, none of two can come first; nothing is sent."""
    circle = [
        {"type": "ITEM", "id": f"#{one}", "item_data": {"name": one, "category_id": f"#{other}"}}
        for one, other in ("ab", "ba")
    ]
    document = catalog_of(*circle, *(item(number, "Dish") for number in range(500)))
    task = Task("m", None, BEGUN, "key", {}, document, catalog_of())
    with pytest.raises(errors.Rejected, match="circle"):
        next(catalog.write(task))


async def test_a_write_may_be_repeated(world: World) -> None:
    """The same Task again, after its answer was lost: the same ids, and nothing is made twice."""
    seller, driver = await opened(world)
    world.square.faults.set({"answer_lost": 1}, seller.merchant)
    document = catalog_of(item(1, "Latte"))
    with pytest.raises(errors.Unanswered):
        await driver.run("menu.write", document=document, before=catalog_of())
    world.square.faults.set({"answer_lost": 0}, seller.merchant)
    said = json.loads(await driver.run("menu.write", document=document, before=catalog_of()))
    assert written(world, "catalog.upsert") == [one["id"] for one in said["objects"]]
    with pytest.raises(errors.Duplicate, match="IDEMPOTENCY_KEY_REUSED"):
        await driver.run("menu.write", document=catalog_of(item(2, "Tea")), before=catalog_of())


async def test_an_edit_in_between_is_not_overwritten(world: World) -> None:
    """The version is another one then: a clash, and what staff wrote stays."""
    seller, driver = await opened(world)
    made = await seller.upsert(item(1, "Latte"))
    before = await driver.run("menu.read")
    await seller.staff(f"POST /objects/{made['#i1']['id']}", {"path": ["item_data", "name"], "value": "Cortado"})
    with pytest.raises(errors.Clash, match="VERSION_MISMATCH"):
        await driver.run("menu.write", document=before.replace(b"Latte", b"Flat white"), before=before)
    assert names(await driver.run("menu.read")) == ["Cortado"]


async def test_what_is_the_same_is_not_written(world: World) -> None:
    """No request at all."""
    seller, driver = await opened(world)
    await seller.upsert(item(1, "Latte"))
    before = await driver.run("menu.read")
    await driver.run("menu.write", document=before, before=before)
    assert driver.operations() == ["catalog.list"]


async def test_failures_are_dispositions(world: World) -> None:
    """A dead partner, a throttled one, a broken one, and a token that is over."""
    seller, driver = await opened(world)
    for fault, kind in (
        ("dead_partner", errors.Unanswered),
        ("too_many_requests", errors.Throttled),
        ("server_error", errors.Transient),
        ("token_rotation", errors.NeedsReauth),
    ):
        world.square.faults.set({fault: 1}, seller.merchant)
        with pytest.raises(kind):
            await driver.run("menu.read")
        world.square.faults.set({fault: 0}, seller.merchant)


@pytest.mark.parametrize("document", [b"", b"[]", b'{"objects":[{}]}'])
def test_a_document_that_is_none_is_refused(document: bytes) -> None:
    """In one sentence, before anything is sent."""
    with pytest.raises(errors.Rejected, match="catalog"):
        next(catalog.write(Task("m", None, BEGUN, "key", {}, document, document)))


async def test_hours_are_written_where_they_differ(world: World, reference: Path) -> None:
    """One location, and nothing of it but its hours."""
    seller, driver = await opened(world)
    period = {"day_of_week": "MON", "start_local_time": "09:00:00", "end_local_time": "17:00:00"}
    await seller.staff(f"POST /locations/{seller.location}", {"business_hours": {"periods": [period]}})
    before = await driver.run("hours.read")
    assert await driver.run("places.read") == before
    await seller.staff(f"POST /locations/{seller.location}", {"name": "Renamed"})
    said = json.loads(await driver.run("hours.write", document=before.replace(b"17:00:00", b"18:30:00"), before=before))
    assert misspelled(reference, driver.sent) == []
    [place] = said["locations"]
    assert (place["name"], place["business_hours"]["periods"][0]["end_local_time"]) == ("Renamed", "18:30:00")
    gone = json.dumps({"locations": [{"id": seller.location}]}).encode()
    said = json.loads(await driver.run("hours.write", document=gone, before=before))
    assert said["locations"][0]["business_hours"] == {"periods": []}
    sent = len(driver.sent)
    await driver.run("hours.write", document=before, before=before)
    assert len(driver.sent) == sent


async def test_tokens_come_from_a_code_and_then_from_themselves(world: World, reference: Path) -> None:
    """Both work; each is to be replaced within a week, though it lives a month."""
    _, driver = await opened(world)
    got = await world.call(world.square, "POST /_sandbox/merchants", {"name": "Second"})
    app = {name: got.document[name] for name in ("client_id", "client_secret")}
    driver.access = ""
    first = await driver.drive(oauth.obtain(app, {"code": got.document["code"]}, world.time.now()))
    assert first.refresh is not None
    second = await driver.drive(oauth.obtain(app, {"refresh": first.refresh, "code": "used"}, world.time.now()))
    assert misspelled(reference, driver.sent) == []
    assert second.refresh == first.refresh
    assert timedelta(days=6) < second.ends - world.time.now() <= timedelta(days=7)
    for token in (first, second):
        driver.access = token.access
        assert len(json.loads(await driver.run("places.read"))["locations"]) == 1


async def test_an_authorisation_that_is_over_is_refused(world: World) -> None:
    """No further token would help; without any secret nothing is sent."""
    _, driver = await opened(world)
    app = {"client_id": world.square.oauth.client_id, "client_secret": world.square.oauth.client_secret}
    driver.access = ""
    with pytest.raises(errors.Rejected, match="UNAUTHORIZED"):
        await driver.drive(oauth.obtain(app, {"refresh": "none"}, world.time.now()))
    with pytest.raises(errors.Rejected, match="neither"):
        next(oauth.obtain(app, {}, BEGUN))


def test_a_short_token_ends_before_square_says() -> None:
    """By ten minutes, so that a clock that is wrong does not matter."""
    answer = b'{"access_token":"a","expires_at":"2026-11-25T17:00:00.123456789Z"}'
    token = answered(oauth.obtain({"client_id": "i", "client_secret": "s"}, {"refresh": "r"}, BEGUN), answer)
    assert (BEGUN + timedelta(days=1) - token.ends).total_seconds() == pytest.approx(600, abs=1)
    assert token.refresh == "r"


def test_every_request_says_its_version() -> None:
    """2025-08-20: what the mapping is for."""
    assert asking.ask("x", "GET /v2/x").headers == {"square-version": "2025-08-20"}
