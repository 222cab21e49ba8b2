"""The ledger of a demo on the console: what its judge says, that it adds up, and when it cannot be shown."""

import json
from pathlib import Path

import pytest
from tests.console.asking import asked, console_of
from tests.console.reading import number
from tests.console.town import Town

from tournant.console import Demo, from_file
from tournant.console.ledger import Ledger, ledger

REPORT = {
    "orders_sent": 128,
    "orders_injected": 119,
    "orders_denied_in_time": 3,
    "orders_cancelled_by_customer": 2,
    "orders_with_a_person": 1,
    "orders_lost": 0,
    "orders_doubled": 0,
    "orders_late": 0,
    "at": "2026-11-24T12:47:30.000Z",
}


@pytest.mark.parametrize("change", [{}, {"orders_lost": 2}, {"orders_sent": 125}, {"orders_injected": 0}])
def test_the_ledger_adds_up(change: dict[str, int]) -> None:
    """What became of orders is, together with those in hand, what customers sent."""
    found = ledger({**REPORT, **change})
    assert found is not None
    assert sum(count for _, count in found.lines) == found.sent
    assert found.wrong is None


def test_books_that_do_not_add_up_are_said() -> None:
    """More accounted for than were sent is no rounding: the page says so."""
    found = ledger({**REPORT, "orders_sent": 100})
    assert isinstance(found, Ledger)
    assert found.wrong == "100 were sent and 125 are accounted for"


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (None, []),
        ([], ["The rush is over; the judge has nothing to say against it."]),
        (
            ["2 orders were lost: 7", "1 edits were lost"],
            ["The judge says: 2 orders were lost: 7.", "The judge says: 1 edits were lost."],
        ),
    ],
)
async def test_what_the_judge_says_is_shown(town: Town, verdict: list[str] | None, said: list[str]) -> None:
    """While a run goes on only its counts are shown; when it is over, all that the judge says against it."""

    async def books() -> dict[str, object]:
        return {**REPORT, "verdict": verdict}

    panel = (await asked(console_of(town, Demo("w", books)), "/")).page.one("div", id="part-books")
    assert [one.text.strip() for one in panel.all("p")][:-1] == said


@pytest.mark.parametrize("report", [{}, {"orders_sent": "many"}, {"orders_sent": 3}])
def test_a_report_without_orders_has_no_ledger(report: dict[str, object]) -> None:
    """What counts no orders shows none."""
    assert ledger(report) is None


async def test_books_are_read_from_a_file(tmp_path: Path) -> None:
    """The report may come from a file; while it is not there, or half written, there is none."""
    file = tmp_path / "report.json"
    books = from_file(file)
    assert await books() is None
    file.write_text('{"orders_sent": 1')
    assert await books() is None
    file.write_text(json.dumps(REPORT))
    assert await books() == REPORT


async def test_a_demo_shows_its_books(town: Town) -> None:
    """The ledger of a demo is what its judge says, and the page says whose count it is."""

    async def books() -> dict[str, object]:
        return dict(REPORT)

    page = (await asked(console_of(town, Demo("simulated world, seed 41", books)), "/")).page
    panel = page.one("div", id="part-books")
    cells = [one for one in panel.all("td") if "data-sum" in one.attributes]
    parts_ = [one for one in panel.all("td") if "data-part-of" in one.attributes]
    assert sum(number(one.text) for one in parts_) == number(cells[0].text) == 128
    assert "at 12:47:30, not by Tournant" in panel.text
    assert "Demo: simulated world, seed 41" in page.text
