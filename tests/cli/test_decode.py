"""`tournant decode`: rows on standard output, sentences on standard error, and the exit code."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.menus import SQUARE, UBER_EATS, text


def test_a_row_is_a_line(run: Run) -> None:
    """Every row is one JSON object on one line, with its kind first."""
    ran = run("decode", "square", stdin=text(SQUARE))
    assert (ran.code, ran.err) == (0, "")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert all(next(iter(line)) == "kind" for line in lines)
    large = next(line for line in lines if line.get("external_id") == "LARGE")
    assert (large["kind"], large["name"], large["price"]) == ("Variation", "Large", {"amount": 325, "currency": "USD"})
    tea = next(line for line in lines if line.get("external_id") == "TEA")
    assert large["parent"] == tea["id"]


def test_ids_are_the_same_in_every_run(run: Run) -> None:
    """Without a database, ids are derived from the partner, the kind and the partner's id."""
    assert run("decode", "square", stdin=text(SQUARE)).out == run("decode", "square", stdin=text(SQUARE)).out


def test_a_price_without_currency_is_a_decimal(run: Run) -> None:
    """Where nobody says the currency, there is no amount in minor units."""
    lines = [json.loads(line) for line in run("decode", "uber_eats", stdin=text(UBER_EATS)).out.splitlines()]
    tea = next(line for line in lines if line.get("external_id") == "tea")
    assert tea["price"] == {"decimal": "8.99", "currency": None}


def test_a_currency_makes_minor_units(run: Run) -> None:
    """Uber Eats counts hundredths for every currency; the yen has no smaller unit."""
    menu = {**UBER_EATS, "items": [{**UBER_EATS["items"][0], "price_info": {"price": 50000}}]}
    for currency, amount in (("USD", 50000), ("JPY", 500), ("KWD", 500000)):
        ran = run("decode", "uber_eats", "--currency", currency, stdin=text(menu))
        lines = [json.loads(line) for line in ran.out.splitlines()]
        assert {"amount": amount, "currency": currency} in [line.get("price") for line in lines]


def test_counts(run: Run) -> None:
    """Counts say how many rows of each kind there are, for a person or as JSON."""
    ran = run("decode", "square", "--format", "counts", "--json", stdin=text(SQUARE))
    found = json.loads(ran.out)
    assert found["rows"]["Variation"] == 2
    assert (found["document"], found["problems"]) == ("catalog", 0)
    assert b"2 Variation" in run("decode", "square", "--format", "counts", stdin=text(SQUARE)).out


def test_a_table_shows_prices_in_currency_units(run: Run) -> None:
    """A table is for reading: 3.25 USD, not 325."""
    assert "3.25 USD" in run("decode", "square", "--format", "table", stdin=text(SQUARE)).out.decode()


def test_what_is_wrong_is_said_and_left_out(run: Run, tmp_path: Path) -> None:
    """A wrong-shaped part has a line with its path; the rest is printed, and the count of problems comes last."""
    broken = json.loads(text(SQUARE))
    broken["objects"][1]["item_data"]["variations"][0]["item_variation_data"]["price_money"]["amount"] = "much"
    broken["objects"].append(broken["objects"][0])
    (file := tmp_path / "catalog.json").write_bytes(text(broken))
    ran = run("decode", "square", str(file))
    assert ran.code == 0
    assert b'"LARGE"' in ran.out
    assert b'"SMALL"' not in ran.out
    first, second, last = ran.err.splitlines()
    assert first.startswith("$.objects[1].item_data.variations[0].item_variation_data.price_money.amount: ")
    assert second.startswith("$.objects[3]: duplicate")
    assert last == "2 problems"


def test_strict_ends_with_2(run: Run) -> None:
    """With --strict, what is left out is a failure; without anything left out, it is not."""
    broken = {"objects": [5, *SQUARE["objects"]]}
    assert run("decode", "square", "--strict", stdin=text(broken)).code == 2
    assert run("decode", "square", "--strict", stdin=text(SQUARE)).code == 0
