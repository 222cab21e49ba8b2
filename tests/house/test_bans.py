"""What no file may hold: traces of one machine, work left undone, silenced rules without a reason, swallowed errors."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

import pytest
from tests.house import tree

# The patterns are written so that they do not find themselves.
MACHINE = re.compile(
    r"(?<![\w.$}~-])/(?:wor[k]|roo[t]|mn[t]/\w+|home/(?!<)\w+|Users/(?!<)\w+)(?=[/\s\"'`),.:;]|$)"
    r"|[.](?:librar[y]|mirro[r])/"
    r"|pyp[i]\.org|pythonhoste[d]\.org|registr[y]\.npmjs\.org|index\.crate[s]\.io|prox[y]\.golang\.org"
    r"|--(?:extra-)?index-ur[l]|--trusted-hos[t]"
)
UNDONE = re.compile(r"\b(?:TOD[O]|FIXM[E])\b")
UNDONE_COMMENT = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b")  # in text, three such letters are a currency of ISO 4217
SILENCE = re.compile(r"#\s*(?:ruff:\s*noqa|noqa|type:\s*ignore|pragma:\s*no cover|mypy:)", re.IGNORECASE)
SILENCE_WITH_REASON = re.compile(
    r"#\s*(?:ruff:\s*)?noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s+\W*\w+\W+\w+"  # rule, then at least two words
    r"|#\s*type:\s*ignore\[[\w-]+(?:,\s*[\w-]+)*\]\s+#\s*\w+\W+\w+"
    r"|#\s*pragma: no cover\W+\w+\W+\w+"
)


def machine_traces(texts: tree.Sources) -> list[str]:
    """Paths of one machine, and hosts or options of one package index."""
    found = []
    for path, text in texts.items():
        for number, line in enumerate(text.splitlines(), 1):
            hit = MACHINE.search(line)
            if hit:
                found.append(f"{path}:{number}: '{hit.group()}' belongs to one machine")
    return found


def comments(text: str) -> Iterator[tuple[int, str]]:
    """Each comment of a Python source with its line: strings that look like comments are none."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def undone(sources: tree.Sources) -> list[str]:
    """Notes to oneself: what is missing belongs into the roadmap, or is done now."""
    found = []
    for path, text in sources.items():
        lines = {number for number, line in enumerate(text.splitlines(), 1) if UNDONE.search(line)}
        lines |= {number for number, comment in comments(text) if UNDONE_COMMENT.search(comment)}
        found += [f"{path}:{number}: work left undone" for number in sorted(lines)]
    return found


def silenced(sources: tree.Sources) -> list[str]:
    """Rules that are silenced without being named, or without a reason on the same line."""
    found = []
    for path, text in sources.items():
        for number, comment in comments(text):
            found += [
                f"{path}:{number}: silences a rule without its name and a reason"
                for hit in SILENCE.finditer(comment)
                if not SILENCE_WITH_REASON.match(comment, hit.start())
            ]
    return found


def settings_without_reason(text: str) -> list[str]:
    """Rules that pyproject.toml silences without a reason on the same line."""
    rule = re.compile(r'^\s*"[A-Z]+\d*",?\s*(?P<reason>#\s*\w+.*)?$')
    hits = [(number, rule.match(line)) for number, line in enumerate(text.splitlines(), 1)]
    return [
        f"pyproject.toml:{number}: a silenced rule has no reason" for number, hit in hits if hit and not hit["reason"]
    ]


def swallowed(sources: tree.Sources) -> list[str]:
    """Handlers that catch everything and do nothing."""
    found = []
    for path, text in sources.items():
        handlers = [node for node in ast.walk(tree.parsed(text)) if isinstance(node, ast.ExceptHandler)]
        found += [
            f"{path}:{node.lineno}: catches everything and does nothing"
            for node in handlers
            if _catches_all(node.type) and all(map(_is_nothing, node.body))
        ]
    return found


def _catches_all(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(name is None or getattr(name, "id", "") in {"Exception", "BaseException"} for name in names)


def _is_nothing(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass | ast.Continue) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def test_no_file_names_a_machine() -> None:
    """No file of the repository holds a path of one machine or a host of one package index."""
    assert machine_traces({name: tree.read(name) for name in tree.files()}) == []


def test_nothing_is_left_undone() -> None:
    """The package holds no note of work left undone."""
    assert undone(tree.python("src/")) == []


def test_every_silenced_rule_has_its_reason() -> None:
    """Each silenced rule is named and has a reason after it, in the code and in pyproject.toml."""
    assert silenced(tree.python()) + settings_without_reason(tree.read("pyproject.toml")) == []


def test_no_error_is_swallowed() -> None:
    """No handler catches everything and does nothing."""
    assert swallowed(tree.python()) == []


# In the samples a `@` stands inside what would otherwise be found in this very file.


@pytest.mark.parametrize(
    "line", ["cd /wo@rk/main", 'open("/ro@ot/x")', "/ho@me/ann/x", "https://py@pi.org/simple", "--index-@url https://x"]
)
def test_a_trace_of_a_machine_is_found(line: str) -> None:
    """Paths of a workplace or an account, an index and the option that names one are findings."""
    assert len(machine_traces({"a.md": line.replace("@", "")})) == 1


@pytest.mark.parametrize("line", ["src/wo@rk/a.py", "/ho@me/<you>/tournant", "../wo@rk", "$HOME/ro@ot/x", "/wo@rker"])
def test_a_path_of_no_machine_is_no_finding(line: str) -> None:
    """Relative paths, placeholders and longer words are fine."""
    assert machine_traces({"a.md": line.replace("@", "")}) == []


def test_undone_work_is_found() -> None:
    """A note is found in code and in comments; a currency that looks like one is no note."""
    sample = "x = 'XX@X'  # fine\ny = 1  # TO@DO later\nz = 2  # XX@X\n".replace("@", "")
    assert undone({"a.py": sample}) == ["a.py:2: work left undone", "a.py:3: work left undone"]


@pytest.mark.parametrize(
    "comment",
    ["# noqa", "# noqa: S101", "# noqa: S101 why", "# type: ignore", "# type: ignore[arg-type]", "# ruff: noqa: E501"],
)
def test_a_rule_silenced_without_reason_is_found(comment: str) -> None:
    """Neither a silence for all rules nor one without a reason passes."""
    assert silenced({"a.py": f"x = 1  {comment}\n"}) == ["a.py:1: silences a rule without its name and a reason"]


@pytest.mark.parametrize(
    "comment", ["# noqa: S603, S607 - our own words", "# type: ignore[arg-type]  # the stub is wrong"]
)
def test_a_rule_silenced_with_reason_is_no_finding(comment: str) -> None:
    """Rule, then reason: that is how it is done."""
    assert silenced({"a.py": f"x = 1  {comment}\n"}) == []


def test_a_setting_without_reason_is_found() -> None:
    """A rule that pyproject.toml ignores needs its reason as a comment."""
    sample = '"S101", # assert is a test\n"D",\n'
    assert settings_without_reason(sample) == ["pyproject.toml:2: a silenced rule has no reason"]


def test_a_swallowed_error_is_found() -> None:
    """Catching everything to do nothing is found, whatever it is called; handling a known error is fine."""
    sample = "try: x()\nexcept Exception: pass\ntry: x()\nexcept: ...\ntry: x()\nexcept KeyError: pass\n"
    assert [line.split(":")[1] for line in swallowed({"a.py": sample})] == ["2", "4"]
