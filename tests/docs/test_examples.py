"""What the documents show is what happens: every example is run."""

from pathlib import Path

import pytest
from sybil.example import SybilFailure
from tests.docs import examples
from tests.house import tree

PAGES = [name for name in tree.files() if name.startswith("docs/") and name.endswith(".md")]
WITH_PARTNERS = {"docs/tutorials/first-connection.md"}
"""It needs processes beside it: `tests/cli/test_tutorial.py` runs it."""
DOCUMENTS = [*PAGES, *(name for name in ("README.md", "CONTRIBUTING.md") if name in tree.files())]


@pytest.mark.parametrize("name", [one for one in DOCUMENTS if one not in WITH_PARTNERS])
def test_examples_of_a_document_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example of a document does what the document says, in the order of reading."""
    monkeypatch.chdir(tmp_path)
    for example in examples.document(tree.ROOT / name):
        example.evaluate()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_that_is_shown_is_run(name: str) -> None:
    """No command of ours stands in a block that is only shown."""
    assert examples.not_run(tree.read(name)) == []


def run(text: str, folder: Path) -> None:
    """Run the examples of a text as if it were a document."""
    page = folder / "page.md"
    page.write_text(text, encoding="utf-8")
    for example in examples.document(page):
        example.evaluate()


GOOD = """
```{code-block} json
:caption: menu.json

{"name": "Lunch"}
```

```console
$ cat menu.json
{"name": ...}
$ printf 'a\\nb\\n' \\
>   ; exit 3
...
b
[exit 3]
```

```python
x = 1
```

```python
assert x == 1
```
"""


def test_a_document_reads_as_one_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was written is there for a session, and a name of one block for the next."""
    monkeypatch.chdir(tmp_path)
    run(GOOD, tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [('{"name": "Lunch"}', "{name}"), ("assert x == 1", "assert x == 2"), ("\nb\n", "\nc\n"), ("t 3]", "t 4]")],
)
def test_a_wrong_example_is_found(old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text that is no JSON, a false claim, other output and another exit code each fail the document."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises((SybilFailure, AssertionError)):
        run(GOOD.replace(old, new), tmp_path)


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a...c\n", "abc\n", True),
        ("...\nc\n", "a\nb\nc\n", True),
        ("a\n...\n", "a\n", True),
        ("a\n...\nc\n", "a\nc\n", True),
        ("a\n", "a\nb\n", False),
        ("a\n...\nc\n", "a\nb\n", False),
        ("a.c\n", "abc\n", False),
        ("", "a\n", False),
    ],
)
def test_output_is_compared_as_it_stands(expected: str, printed: str, *, same: bool) -> None:
    """Three dots stand for anything, in a line or for lines; everything else is meant literally."""
    assert examples.matches(expected, printed) is same


def test_a_command_that_is_not_run_is_found() -> None:
    """A command in a block that is only shown is a finding; other commands may be shown."""
    assert len(examples.not_run("```sh\ntournant decode x\n```\n")) == 1
    assert examples.not_run("```sh\nmake demo\n```\n\n```console\n$ tournant demo\n```\n") == []
