"""A channel that has a menu already: what is ours there is proposed, said by a person, and then changed in place."""

import json
from typing import Any

import pytest
from tests.sync.merchant import LINK, POS, TENANT, Json, Merchant, catalog, item, names

from tournant.canon import GroupModifier, Item, Modifier, ModifierGroup, Variation
from tournant.control.matching import proposed
from tournant.control.previewing import preview
from tournant.facts.sync import CommandDone, CommandRefused
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET
from tournant.sync.decide.match import Known, proposals

pytestmark = pytest.mark.anyio
Rows = dict[str, list[Any]]
SOUP, CAKE, TEA = item(1, "Soup", 650), item(2, "Cake", 400), item(3, "Tea", 300)


def dish(id_: str, name: str, cents: int, **more: object) -> Json:
    """An item as a channel has it, of somebody else's making."""
    return {
        "id": id_,
        "title": {"translations": {"en": name}},
        "price_info": {"price": cents},
        "tax_info": {},
        "of_no_column": {"by": "the incumbent"},
        **more,
    }


def menu(*dishes: Json) -> bytes:
    """The menu of an incumbent."""
    entities = [{"type": "ITEM", "id": one["id"]} for one in dishes]
    category = {"id": "all", "title": {"translations": {"en": "All"}}, "entities": entities}
    hours = [
        {"day_of_week": day, "time_periods": [{"start_time": "00:00", "end_time": "23:59"}]}
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    ]
    whole = {
        "id": "m",
        "title": {"translations": {"en": "Menu"}},
        "service_availability": hours,
        "category_ids": ["all"],
    }
    return json.dumps(
        {"menus": [whole], "categories": [category], "items": list(dishes), "modifier_groups": []}
    ).encode()


INCUMBENT = menu(dish("x1", "Soup", 700), dish("x2", "Kake", 400, external_data="I2"), dish("x9", "Special", 999))


@pytest.fixture
async def merchant() -> Merchant:
    found = await Merchant.open()
    await found.looked(POS, catalog(SOUP, CAKE, TEA))
    await found.looked(LINK, INCUMBENT)
    return found


async def pairs(merchant: Merchant) -> dict[str, tuple[str, str]]:
    """What is proposed, by the partner's id: our id, and why."""
    return {one.external_id: (one.id, one.by) for one in await proposed(merchant.store, TENANT, LINK)}


async def live(merchant: Merchant) -> Json:
    """The link goes live; gives what is written first."""
    found = await preview(merchant.store, TENANT, LINK)
    assert isinstance(await merchant.command("live", LINK, preview=found.fingerprint), CommandDone)
    (claim,) = await merchant.claimed()
    return await merchant.document(claim)


async def test_what_has_our_number_or_name_is_proposed(merchant: Merchant) -> None:
    """The number that was left there tells more than the name; what only they have is proposed to nobody."""
    found = {external: by for external, (_, by) in (await pairs(merchant)).items()}
    assert found == {"m": "name", "x1": "name", "x2": "external_ref"}
    assert (await preview(merchant.store, TENANT, LINK)).undecided == 3


async def test_a_matched_item_is_changed_in_place(merchant: Merchant) -> None:
    """After matching, the first write keeps the incumbent's ids and what we do not know, and adds only what is new."""
    assert isinstance(await merchant.command("match", LINK, all="names"), CommandDone)
    assert await pairs(merchant) == {}
    written = await live(merchant)
    by_id = {one["id"]: one for one in written["items"]}
    assert names(written) == {"Soup": 650, "Cake": 400, "Tea": 300, "Special": 999}
    assert by_id["x1"]["title"]["translations"] == {"en": "Soup"}
    assert by_id["x1"]["price_info"]["price"] == 650
    assert by_id["x2"]["title"]["translations"] == {"en": "Cake"}
    assert all(by_id[one]["of_no_column"] == {"by": "the incumbent"} for one in ("x1", "x2", "x9"))
    assert len(by_id) == 4


@pytest.mark.parametrize("title", ["Menu", "All day"])
async def test_the_only_menu_is_the_only_menu(merchant: Merchant, title: str) -> None:
    """Guests see each dish once: all that the till sells stands in the menu that was there, which keeps its name."""
    await merchant.looked(LINK, INCUMBENT.replace(b'"en": "Menu"', f'"en": "{title}"'.encode()))
    assert (await pairs(merchant))["m"] == ("menu~all", "name" if title == "Menu" else "the only menu")
    await merchant.command("match", LINK, all="names")
    written = await live(merchant)
    (whole,) = written["menus"]
    assert (whole["id"], whole["title"]["translations"]) == ("m", {"en": title})
    of_ours = {one["id"] for one in written["categories"]} - {"all"}
    assert of_ours < set(whole["category_ids"])
    assert "all" in whole["category_ids"]


