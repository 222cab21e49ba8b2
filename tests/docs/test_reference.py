"""The reference is complete: what exists is documented, and what is documented exists."""

import dataclasses
import re
import tomllib
from types import SimpleNamespace

import pytest
from tests.house import tree

from tournant import lens
from tournant.kernel import bounds

WORDS = (lens.Doc, lens.Each, lens.Again, lens.F, lens.Conv)


def section(text: str, title: str) -> str:
    """What stands below a heading of the second level."""
    hit = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return hit[1] if hit else ""


def rows(text: str) -> list[tuple[str, ...]]:
    """The cells of each row of a table whose first cell is a name in code style; the name stands bare."""
    lines = re.findall(r"^\| `([^`]+)` \|(.*)\|$", text, re.MULTILINE)
    return [(name, *(cell.strip() for cell in rest.split("|"))) for name, rest in lines]


def differences(what: str, existing: set[str], documented: set[str]) -> list[str]:
    """What only one of the two sides has."""
    missing = [f"{what}: {name} is not documented" for name in sorted(existing - documented)]
    return missing + [f"{what}: {name} is documented and does not exist" for name in sorted(documented - existing)]


def wrong_bounds(module: object, page: str) -> list[str]:
    """Bounds that the page does not list, lists with another value, or invents."""
    existing = {name: str(value) for name, value in vars(module).items() if name.isupper()}
    documented = {name: cells[0].replace(",", "") for name, *cells in rows(page)}
    found = differences("bounds", set(existing), set(documented))
    both = sorted(existing.keys() & documented.keys())
    return found + [f"bounds: {name} is {existing[name]}" for name in both if existing[name] != documented[name]]


@pytest.mark.parametrize("word", WORDS)
def test_the_vocabulary_is_documented(word: type) -> None:
    """Every argument of every word of a mapping is in the reference, and no other."""
    page = tree.read("docs/reference/mapping-vocabulary.md")
    arguments = {field.name for field in dataclasses.fields(word)}
    assert differences(word.__name__, arguments, {name for name, *_ in rows(section(page, word.__name__))}) == []


def test_rooms_are_documented() -> None:
    """Every room that the import contract knows is in the architecture, and no other."""
    contracts = tomllib.loads(tree.read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    rooms = {room.strip(" ()") for layer in layers for room in layer.split("|")}
    page = tree.read("docs/explanation/architecture.md")
    assert differences("rooms", rooms, {name for name, *_ in rows(section(page, "The rooms"))}) == []


def test_bounds_are_documented() -> None:
    """Every bound of the kernel is in the reference with its value."""
    assert wrong_bounds(bounds, tree.read("docs/reference/bounds.md")) == []


def test_a_wrong_bound_is_found() -> None:
    """A bound that is missing, has another value or does not exist is a finding."""
    module = SimpleNamespace(A=1_000, B=6, C=4)
    page = "| bound | value | what |\n|---|---|---|\n| `A` | 1,000 | a |\n| `B` | 7 | b |\n| `D` | 1 | d |\n"
    assert wrong_bounds(module, page) == [
        "bounds: C is not documented",
        "bounds: D is documented and does not exist",
        "bounds: B is 6",
    ]
