"""A day is lived through the partners' doors: only what is on sale is ordered, and what was done is noted as it was."""

from collections import Counter

from tests.sandbox.worlds import Town, town

from tournant.sandbox.times import parsed
from tournant.sandbox.world import Day, Pace


async def lived(seed: int = 1, pace: Pace | None = None) -> tuple[Town, Day]:
    there = await town(4, seed)
    day = there.day(pace or Pace())
    await day.run()
    return there, day


async def test_only_what_can_be_had_is_ordered() -> None:
    """Of all the orders of a day none is refused, unless the store was just paused."""
    for seed in (1, 2, 3):
        _, day = await lived(seed)
        refused = [one.about for one in day.truth.acts if one.what == "turned away"]
        assert all(why == "the store is offline: PAUSED_BY_RESTAURANT" for why in refused)
        assert len(day.truth.orders) > 80


async def test_orders_are_as_different_as_guests() -> None:
    """There are sizes, several of a dish, choices three levels deep, notes and names."""
    there, day = await lived()
    orders = [
        order
        for store in there.world.stores
        for order in (await there.doors("uber_eats", "GET", f"stores/{store.store_id}"))["orders"]
    ]
    assert len(orders) == len(day.truth.orders)
    items = [item for order in orders for item in order["cart"]["items"]]
    assert {item["quantity"] for item in items} >= {1, 2, 3}
    assert any(group["title"] == "Size" for item in items for group in item["selected_modifier_groups"] or ())
    assert any(order["cart"]["special_instructions"] for order in orders)
    assert len({order["eater"]["first_name"] for order in orders}) > 5
    assert max(levels(item) for item in items) == 3


def levels(item: dict[str, object]) -> int:
    groups = item["selected_modifier_groups"] or ()
    assert isinstance(groups, list | tuple)
    below = [levels(option) for group in groups for option in group["selected_items"]]
    return 1 + max(below) if below else 0


async def test_every_edit_is_in_the_books_at_its_time() -> None:
    """What the truth says that staff changed is what the partners say that staff changed, one for one."""
    there, day = await lived()
    found: Counter[tuple[str, str]] = Counter()
    for partner in ("square", "uber_eats"):
        for write in (await there.doors(partner, "GET", "writes"))["writes"]:
            kind = write["what"].split(".")[0]
            if write["by"] == "staff" and kind != "order" and day.truth.begun and parsed(write["at"]) > day.truth.begun:
                found[write["account"], write["at"]] += 1
    noted = Counter(
        (one.account, one.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")) for one in day.truth.edits
    )
    assert set(noted) == set(found)
    kinds = Counter(one.cells[0][0] for one in day.truth.edits)
    assert kinds.keys() >= {"price", "name", "on", "paused", "custom"}
    assert {one.partner for one in day.truth.edits} == {"square", "uber_eats"}


async def test_what_was_taken_away_for_a_while_is_back_at_the_end() -> None:
    """No dish stays sold out, no store paused, no fault on."""
    there, day = await lived(pace=Pace(edits_per_minute=20))
    last = {cell: edit.value for edit in day.truth.edits for cell in edit.cells}
    assert all(value is True for cell, value in last.items() if cell[0] == "on")
    assert all(value is False for cell, value in last.items() if cell[0] == "paused")
    for partner in ("square", "uber_eats"):
        state = await there.doors(partner, "GET", "faults")
        assert not any(state["rates"].values())
        assert not any(rate for rates in state["accounts"].values() for rate in rates.values())


async def test_values_come_again() -> None:
    """Somebody sets a price or a name to what it was before: A, B, A."""
    _, day = await lived(pace=Pace(edits_per_minute=20))
    values: dict[tuple[str, ...], list[object]] = {}
    for one in day.truth.edits:
        values.setdefault(one.cells[0], []).append(one.value)
    assert any(len(set(found)) < len(found) for cell, found in values.items() if cell[0] in {"price", "name"})


async def test_a_day_without_faults_has_none() -> None:
    """Faults can be left out."""
    _, day = await lived(pace=Pace(faults=False))
    assert not any(one.who == "weather" for one in day.truth.acts)


async def test_nobody_answers_where_there_is_no_platform() -> None:
    """An order that nobody answers expires; only the tablet, and guests who change their mind, end one before that."""
    there, day = await lived()
    await there.partners.time.pass_(700)
    history = (await there.doors("uber_eats", "GET", "state"))["orders"]
    ends = Counter(history[one.order_id][-1]["what"] for one in day.truth.orders)
    assert ends["expired"] > 70
    acts = Counter((one.who, one.what) for one in day.truth.acts)
    assert acts["guest", "cancel"] == ends["cancelled"] > 0
    assert acts["tablet", "deny"] == ends["denied"] > 0