async def test_a_renamed_menu_keeps_its_name(merchant: Merchant) -> None:
    """What a menu is called that is there because Uber Eats needs one is its people's: no later write puts it back."""
    await merchant.command("match", LINK, all="names")
    found = await preview(merchant.store, TENANT, LINK)
    await merchant.command("live", LINK, preview=found.fingerprint)
    (claim,) = await merchant.claimed()
    shown = (await merchant.done(claim)).replace(b'"Menu"', b'"All day"')
    await merchant.looked(LINK, shown)
    assert await merchant.claimed() == []
    await merchant.looked(POS, catalog(SOUP, CAKE, item(3, "Tea", 350)))
    (claim,) = await merchant.claimed()
    written = await merchant.document(claim)
    assert [one["title"]["translations"] for one in written["menus"]] == [{"en": "All day"}]
    assert names(written)["Tea"] == 350


async def test_several_menus_are_not_taken_for_the_only_one(merchant: Merchant) -> None:
    """Of two menus neither is proposed to be the one that holds everything, unless it is called so."""
    both = json.loads(INCUMBENT)
    both["menus"] = [{**both["menus"][0], "id": id_, "title": {"translations": {"en": id_}}} for id_ in ("Noon", "Eve")]
    await merchant.looked(LINK, json.dumps(both).encode())
    assert set(await pairs(merchant)) == {"x1", "x2"}


async def test_without_matching_ours_are_added(merchant: Merchant) -> None:
    """Nothing is matched by itself: going live undecided puts ours beside theirs."""
    written = await live(merchant)
    assert len(written["items"]) == 6


async def test_an_edit_of_a_matched_item_comes_home(merchant: Merchant) -> None:
    """What people change on an item of theirs that is ours now goes to the point of sale."""
    await merchant.command("match", LINK, all="names")
    for link in ("lnk_square", LINK):
        found = await preview(merchant.store, TENANT, link)
        await merchant.command("live", link, preview=found.fingerprint)
    (claim,) = await merchant.claimed()
    shown = await merchant.done(claim)
    await merchant.looked(POS, catalog(SOUP, CAKE, TEA))
    await merchant.looked(LINK, shown.replace(b"650", b"675"))
    (claim,) = await merchant.claimed()
    assert await merchant.text(claim) == catalog(SOUP, CAKE, TEA).replace(b"650", b"675")


async def test_all_takes_numbers_only(merchant: Merchant) -> None:
    """`all=yes` takes what has a number in common; what is only called the same is left to be read."""
    said = await merchant.command("match", LINK, all="yes")
    assert isinstance(said, CommandDone)
    assert said.said == "1 matched, 2 proposals left"
    assert set(await pairs(merchant)) == {"m", "x1"}


async def test_a_refused_proposal_is_not_made_again(merchant: Merchant) -> None:
    """What a person says is not the same is not proposed any more, and not matched by `all`."""
    soup = (await pairs(merchant))["x1"][0]
    assert isinstance(await merchant.command("unmatch", LINK, **{soup: "x1"}), CommandDone)
    assert set(await pairs(merchant)) == {"m", "x2"}
    await merchant.command("match", LINK, all="names")
    written = await live(merchant)
    assert len(written["items"]) == 5
    assert any(one["id"] == "x1" and one["price_info"]["price"] == 700 for one in written["items"])


async def test_a_pair_that_nobody_proposed_can_be_said(merchant: Merchant) -> None:
    """Any two that exist can be matched; what does not exist, or is somebody else already, cannot."""
    soup, cake = (await pairs(merchant))["x1"][0], (await pairs(merchant))["x2"][0]
    assert isinstance(await merchant.command("match", LINK, **{soup: "x9"}), CommandDone)
    wrong = {
        f"{soup}1": ("x1", f"{soup}1 is nothing of this merchant's catalog"),
        cake: ("x8", "x8 is not on Uber Eats"),
    }
    for ours, (theirs, why) in wrong.items():
        said = await merchant.command("match", LINK, **{ours: theirs})
        assert isinstance(said, CommandRefused)
        assert said.why == why
    said = await merchant.command("match", LINK, **{cake: "x9"})
    assert isinstance(said, CommandRefused)
    assert said.why == f"x9 is {soup} already"


async def test_what_was_written_cannot_be_taken_apart(merchant: Merchant) -> None:
    """Once ours was written as theirs, a second thing of ours would be in one record with it."""
    soup = (await pairs(merchant))["x1"][0]
    await merchant.command("match", LINK, all="names")
    await live(merchant)
    said = await merchant.command("unmatch", LINK, **{soup: "x1"})
    assert isinstance(said, CommandRefused)
    assert said.why == f"{soup} was written as x1 already, so it cannot be taken apart any more"


async def test_a_match_is_written_down(merchant: Merchant) -> None:
    """Who said it stands in the log, with the settings that it came to."""
    await merchant.command("match", LINK, all="names")
    (act,) = await merchant.facts("person_acted")
    assert (act.do, act.target, act.by, act.args) == ("match", LINK, "ann", {"all": "names"})
    (fact,) = await merchant.facts("link_set")
    assert set(json.loads(bytes(fact.settings))["ext"].values()) >= {"x1", "x2"}


