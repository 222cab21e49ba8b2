"""What the repository says about itself is so: targets and files that documents name exist, and its text is clean."""

import re
from collections.abc import Collection
from pathlib import PurePosixPath

import pytest
from tests.house import tree

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
PATH = re.compile(r"`((?:src|tests|docs|tools)/[\w./-]*|[A-Z]+\.md|pyproject\.toml|requirements[\w-]*\.(?:in|lock))`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
TEXT = (".py", ".md", ".toml", ".sh", ".in", ".css", ".html", ".yml", ".yaml", ".sql")


def missing_targets(documents: tree.Sources, makefile: str) -> list[str]:
    """`make` targets that a document names and the Makefile does not have."""
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    return [
        f"{path}: 'make {named}' is no target"
        for path, text in documents.items()
        for named in re.findall(r"(?:`|^\$ |^)make ([a-z][a-z-]*)", text, re.MULTILINE)
        if named not in targets
    ]


def undescribed_targets(makefile: str) -> list[str]:
    """Targets that `make help` would not show, and phony ones that do not exist."""
    described = set(re.findall(r"^([a-z][a-z-]*):.*## \S", makefile, re.MULTILINE))
    phony = set(" ".join(re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)).split())
    every = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    found = [f"Makefile: '{name}' has no description" for name in sorted(every - described)]
    return found + [f"Makefile: '{name}' is not declared phony as it should be" for name in sorted(every ^ phony)]


def missing_files(documents: tree.Sources, paths: Collection[str]) -> list[str]:
    """Files and folders that a document names or links to, and that are not there."""
    there = {*paths, *(str(folder) for path in paths for folder in PurePosixPath(path).parents)}
    found = []
    for path, text in documents.items():
        named = {name.rstrip("/") for name in PATH.findall(text)}
        linked = {_beside(path, target) for target in LINK.findall(text)}
        found += [f"{path}: there is no '{name}'" for name in sorted((named | linked) - there)]
    return found


def _beside(path: str, target: str) -> str:
    parts: list[str] = []
    for part in (*PurePosixPath(path).parent.parts, *PurePosixPath(target).parts):
        if part == "..":
            del parts[-1:]
        else:
            parts.append(part)
    return "/".join(parts)


def untidy(texts: tree.Sources) -> list[str]:
    """Space at the end of a line, a tab in Python, a foreign line end, no or a second line break at the end."""
    found = []
    for path, text in texts.items():
        lines = enumerate(text.split("\n"), 1)
        found += [f"{path}:{number}: space at its end" for number, line in lines if line != line.rstrip()]
        if path.endswith(".py") and "\t" in text:
            found.append(f"{path}: a tab")
        if text and (not text.endswith("\n") or text.endswith("\n\n")):
            found.append(f"{path}: does not end with one line break")
    return found


def documents() -> dict[str, str]:
    """The documents that speak about the repository."""
    named = [name for name in tree.files() if name in DOCUMENTS or (name.startswith("docs/") and name.endswith(".md"))]
    return {name: tree.read(name) for name in named}


def test_named_targets_exist() -> None:
    """Every `make` target that a document names is in the Makefile."""
    assert missing_targets(documents(), tree.read("Makefile")) == []


def test_targets_are_described() -> None:
    """`make help` lists every target."""
    assert undescribed_targets(tree.read("Makefile")) == []


def test_named_files_exist() -> None:
    """Every file that a document names or links to is there."""
    assert missing_files(documents(), tree.files()) == []


def test_text_is_tidy() -> None:
    """No file of text has space at the end of a line; each ends with one line break."""
    texts = {name: tree.read(name) for name in tree.files() if name.endswith(TEXT) or name == "Makefile"}
    assert untidy(texts) == []


def test_the_repository_can_be_read_without_git() -> None:
    """Where git does not answer, walking the folders finds at least the same files."""
    assert set(tree.files()) <= set(tree.walked())


def test_a_missing_target_is_found() -> None:
    """A target is found in prose and in a block of commands; the word `make` alone is none."""
    text = "Run `make tset`, and make sure that it passes:\n\n    x\n$ make docs\nmake gone\n"
    assert missing_targets({"a.md": text}, "test:\ndocs: setup\n") == [
        "a.md: 'make tset' is no target",
        "a.md: 'make gone' is no target",
    ]


def test_an_undescribed_target_is_found() -> None:
    """A target needs its description and its place among the phony ones."""
    makefile = ".PHONY: test old\ntest: ## all\nlint:\n"
    assert [line.split("'")[1] for line in undescribed_targets(makefile)] == ["lint", "lint", "old"]


def test_a_missing_file_is_found() -> None:
    """Both a path in code style and the target of a link must exist, seen from the document."""
    text = "`src/gone.py`, `src/`, [a](../README.md), [b](b.md#c), [d](https://example.org/d.md)"
    assert missing_files({"docs/a.md": text}, ["README.md", "src/x.py", "docs/a.md"]) == [
        "docs/a.md: there is no 'docs/b.md'",
        "docs/a.md: there is no 'src/gone.py'",
    ]


@pytest.mark.parametrize("text", ["a \n", "a\r\n", "\ta\n", "a", "a\n\n"])
def test_untidy_text_is_found(text: str) -> None:
    """Each way to be untidy is a finding."""
    assert len(untidy({"a.py": text})) == 1
