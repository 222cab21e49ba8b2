"""The repository as the house checks read it: which files belong to it, and their text.

A check is a plain function from sources (a path relative to the root, and its text) to findings, one sentence each. So
the same function runs on the repository and on a small sample that breaks the rule.
"""

import ast
import os
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

__all__ = ["ROOT", "Sources", "files", "functions", "parsed", "python", "read", "walked"]

ROOT = Path(__file__).resolve().parents[2]
Sources = Mapping[str, str]
Function = ast.FunctionDef | ast.AsyncFunctionDef

# Where git cannot answer (an unpacked archive, a checkout of another account), everything but these folders is ours.
NOT_OURS = frozenset({".git", ".venv", ".state", "build", "dist", "__pycache__", ".hypothesis"})


@cache
def files() -> tuple[str, ...]:
    """Every file of the repository: tracked, or new and not ignored."""
    git = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        out = subprocess.run(git, cwd=ROOT, capture_output=True, check=True).stdout  # noqa: S603 - our own fixed words
        found = [name for name in out.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = list(walked())
    return tuple(sorted(name for name in set(found) if (ROOT / name).is_file()))


def walked() -> Iterator[str]:
    """Every file below the root, but for the folders that tools make."""
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if name not in NOT_OURS and not name.endswith(("_cache", ".egg-info"))]
        yield from (Path(folder, name).relative_to(ROOT).as_posix() for name in names)


@cache
def read(name: str) -> str:
    """The text of one file; bytes that are not UTF-8 are replaced, so that a binary file can be searched too."""
    return (ROOT / name).read_bytes().decode(errors="replace")


def python(*under: str) -> dict[str, str]:
    """The Python sources below these folders; without one: everywhere that the house rules look."""
    folders = under or ("src/", "tests/", "tools/")
    return {name: read(name) for name in files() if name.endswith(".py") and name.startswith(folders)}


@cache
def parsed(text: str) -> ast.Module:
    """The syntax tree of a source, parsed once however many checks ask."""
    return ast.parse(text)


def functions(text: str) -> Iterator[Function]:
    """Every function and method of a source, those inside others included."""
    for node in ast.walk(parsed(text)):
        if isinstance(node, Function):
            yield node
