"""Python code under construction: lines, constants, and expressions that read members of typed elements."""

from __future__ import annotations

from collections.abc import Iterator
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


class Reads:
    """Expressions that read members of one element; every object on the way is read once."""

    def __init__(self, code: Code, element: str) -> None:
        """Read from the variable `element`."""
        self._code = code
        self._element = element
        self._known: dict[tuple[str, ...], str] = {(): element}

    def __call__(self, path: tuple[str, ...]) -> str:
        """Give the expression for the member at this path; None where it or an object above it is missing."""
        if path and path[-1] == "*":
            some = self._object(path[:-1])
            return f"(next(iter({some}.values()), None) if {some} else None)"
        if not path:
            return self._element
        above = self._object(path[:-1])
        member = f"{above}.{attribute(path[-1])}"
        return member if above == self._element else f"({member} if {above} is not None else None)"

    def _object(self, path: tuple[str, ...]) -> str:
        if path not in self._known:
            read = self(path)
            self._known[path] = name = self._code.name("t")
            self._code(f"{name} = {read}")
        return self._known[path]


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
