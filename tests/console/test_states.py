"""The six states: of each cell the first that applies, and their sum."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.console.town import Town, dishes
from tests.store.values import START

from tournant.control.fleet import STATES, Cell, Fleet, Look, Verdict, judged, parts
from tournant.control.fleet_story import Told
from tournant.kernel import bounds
from tournant.log import Store

LOOK = Look(("lnk_a", "menu"), START, agrees=True, differs=None)
CELL = Cell("lnk_a", "loc_a", "uber_eats", "Uber Eats", "channel", "acc_a", "ok", "live", "ok", (LOOK,))
NOW = START + timedelta(seconds=30)
SINCE = Told(START, "because")


def cell(**more: object) -> Cell:
    look = {name: more.pop(name) for name in list(more) if name in ("differs", "held", "refused", "asked", "seen")}
    agrees = not ({"differs", "refused"} & look.keys())
    return replace(CELL, looks=(replace(LOOK, agrees=agrees, **look),), **more)  # type: ignore[arg-type]  # of its fields


@pytest.mark.parametrize(
    ("given", "state", "word"),
    [
        (cell(), "seen", "agrees"),
        (cell(differs=SINCE), "way", "on its way"),
        (cell(differs=Told(START - timedelta(seconds=bounds.LATE_MENU_S))), "late", "late"),
        (cell(health="degraded"), "late", "no answer"),
        (cell(mode="observe", differs=SINCE), "you", "preview"),
        (cell(held=SINCE), "you", "held"),
        (cell(asked=(SINCE,)), "you", "asks you"),
        (cell(refused=SINCE), "bad", "refused"),
        (cell(account_state="needs_reauth"), "bad", "sign in"),
        (cell(account_state="ended"), "bad", "sign in"),
        (cell(account_state="active"), "seen", "agrees"),
        (cell(seen=None), "unknown", "not looked at yet"),
        (cell(seen=START - timedelta(hours=1)), "unknown", "not seen"),
    ],
)
def test_each_state_has_its_condition(given: Cell, state: str, word: str) -> None:
    """What is so decides the state, and the word says which of its reasons it is."""
    found = judged(given, NOW)
    assert (found.state, found.word) == (state, word)


def test_the_first_state_that_applies_wins() -> None:
    """A cell in which everything is wrong needs repair; mended step by step it goes through all states."""
    everything = cell(
        account_state="ended", held=SINCE, differs=SINCE, health="degraded", seen=START - timedelta(hours=1)
    )
    steps = [everything]
    steps.append(replace(steps[-1], account_state="ok"))
    steps.append(replace(steps[-1], looks=(replace(steps[-1].looks[0], held=None),)))
    steps.append(replace(steps[-1], health="ok", looks=(replace(steps[-1].looks[0], differs=Told(NOW)),)))
    steps.append(replace(steps[-1], looks=(replace(steps[-1].looks[0], seen=START),)))
    steps.append(cell())
    assert tuple(judged(one, NOW).state for one in steps) == STATES


def test_green_rests_on_a_look() -> None:
    """A cell that nobody has looked at is not green, whatever else is well."""
    assert judged(cell(seen=None), NOW).state != "seen"


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_counted_once(state: str) -> None:
    """Each verdict is in exactly one part of the sum."""
    verdict = Verdict(state, "held" if state == "you" else state)  # type: ignore[arg-type]  # one of the words
    assert sum(parts([verdict]).values()) == 1


async def test_the_parts_are_the_number_of_links(town: Town) -> None:
    """Whatever state they are in, all links are in the sum."""
    standings = await Fleet(town.store).read()
    cells = [one for standing in standings for one in standing.cells]
    for seconds in (0, 30, 300, 3_000, 300_000):
        verdicts = [judged(one, town.time.now() + timedelta(seconds=seconds)) for one in cells]
        assert sum(parts(verdicts).values()) == len(cells) == 26


async def test_both_stores_tell_the_same(store: Store) -> None:
    """What is read from PostgreSQL is what is read from memory."""
    made = []
    for one in (store, None):
        town = Town.new(one)
        house = await town.house("Pho Sixteen", "ballard", "tacoma", items=dishes(30))
        await house.live("ballard")
        await house.written()
        await house.shown(dishes(3))
        made.append(await Fleet(town.store).of(house.tenant))
    found = [[(cell.link, judged(cell, NOW)) for cell in sorted(one.cells, key=lambda cell: cell.link)] for one in made]
    assert found[0] == found[1]
    assert {verdict.word for _, verdict in found[0]} == {"held", "agrees", "preview"}
