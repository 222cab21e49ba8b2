"""`tournant demo` as a user runs it: an honest run is right, and each lie is found by the judge."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.store.conftest import folder

__all__ = ["folder"]

PATIENCE_S = 400
KEYS = {
    "links",
    "links_in_agreement",
    "edits",
    "faults",
    "orders_sent",
    "orders_injected",
    "orders_denied_in_time",
    "orders_cancelled_by_customer",
    "orders_with_a_person",
    "orders_lost",
    "orders_doubled",
    "orders_late",
    "calls",
    "limit_violations",
    "time_to_visible_s",
}


def demo(folder: Path, *arguments: str) -> tuple[int, Mapping[str, Any], str]:
    """Run a demo that ends by itself; its exit code, its report, and what it said."""
    report = folder / "report.json"
    ran = subprocess.run(  # noqa: S603 - our own words
        [
            sys.executable,
            "-m",
            "tournant.cli.main",
            "demo",
            "--exit",
            "--port",
            "0",
            "--report",
            str(report),
            *arguments,
        ],
        env={**os.environ, "TOURNANT_STATE_DIR": str(folder / "state")},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    found: Mapping[str, Any] = json.loads(report.read_text()) if report.exists() else {}
    return ran.returncode, found, ran.stderr


def test_an_honest_day_is_right(folder: Path) -> None:
    """Of a small day without faults the judge has nothing to say."""
    code, report, said = demo(folder, "--locations", "3", "--rush-s", "240", "--no-faults", "--seed", "7")
    assert code == 0, said
    assert report.keys() >= KEYS
    assert report["links_in_agreement"] == report["links"] >= 3
    assert report["orders_injected"] > report["orders_sent"] / 2


def test_a_bad_day_loses_no_order(folder: Path) -> None:
    """Lost webhooks, failing partners and killed processes: no order is lost or doubled, and no limit exceeded.

    How late orders are, and which of two edits stands, hangs on how busy the machine is that runs the tests; that a day
    with faults is right as a whole is what `make demo` shows.
    """
    _, report, said = demo(folder, "--locations", "3", "--rush-s", "480", "--seed", "7")
    assert report["faults"] > 0, said
    assert report["limit_violations"] == report["orders_lost"] == report["orders_doubled"] == 0, said
    assert report["fields_erased"] == report["books_lost"] == 0, said
    parts = ("injected", "denied_in_time", "cancelled_by_customer", "with_a_person", "lost")
    assert sum(report[f"orders_{one}"] for one in parts) == report["orders_sent"] > 30


@pytest.mark.parametrize(
    ("lie", "found"),
    [("lost_update", "edits_lost"), ("doubled_order", "orders_doubled"), ("erased_field", "fields_erased")],
)
def test_each_lie_is_found(folder: Path, lie: str, found: str) -> None:
    """A day in which one lie is told ends with 1, and the report says where."""
    small = ("--locations", "2", "--rush-s", "240", "--no-faults", "--seed", "2")
    code, report, said = demo(folder, *small, "--sabotage", lie)
    assert code == 1, said
    assert report[found] > 0
