"""The reference of the simulated partners is complete: every fault, every limit, every control operation."""

import re

from tests.docs.test_reference import rows, section
from tests.house import tree
from tests.sandbox.memory import World

from tournant.sandbox.faults import FAULTS
from tournant.sandbox.partners.square import limits as square
from tournant.sandbox.partners.uber_eats import limits as uber

PAGE = tree.read("docs/reference/sandbox.md")


def test_every_fault_is_documented() -> None:
    """The page says of each fault what the program says."""
    assert {name: said for name, said, *_ in rows(section(PAGE, "Faults"))} == FAULTS


def test_every_control_is_documented(world: World) -> None:
    """Each operation below /_sandbox/ is on the page, and no other."""
    documented = set()
    for cell in re.findall(r"^\| ((?:`[A-Z]+`, )?`[A-Z]+ /_sandbox/[^`]*`)", PAGE, re.MULTILINE):
        methods, path = re.findall(r"[A-Z]{3,}", cell), re.search(r"/_sandbox/[^`?]*", cell)
        assert path
        documented |= {(method, path[0]) for method in methods}
    existing = {
        (method, re.sub(r"\{\w+\}", "{id}", path)) for app in (world.square, world.uber) for method, path in app.actions
    }
    assert documented == existing


def test_every_limit_says_where_it_comes_from() -> None:
    """A limit is published somewhere, or says that it is assumed and why; the page has its number."""
    for one in (square.APPLICATION, uber.APPLICATION, uber.TOKENS):
        assert re.match(r"assumed: .{40}|[a-z-]+: ", one.source)
        assert f"{one.calls} a{'n hour' if one.window_s > 60 else ' second'}" in PAGE
