"""The documents that are measured: the same from the same seed, as large as asked, and of the shape they stand for."""

from collections.abc import Iterator
from typing import Any

import pytest

from tournant.bench.case import Case
from tournant.bench.deep import document as deep
from tournant.bench.flat import document as flat
from tournant.bench.mapping import CASES
from tournant.bench.tagged import document as tagged

SIZE = 1500
SEED = 3
SLACK = 60
"""The last thing that is added may bring so many elements."""
names = pytest.mark.parametrize("name", CASES)


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return {name: made(SIZE, SEED) for name, made in CASES.items()}


@names
def test_the_same_seed_makes_the_same_document(cases: dict[str, Case], name: str) -> None:
    """Two runs measure the same bytes; another seed makes others."""
    again, other = CASES[name](SIZE, SEED), CASES[name](SIZE, SEED + 1)
    assert (again.buf, again.broken) == (cases[name].buf, cases[name].broken)
    assert other.buf != again.buf


@names
def test_the_size_is_the_one_that_was_asked_for(cases: dict[str, Case], name: str) -> None:
    """A document has at least so many elements, and hardly more."""
    assert SIZE <= cases[name].elements < SIZE + SLACK


@pytest.mark.parametrize("name", ["flat", "tagged"])
def test_an_element_is_a_row(cases: dict[str, Case], name: str) -> None:
    """Where nothing is repeated, the mapping makes as many rows as the generator says."""
    rows = cases[name].lens.decode(cases[name].buf).rows
    assert sum(map(len, rows.values())) == cases[name].elements


def _objects(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)


def test_the_deep_tree_counts_every_copy() -> None:
    """Each object with a key counts as often as it stands in the tree."""
    made, count = deep.document(SIZE, SEED)
    assert sum("merchant_supplied_id" in found for found in _objects(made["menu"])) == count


def test_the_deep_tree_is_deep_and_repeats_itself(cases: dict[str, Case]) -> None:
    """Groups stand within options down to the third level, and the same group stands under many items."""
    case = cases["deep"]
    rows = case.lens.decode(case.buf).rows
    below = {row.parent: row.target for row in rows["GroupInOption"]}
    inside = {option.id: option.parent for option in rows["Option"]}
    assert any(inside[option] in below.values() for option in below), "no group within an option of an inner group"
    assert len(rows["ItemGroup"]) > 3 * len({row.target for row in rows["ItemGroup"]})
    assert sum(map(len, rows.values())) < case.elements / 2


def test_the_flat_menu_has_four_lists() -> None:
    """Menus, categories, items and groups name each other by ids that exist; some prices hold in one place only."""
    made, _ = flat.document(SIZE, SEED)
    items = {item["id"] for item in made["items"]}
    assert {one["id"] for group in made["modifier_groups"] for one in group["modifier_options"]} <= items
    assert {one["id"] for category in made["categories"] for one in category["entities"]} <= items
    contexts = {o["context_type"] for item in made["items"] for o in item["price_info"]["overrides"]}
    assert contexts == {"MENU", "MODIFIER_GROUP"}


def test_the_catalog_is_tagged() -> None:
    """One list holds objects of five types; sizes and choices stand inside theirs."""
    made, _ = tagged.document(SIZE, SEED)
    assert {found["type"] for found in made["objects"]} == {"ITEM", "MODIFIER_LIST", "CATEGORY", "TAX", "IMAGE"}
    every = {found.get("type") for found in _objects(made["objects"])}
    assert {"ITEM_VARIATION", "MODIFIER"} <= every


@names
def test_every_document_has_members_that_nobody_maps(cases: dict[str, Case], name: str) -> None:
    """Unknown members are carried along, so that what that costs is measured too."""
    assert b'"x_partner_beta"' in cases[name].buf
