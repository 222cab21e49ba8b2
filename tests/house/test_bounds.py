"""Bounds have one home, where they are named, documented and found: `tournant.kernel.bounds`."""

import ast
from collections.abc import Collection, Iterator

from tests.house import tree

HOME = "src/tournant/kernel/bounds.py"

# "path: NAME" -> why this bound lives beside its code. An entry that is no longer needed is a finding.
ELSEWHERE: dict[str, str] = {}


def assigned(text: str) -> Iterator[tuple[int, str]]:
    """The names that a module assigns at its top level, with their lines."""
    for node in tree.parsed(text).body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        yield from ((target.lineno, target.id) for target in targets if isinstance(target, ast.Name))


def homeless(sources: tree.Sources, allowed: Collection[str]) -> list[str]:
    """Bounds (`..._MAX`) that are defined outside their home, and entries that nobody needs."""
    there = {
        f"{path}: {name}": line
        for path, text in sources.items()
        for line, name in assigned(text)
        if path != HOME and name.endswith("_MAX")
    }
    found = [f"{bound} (line {line}) belongs into {HOME}" for bound, line in there.items() if bound not in allowed]
    return found + [f"{entry}: has an entry but is not there" for entry in allowed if entry not in there]


def idle(sources: tree.Sources) -> list[str]:
    """Bounds that nobody uses: a limit that limits nothing is a false promise."""
    used = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for path, text in sources.items()
        for node in ast.walk(tree.parsed(text))
        if isinstance(node, ast.Attribute) or (isinstance(node, ast.Name) and path == HOME)
        if isinstance(node.ctx, ast.Load)
    }
    return [
        f"{HOME}:{line}: nobody uses {name}" for line, name in assigned(sources[HOME]) if name not in used | {"Final"}
    ]


def test_bounds_live_at_home() -> None:
    """Every bound of the package is in the kernel's bounds, or the list says why not."""
    assert homeless(tree.python("src/"), ELSEWHERE) == []


def test_every_bound_limits_something() -> None:
    """Every bound of the kernel is used."""
    assert idle(tree.python("src/")) == []


SAMPLE = {
    HOME: "A_MAX: Final = 3\nB_MAX: Final = A_MAX * 2\nC_MAX: Final = 4\n",
    "src/tournant/a.py": "from tournant.kernel import bounds\nLEVELS_MAX = 4\nNAME = bounds.B_MAX\n",
}


def test_a_bound_elsewhere_is_found() -> None:
    """A bound beside its code is a finding unless the list has it; an entry without a bound is one too."""
    assert homeless(SAMPLE, []) == [f"src/tournant/a.py: LEVELS_MAX (line 2) belongs into {HOME}"]
    assert homeless(SAMPLE, ["src/tournant/a.py: LEVELS_MAX"]) == []
    assert len(homeless(SAMPLE, ["src/tournant/a.py: LEVELS_MAX", "src/tournant/a.py: GONE_MAX"])) == 1


def test_an_idle_bound_is_found() -> None:
    """A bound that no code reads is a finding; one that another bound is made from is used."""
    assert idle(SAMPLE) == [f"{HOME}:3: nobody uses C_MAX"]
