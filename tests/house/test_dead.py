"""Nothing is kept that nobody uses: every module is reached from an entry point, every function is named somewhere."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from tests.house import tree

# module -> why nothing of ours imports it. An entry that is no longer needed is a finding.
NOT_IMPORTED: dict[str, str] = {}

REFERENCE = re.compile(r"(tournant(?:\.\w+)*)(?::\w+)?")  # how entry points and lazy commands name a module


def module_of(path: str) -> str:
    """`src/tournant/lens/__init__.py` → `tournant.lens`."""
    return path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def entry_points(project: Mapping[str, Any]) -> list[str]:
    """The modules that pyproject.toml names: scripts, and every entry point group."""
    groups = [project.get("scripts", {}), *project.get("entry-points", {}).values()]
    return [reference.split(":")[0] for group in groups for reference in group.values()]


def imported(path: str, text: str, modules: Collection[str]) -> Iterator[str]:
    """The modules of ours that one source names: imports wherever they stand, and references in strings."""
    package = module_of(path) if path.endswith("__init__.py") else module_of(path).rpartition(".")[0]
    for node in ast.walk(tree.parsed(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - (node.level - 1)] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (name for alias in node.names if (name := f"{base}.{alias.name}") in modules)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            hit = REFERENCE.fullmatch(node.value)
            if hit and hit[1] in modules:
                yield hit[1]


def unreachable(sources: tree.Sources, roots: list[str], allowed: Mapping[str, str]) -> list[str]:
    """Modules that no entry point leads to, entry points that lead nowhere, and entries that nobody needs."""
    modules = {module_of(path): path for path in sources}
    found = [f"pyproject.toml: the entry point {root} is no module" for root in roots if root not in modules]
    reached = _closure(sources, modules, roots)
    found += [f"{allowed_}: has an entry but is reached" for allowed_ in allowed if allowed_ in reached]
    found += [f"{allowed_}: has an entry but is no module" for allowed_ in allowed if allowed_ not in modules]
    reached |= _closure(sources, modules, list(allowed))
    return found + [f"{modules[name]}: nothing leads to it" for name in sorted(modules.keys() - reached)]


def _closure(sources: tree.Sources, modules: Mapping[str, str], roots: list[str]) -> set[str]:
    reached: set[str] = set()
    waiting = [root for root in roots if root in modules]
    while waiting:
        name = waiting.pop()
        if name in modules and name not in reached:
            reached.add(name)
            waiting.append(name.rpartition(".")[0])  # importing a module runs the packages above it
            waiting += imported(modules[name], sources[modules[name]], modules)
    return reached


def unused_functions(sources: tree.Sources, others: tree.Sources, references: Collection[str]) -> list[str]:
    """Top-level functions of `sources` that are named nowhere: neither there, nor in `others`, nor by an entry point.

    A decorated function counts as used (a decorator registers it); being exported by a package does not.
    """
    named = Counter(name for path, text in {**sources, **others}.items() for name in _names(path, text))
    named.update(reference.rpartition(":")[2] for reference in references)
    return [
        f"{path}:{node.lineno}: nobody uses {node.name}"
        for path, text in sources.items()
        for node in tree.parsed(text).body
        if isinstance(node, tree.Function) and not node.decorator_list
        if not named[node.name] and not node.name.startswith("__")
    ]


def _names(path: str, text: str) -> Iterator[str]:
    for node in ast.walk(tree.parsed(text)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom) and not path.endswith("__init__.py"):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and REFERENCE.fullmatch(node.value):
            yield node.value.rpartition(":")[2]


PROJECT = tomllib.loads(tree.read("pyproject.toml"))["project"]


def test_every_module_is_reached() -> None:
    """An entry point of pyproject.toml leads to every module, or the list says why none does."""
    assert unreachable(tree.python("src/"), ["tournant", *entry_points(PROJECT)], NOT_IMPORTED) == []


def test_every_function_is_used() -> None:
    """Every top-level function of the package is named somewhere besides its definition."""
    groups = [PROJECT.get("scripts", {}), *PROJECT.get("entry-points", {}).values()]
    references = [reference for group in groups for reference in group.values()]
    assert unused_functions(tree.python("src/"), tree.python("tests/", "tools/"), references) == []


SAMPLE = {
    "src/tournant/__init__.py": "",
    "src/tournant/cli/__init__.py": "",
    "src/tournant/cli/main.py": "from tournant.cli import show\nLAZY = 'tournant.cli.later:run'\n",
    "src/tournant/cli/show.py": "def f():\n    from ..lens import read\n",
    "src/tournant/cli/later.py": "",
    "src/tournant/lens/__init__.py": "from .table import Each\n",
    "src/tournant/lens/table.py": "",
    "src/tournant/lens/read.py": "import tournant.kernel.row\n",
    "src/tournant/kernel/__init__.py": "",
    "src/tournant/kernel/row.py": "",
}


def test_reached_is_whatever_an_import_or_a_reference_names() -> None:
    """Relative and late imports, packages on the way and lazy references all lead on."""
    assert unreachable(SAMPLE, ["tournant.cli.main"], {}) == []


def test_a_dead_module_is_found() -> None:
    """A module that is named nowhere is a finding, unless the list has it."""
    sample = {**SAMPLE, "src/tournant/kernel/old.py": ""}
    assert unreachable(sample, ["tournant.cli.main"], {}) == ["src/tournant/kernel/old.py: nothing leads to it"]
    assert unreachable(sample, ["tournant.cli.main"], {"tournant.kernel.old": "read by tests"}) == []


def test_an_entry_point_that_leads_nowhere_is_found() -> None:
    """What pyproject.toml names must exist; so must what the list names, and it must need the list."""
    assert len(unreachable(SAMPLE, ["tournant.cli.main", "tournant.gone"], {})) == 1
    assert len(unreachable(SAMPLE, ["tournant.cli.main"], {"tournant.gone": "r", "tournant.lens.read": "r"})) == 2


def test_entry_points_are_read_from_every_group() -> None:
    """Scripts and entry point groups name modules alike."""
    project = {"scripts": {"t": "a.b:run"}, "entry-points": {"g": {"x": "c.d:X", "y": "e"}}}
    assert entry_points(project) == ["a.b", "c.d", "e"]


def test_an_unused_function_is_found() -> None:
    """A function that only its own export names is a finding; used, registered and referenced ones are none."""
    sources = {
        "src/p/__init__.py": "from p.a import dead, used\n",
        "src/p/a.py": "def dead(): ...\ndef used(): ...\n@app.command\ndef shown(): ...\ndef run(): ...\n",
    }
    others = {"tests/t.py": "from p.a import used\n"}
    assert unused_functions(sources, others, ["p.a:run"]) == ["src/p/a.py:1: nobody uses dead"]
