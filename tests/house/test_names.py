"""Names and notices: a file is called after the thing it looks after, and says at its top what it is for."""

import ast
import re
from pathlib import PurePosixPath

import pytest
from tests.house import tree

# Words that say "and the rest": a file with such a name collects what nobody decided about.
NO_NAMES = frozenset({"util", "utils", "common", "helper", "helpers", "misc", "manager", "managers"})
NOTICE_LINES_MAX = 40
SENTENCE = re.compile(r"\w+\W+\w+.*?[.?!:](\s|$)", re.DOTALL)


def vague_names(paths: tuple[str, ...] | list[str]) -> list[str]:
    """Python modules and their folders whose name holds a word that means nothing."""
    found = []
    for path in paths:
        parts = PurePosixPath(path).with_suffix("").parts
        found += [f"{path}: '{part}' names no thing" for part in parts if NO_NAMES & set(part.lower().split("_"))]
    return found


def silent_modules(sources: tree.Sources) -> list[str]:
    """Modules without a sentence about what they are for, and packages whose notice is longer than a door is high."""
    found = []
    for path, text in sources.items():
        notice = ast.get_docstring(tree.parsed(text)) or ""
        if not SENTENCE.search(notice):
            found.append(f"{path}: does not say in a sentence what it is for")
        if path.endswith("__init__.py") and len(notice.splitlines()) > NOTICE_LINES_MAX:
            found.append(f"{path}: its notice has {len(notice.splitlines())} lines, at most {NOTICE_LINES_MAX}")
    return found


def folders_without_a_door(paths: tuple[str, ...] | list[str]) -> list[str]:
    """Folders of the package that hold Python, but no `__init__.py` to carry the notice."""
    folders = {str(PurePosixPath(path).parent) for path in paths if path.startswith("src/") and path.endswith(".py")}
    return [f"{folder}: has no __init__.py" for folder in sorted(folders) if f"{folder}/__init__.py" not in paths]


def silent_tests(sources: tree.Sources) -> list[str]:
    """Test functions that do not open with the one fact they prove."""
    found = []
    for path, text in sources.items():
        found += [
            f"{path}:{node.lineno}: {node.name} does not open with the fact it proves"
            for node in tree.functions(text)
            if node.name.startswith("test_") and not SENTENCE.search(ast.get_docstring(node) or "")
        ]
    return found


def test_every_name_means_something() -> None:
    """No module and no folder is called utils, common, helpers, misc or manager."""
    assert vague_names(list(tree.python())) == []


def test_every_module_says_what_it_is_for() -> None:
    """Every module opens with at least one sentence, every package with at most 40 lines."""
    assert silent_modules(tree.python()) == []


def test_every_room_has_a_door() -> None:
    """Every folder of the package has an `__init__.py`."""
    assert folders_without_a_door(tree.files()) == []


def test_every_test_says_what_it_proves() -> None:
    """Every test function opens with a docstring."""
    assert silent_tests(tree.python("tests/")) == []


@pytest.mark.parametrize("path", ["src/utils.py", "src/order_helpers.py", "src/common/order.py", "tests/Misc/a.py"])
def test_a_vague_name_is_found(path: str) -> None:
    """The word is a finding alone, as a part of a name, and as a folder."""
    assert len(vague_names([path])) == 1


def test_a_telling_name_is_no_finding() -> None:
    """A name that merely contains such letters is fine."""
    assert vague_names(["src/tournant/commonplace.py", "src/tournant/utility_bill.py"]) == []


@pytest.mark.parametrize("text", ["", "import re\n", '"""Words"""\n', '"""Orders."""\n'])
def test_a_silent_module_is_found(text: str) -> None:
    """Nothing, code alone, and a lone word are all no sentence."""
    assert silent_modules({"a.py": text}) == ["a.py: does not say in a sentence what it is for"]


def test_a_long_notice_is_found() -> None:
    """A package may say 40 lines about itself, a module as many as it needs."""
    text = '"""What this is for.\n' + "More.\n" * 40 + '"""\n'
    assert silent_modules({"p/__init__.py": text, "p/a.py": text}) == [
        "p/__init__.py: its notice has 41 lines, at most 40"
    ]


def test_a_folder_without_a_door_is_found() -> None:
    """A folder below `src/tournant` that holds a module needs its `__init__.py`."""
    paths = ["src/tournant/__init__.py", "src/tournant/canon/item.py", "src/tournant/lens/__init__.py"]
    assert folders_without_a_door(paths) == ["src/tournant/canon: has no __init__.py"]


def test_a_silent_test_is_found() -> None:
    """A test function without a docstring is a finding, a function that is no test is none."""
    sample = {"t.py": "def test_a():\n    pass\ndef b():\n    pass\n"}
    assert silent_tests(sample) == ["t.py:1: test_a does not open with the fact it proves"]