async def test_sizes_of_an_incumbent_are_changed_in_place(merchant: Merchant) -> None:
    """A group of an item that offers what its sizes are called is its sizes: guests are not asked twice."""
    sized = item(4, "Coffee", 300)
    large = json.loads(json.dumps(sized["item_data"]["variations"][0]))
    sized["item_data"]["variations"].append({**large, "id": "V4L"})
    for size, (name, cents) in zip(sized["item_data"]["variations"], (("Small", 300), ("Large", 400)), strict=True):
        size["item_variation_data"] |= {"name": name, "price_money": {"amount": cents, "currency": "USD"}}
    whole = json.loads(menu(dish("c", "Coffee", 300, modifier_group_ids={"ids": ["how-big"]})))
    whole["items"] += [dish("s", "Small", 0), dish("l", "LARGE", 75)]
    options = [{"type": "ITEM", "id": one} for one in ("s", "l")]
    one = {"quantity": {"min_permitted": 1, "max_permitted": 1}}
    title = {"translations": {"en": "How big?"}}
    whole["modifier_groups"] = [{"id": "how-big", "title": title, "quantity_info": one, "modifier_options": options}]
    await merchant.looked(POS, catalog(sized))
    await merchant.looked(LINK, json.dumps(whole).encode())
    found = {external: by for external, (_, by) in (await pairs(merchant)).items()}
    by_size = {"how-big": "item and its sizes", "s": "item and size", "l": "item and size"}
    assert found == {"m": "name", "c": "name and price", **by_size}
    await merchant.command("match", LINK, all="names")
    written = await live(merchant)
    assert names(written) == {"Coffee": 300, "Small": 0, "Large": 100}
    assert [one["id"] for one in written["items"]] == ["c", "s", "l"]
    assert [(one["id"], one["title"]) for one in written["modifier_groups"]] == [("how-big", title)]


# ---------------------------------------------------------------------- the comparison itself


def test_sizes_and_choices_are_known_by_what_they_are_in() -> None:
    """Two things called alike are told apart by the item, or the group, in which they stand."""
    ours: Rows = {
        "Item": [Item(name, None, UNSET, 0, name=name) for name in ("Tea", "Milk")],
        "Variation": [
            Variation(f"{of}-{size}", None, of, 0, name=size) for of in ("Tea", "Milk") for size in ("Small", "Large")
        ],
        "ModifierGroup": [ModifierGroup("g", None, UNSET, 0, name="Sugar")],
        "Modifier": [Modifier("one", None, UNSET, 0, name="One")],
        "GroupModifier": [GroupModifier("one", "g", 0)],
    }
    theirs: Rows = {
        "Item": [Item("a", "t-1", UNSET, 0, name="tea ")],
        "Variation": [Variation("b", "t-2", "a", 0, name="LARGE")],
        "ModifierGroup": [ModifierGroup("c", "t-3", UNSET, 0, name="Sugar")],
        "Modifier": [Modifier("d", "t-4", UNSET, 0, name="One"), Modifier("e", "t-5", UNSET, 0, name="One")],
        "GroupModifier": [GroupModifier("d", "c", 0)],
    }
    found = {one.external_id: (one.id, one.by) for one in proposals(ours, theirs, Known())}
    assert found == {
        "t-1": ("Tea", "name"),
        "t-2": ("Tea-Large", "item and size"),
        "t-3": ("g", "name"),
        "t-4": ("one", "group and choice"),
    }


def test_two_that_are_alike_are_not_proposed() -> None:
    """What could mean several is nobody's; with the price it may be told apart."""
    ours: Rows = {
        "Item": [Item(id_, None, UNSET, 0, name="Soup") for id_ in ("i1", "i2")],
        "Variation": [
            Variation(f"v{cents}", None, of, 0, price=Money(cents, "USD")) for of, cents in (("i1", 1), ("i2", 2))
        ],
    }
    theirs: Rows = {"Item": [Item("a", "t-1", UNSET, 0, name="Soup", price=Money(2, "USD"))]}
    assert [(one.id, one.by) for one in proposals(ours, theirs, Known())] == [("i2", "name and price")]
    assert proposals(ours, {"Item": [Item("a", "t-1", UNSET, 0, name="Soup")]}, Known()) == []


def test_what_is_known_or_refused_is_proposed_no_more() -> None:
    """Nor is anything else proposed to it."""
    ours: Rows = {"Item": [Item("i1", None, UNSET, 0, name="Soup"), Item("i2", None, UNSET, 0, name="Cake")]}
    theirs: Rows = {"Item": [Item("a", "t-1", UNSET, 0, name="Soup"), Item("b", "t-2", UNSET, 0, name="Cake")]}
    assert proposals(ours, theirs, Known({"i1": "t-2"})) == []
    assert [one.id for one in proposals(ours, theirs, Known(refused={("i1", "t-1")}))] == ["i2"]
