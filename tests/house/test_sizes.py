"""Sizes that a reader can hold in the head: files, functions and lists of parameters.

The goal for a function is 40 lines and for most of them 8; what is checked here is where the house stops.
"""

from collections.abc import Mapping

from tests.house import tree

FILE_LINES_MAX = 300
FUNCTION_LINES_MAX = 70
PARAMETERS_MAX = 5

# path -> (its lines, why it may be longer). The number is exact, so that an entry can go no way but down: a file that
# grew is a finding, one that shrank has its entry lowered, one within the limit loses it.
LONG_FILES: dict[str, tuple[int, str]] = {
    "src/tournant/kernel/bounds.py": (441, "a list of constants that is read as one: what is bounded, and by how much"),
}


def long_files(sources: tree.Sources, allowed: Mapping[str, tuple[int, str]]) -> list[str]:
    """Files over the limit without an entry, and entries that no longer say what is."""
    found = []
    for path, text in sources.items():
        lines = text.count("\n")
        permitted = allowed.get(path, (FILE_LINES_MAX, ""))[0]
        if lines > permitted:
            found.append(f"{path}: {lines} lines, at most {permitted}; split it by noun and reason to change")
        elif path in allowed and lines < permitted:
            found.append(f"{path}: shrank to {lines} lines; lower or remove its entry ({permitted})")
    found += [f"{path}: has an entry but is no file" for path in allowed if path not in sources]
    found += [f"{path}: its entry gives no reason" for path, (_, reason) in allowed.items() if not reason.strip()]
    return found


def long_functions(sources: tree.Sources) -> list[str]:
    """Functions over the hard limit, decorators not counted."""
    found = []
    for path, text in sources.items():
        for node in tree.functions(text):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                found.append(f"{path}:{node.lineno}: {node.name} has {lines} lines, at most {FUNCTION_LINES_MAX}")
    return found


def wide_functions(sources: tree.Sources) -> list[str]:
    """Functions with so many parameters that they want a value of their own; `self` and `cls` do not count."""
    found = []
    for path, text in sources.items():
        for node in tree.functions(text):
            a = node.args
            named = [arg.arg for arg in [*a.posonlyargs, *a.args, *a.kwonlyargs, a.vararg, a.kwarg] if arg]
            count = len(named[1:] if named[:1] in (["self"], ["cls"]) else named)
            if count > PARAMETERS_MAX:
                found.append(f"{path}:{node.lineno}: {node.name} takes {count} parameters, at most {PARAMETERS_MAX}")
    return found


def test_files_are_short() -> None:
    """No file is longer than 300 lines, but for those on the list with their reason."""
    assert long_files(tree.python(), LONG_FILES) == []


def test_functions_are_short() -> None:
    """No function is longer than 70 lines."""
    assert long_functions(tree.python()) == []


def test_functions_are_narrow() -> None:
    """No function takes more than five parameters."""
    assert wide_functions(tree.python()) == []


def test_a_long_file_is_found() -> None:
    """One line over the limit is a finding; the limit itself is none."""
    sample = {"a.py": "x = 1\n" * 301, "b.py": "x = 1\n" * 300}
    assert long_files(sample, {}) == ["a.py: 301 lines, at most 300; split it by noun and reason to change"]


def test_the_list_of_long_files_only_shrinks() -> None:
    """An entry is wrong as soon as its file grew, shrank, went away, or has no reason."""
    sample = {"grew.py": "\n" * 402, "shrank.py": "\n" * 350, "kept.py": "\n" * 320}
    entries = {"grew.py": (401, "r"), "shrank.py": (360, "r"), "kept.py": (320, " "), "gone.py": (310, "r")}
    assert [line.split(":")[0] for line in long_files(sample, entries)] == [
        "grew.py",
        "shrank.py",
        "gone.py",
        "kept.py",
    ]


def test_a_long_function_is_found() -> None:
    """71 lines from `def` to the last are a finding, 70 are none."""
    body = "    x = 1\n"
    sample = {"a.py": "def f():\n" + body * 70 + "\n\n@deco\ndef g():\n" + body * 69}
    assert long_functions(sample) == ["a.py:1: f has 71 lines, at most 70"]


def test_a_wide_function_is_found() -> None:
    """The sixth parameter is a finding, of whatever sort; `self` is not counted."""
    sample = {"a.py": "def f(a, b, /, c, *d, e, **g): ...\nclass C:\n    def h(self, a, b, c, d, e): ...\n"}
    assert wide_functions(sample) == ["a.py:1: f takes 6 parameters, at most 5"]
