"""Decision records: one page each, with the rejected options, and the test or check that keeps the decision true."""

import re

import pytest
from tests.house import tree

FOLDER = "docs/decisions/"
FILE = re.compile(r"docs/decisions/(?P<number>\d{4})-[a-z0-9-]+\.md")
SECTIONS = ("Status", "Context", "Decision", "Rejected", "Enforced by")
STATUS = re.compile(r"^(Proposed|Accepted|Superseded by \[?\d{4}).*\d{4}-\d{2}-\d{2}", re.MULTILINE)
LINES_MAX = 80
ENFORCERS = ("tests/", "tools/", "pyproject.toml", "make ")


def badly_named(paths: list[str]) -> list[str]:
    """Records whose names are no number and words, and numbers that are missing or used twice."""
    found = [f"{path}: is not called NNNN-words.md" for path in paths if not FILE.fullmatch(path)]
    numbers = sorted(int(hit["number"]) for path in paths if (hit := FILE.fullmatch(path)))
    if numbers != list(range(1, len(numbers) + 1)):
        found.append(f"{FOLDER}: the numbers are {numbers}; they run from 1 without a gap")
    return found


def incomplete(path: str, text: str) -> list[str]:
    """What a record lacks of its form: title, sections in their order, a dated status, the length of one page."""
    hit = FILE.fullmatch(path)
    number = hit["number"] if hit else "?"
    found = [] if re.match(rf"# {number}: \S", text) else [f"{path}: its title is not '# {number}: …'"]
    headings = tuple(re.findall(r"^## (.+)$", text, re.MULTILINE))
    if headings != SECTIONS:
        found.append(f"{path}: its sections are {headings}, not {SECTIONS}")
    found += [f"{path}: '{name}' is empty" for name in headings if not section(text, name)]
    if not STATUS.search(section(text, "Status")):
        found.append(f"{path}: its status is not 'Accepted, YYYY-MM-DD' or the like")
    if len(text.splitlines()) > LINES_MAX:
        found.append(f"{path}: longer than one page ({LINES_MAX} lines)")
    return found


def unenforced(path: str, text: str, repository: tree.Sources) -> list[str]:
    """Records that name no test or check, or one that does not exist."""
    named = [name for name in re.findall(r"`([^`]+)`", section(text, "Enforced by")) if name.startswith(ENFORCERS)]
    if not named:
        return [f"{path}: names no test or check that enforces it"]
    return [f"{path}: is enforced by '{name}', which does not exist" for name in named if not _exists(name, repository)]


def section(text: str, name: str) -> str:
    """What stands below one heading."""
    hit = re.search(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return hit[1].strip() if hit else ""


def _exists(name: str, repository: tree.Sources) -> bool:
    """Whether a check is there: `make target`, a file, a folder, or `file::test_function`."""
    if name.startswith("make "):
        return re.search(rf"^{re.escape(name[5:])}:", repository.get("Makefile", ""), re.MULTILINE) is not None
    file, _, function = name.partition("::")
    there = file in repository or any(path.startswith(file.rstrip("/") + "/") for path in repository)
    return there and (not function or f"def {function}(" in repository.get(file, ""))


def records() -> list[str]:
    """The decision records of this repository."""
    return [name for name in tree.files() if name.startswith(FOLDER) and name != f"{FOLDER}index.md"]


def test_records_are_numbered() -> None:
    """Records are called NNNN-words.md and numbered without a gap."""
    assert badly_named(records()) == []


@pytest.mark.parametrize("path", records())
def test_each_record_is_complete(path: str) -> None:
    """A record has its title, status, context, decision, rejected options and enforcement, on one page."""
    assert incomplete(path, tree.read(path)) == []


@pytest.mark.parametrize("path", records())
def test_each_decision_is_enforced(path: str) -> None:
    """Every decision names a test or check that exists."""
    assert unenforced(path, tree.read(path), {name: tree.read(name) for name in tree.files()}) == []


GOOD = """# 0001: Write decisions down

## Status
Accepted, 2026-11-24

## Context
We forget.

## Decision
Write it down.

## Rejected
Remember it.

## Enforced by
`tests/a.py::test_b`, `make test`
"""
REPOSITORY = {"tests/a.py": "def test_b() -> None: ...\n", "Makefile": "test: setup\n"}
PATH = "docs/decisions/0001-write.md"


def test_a_whole_record_is_no_finding() -> None:
    """The form that is asked for passes."""
    assert incomplete(PATH, GOOD) + unenforced(PATH, GOOD, REPOSITORY) == []


@pytest.mark.parametrize("name", ["0003-late.md", "1-short.md", "0001-Write.md"])
def test_a_badly_named_record_is_found(name: str) -> None:
    """A gap in the numbers and another form of name are findings."""
    assert len(badly_named([PATH, FOLDER + name])) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# 0001: ", "# "),
        ("## Rejected\nRemember it.\n", ""),
        ("Remember it.", ""),
        ("Accepted, 2026-11-24", "Accepted"),
        ("We forget.", "We forget.\n" * 80),
    ],
)
def test_an_incomplete_record_is_found(old: str, new: str) -> None:
    """Each missing part of the form is a finding of its own."""
    assert len(incomplete(PATH, GOOD.replace(old, new))) == 1


@pytest.mark.parametrize(
    "named", ["nothing", "`tests/gone.py`", "`tests/a.py::test_gone`", "`make gone`", "`src/tournant/a.py`"]
)
def test_an_unenforced_decision_is_found(named: str) -> None:
    """Naming nothing, or something that does not exist or checks nothing, is a finding."""
    assert len(unenforced(PATH, GOOD.replace("`tests/a.py::test_b`, `make test`", named), REPOSITORY)) == 1
