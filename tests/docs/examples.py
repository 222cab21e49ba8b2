"""The examples of a document, run as its reader would: Python blocks, files that it asks to write, and shell sessions.

    ```python                      run; the names of one block are there in the next, and `assert` proves what it shows
    ```{code-block} json           with `:caption: name.json`: written to the folder in which the examples run
    ```console                     lines after `$ ` are run by the shell, and print what stands below them

In what a session prints, a line `...` stands for any lines, and `...` in a line for anything in it. A session that must
fail says how at its end: `[exit 2]`.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from sybil import Document, Example
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser

__all__ = ["document", "matches", "not_run"]

SECONDS_MAX = 60
COLUMNS = "100"
FENCE = re.compile(r"^```(?P<info>\S.*)\n(?P<body>(?:.*\n)*?)```$", re.MULTILINE)
EXIT = re.compile(r"^\[exit (\d+)\]\n?", re.MULTILINE)
ANY_LINES = r"(?:.*\n)*.*"
RUN = ("python", "console", "json", "{code-block} json")


def document(path: Path) -> Document:
    """One document with its examples found; each runs, in its order, in the folder where the caller is."""
    parsers = (PythonCodeBlockParser(), CodeBlockParser("console", session), CodeBlockParser("json", save))
    return Document.parse(str(path), *parsers)


def save(example: Example) -> str | None:
    """Write what the reader is asked to save under the name in the caption; JSON must at least be JSON."""
    name = (example.region.lexemes.get("options") or {}).get("caption")
    try:
        json.loads(example.parsed)
    except ValueError as error:
        return f"no JSON: {error}"
    if name:
        Path(name).write_text(example.parsed, encoding="utf-8")
    return None


def session(example: Example) -> str | None:
    """Run each command of a shell session; the first whose output differs is told with both."""
    for part in re.split(r"^\$ ", example.parsed, flags=re.MULTILINE)[1:]:
        command, _, expected = re.sub(r"\\\n> ?", "", part).partition("\n")
        code, printed = shell(command)
        wanted = EXIT.search(expected)
        expected = EXIT.sub("", expected)
        if code != int(wanted[1] if wanted else 0):
            return f"$ {command}\nended with {code}:\n{printed}"
        if not matches(expected, printed):
            return f"$ {command}\nexpected:\n{expected}\nprinted:\n{printed}"
    return None


def shell(command: str) -> tuple[int, str]:
    """What a command printed, and its exit code; `tournant` is the one beside this Python."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    env = {**os.environ, "PATH": path, "COLUMNS": COLUMNS, "NO_COLOR": "1", "TERM": "dumb"}
    words = ["/bin/sh", "-c", command]
    done = subprocess.run(  # noqa: S603 - the documents are ours, and running them is the point
        words, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS_MAX, check=False
    )
    return done.returncode, done.stdout.decode()


def matches(expected: str, printed: str) -> bool:
    """Whether a session printed what the document says; spaces at the ends of lines do not count."""
    lines = [line.rstrip() for line in printed.strip("\n").split("\n")]
    pattern = "\n".join(_pattern(line.rstrip()) for line in expected.strip("\n").split("\n"))
    pattern = pattern.replace(ANY_LINES + "\n", f"(?:{ANY_LINES}\n)?").replace("\n" + ANY_LINES, f"(?:\n{ANY_LINES})?")
    return re.fullmatch(pattern, "\n".join(lines)) is not None


def _pattern(line: str) -> str:
    return ANY_LINES if line == "..." else re.escape(line).replace(r"\.\.\.", ".*")


def not_run(text: str) -> list[str]:
    """Blocks with a command of ours that no test would run: in a language that is only shown."""
    return [
        f"a '{hit['info']}' block has a command; make it 'console'"
        for hit in FENCE.finditer(text)
        if hit["info"] not in RUN and re.search(r"^\s*(?:\$ )?tournant ", hit["body"], re.MULTILINE)
    ]
