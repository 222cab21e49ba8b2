"""Python code under construction: lines, constants, and expressions that read members of typed elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from tournant.kernel.row import UNSET
from tournant.lens.errors import Uneven
from tournant.lens.wire import attribute


class Code:
    """Lines of Python under construction, with the constants that they use."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.lines: list[str] = []
        self.space: dict[str, Any] = {"UNSET": UNSET, "Uneven": Uneven}
        self._depth = 0
        self._names = 0

    def __call__(self, line: str) -> None:
        """Add a line."""
        self.lines.append("    " * self._depth + line)

    def name(self, prefix: str) -> str:
        """Make a name that is used nowhere else."""
        self._names += 1
        return f"{prefix}{self._names}"

    def bind(self, value: object) -> str:
        """Make a value known to the code, by name."""
        name = self.name("c")
        self.space[name] = value
        return name

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Indent what is added inside."""
        self(head)
        self._depth += 1
        yield
        self._depth -= 1


Path = tuple[str, ...]
_Tree = dict[str, "_Tree"]


class Reads:
    """Code that reads members of one element: every object on the way is looked at once, and may be missing."""

    def __init__(self, code: Code, element: str, paths: Iterable[Path]) -> None:
        """Read these paths from the variable `element`."""
        self._code = code
        self._found: dict[Path, str] = {(): element}
        tree: _Tree = {}
        for path in paths:
            below = tree
            for segment in path:
                below = below.setdefault(segment, {})
        self._members(element, tree, ())

    def __call__(self, path: Path) -> str:
        """Give the expression that holds the member at this path; it is None where that is missing."""
        return self._found[path]

    def _members(self, above: str, tree: _Tree, at: Path) -> None:
        for segment, below in tree.items():
            path = (*at, segment)
            member = f"{above}.{attribute(segment)}"
            if below:
                self._object(path, member, below)
            elif at:
                self._found[path] = name = self._code.name("v")
                self._code(f"{name} = {member}")
            else:
                self._found[path] = member

    def _object(self, path: Path, member: str, below: _Tree) -> None:
        """Read an object that may be missing: then all that is in it is."""
        there = self._code.name("t")
        self._code(f"{there} = {member}")
        if "*" in below:
            self._found[*path, "*"] = name = self._code.name("v")
            self._code(f"{name} = None")
            with self._code.block(f"if {there}:"):
                self._code(f"for {name} in {there}.values(): break")  # Quicker than next(iter(...)).
            return
        with self._code.block(f"if {there} is not None:"):
            self._members(there, below, path)
        names = [name for known, name in self._found.items() if known[: len(path)] == path]
        with self._code.block("else:"):
            self._code(f"{' = '.join(names)} = None")


Frames = list[tuple[str, str]] | None
"""The variables of the lists and maps that the place passed through (member's name, element), from the outermost; None
inside a function, which has them as an argument."""


class Scope:
    """Where a list is met: the frames around it, the variable of the parent's id, and that of the keys met so far."""

    __slots__ = ("frames", "keys", "parent")

    def __init__(self, frames: list[tuple[str, str]], parent: str, keys: str) -> None:
        """Name the variables."""
        self.frames, self.parent, self.keys = frames, parent, keys


class Names:
    """The variables of one element: its key, its id, the id of what it stands in, and its position."""

    __slots__ = ("key", "parent", "position", "rid")

    def __init__(self, key: str, rid: str, parent: str, position: str) -> None:
        """Name the variables."""
        self.key, self.rid, self.parent, self.position = key, rid, parent, position
