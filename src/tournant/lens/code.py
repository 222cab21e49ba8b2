"""Python code under construction: lines, constants, and expressions that read members of typed elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tournant.kernel import bounds
from tournant.kernel.row import UNSET
from tournant.lens.errors import Uneven
from tournant.lens.table import Conv
from tournant.lens.wire import attribute


class Remembered(dict[Any, Any]):
    """What a conversion made of each value, for one whose values repeat."""

    __slots__ = ("_conv",)

    def __init__(self, conv: Conv) -> None:
        """Begin with nothing."""
        super().__init__()
        self._conv = conv

    def __missing__(self, wire: Any) -> Any:
        """Convert a value that is new; make room for it first where there are too many."""
        if len(self) >= bounds.PRICES_REMEMBERED_MAX:
            self.clear()
        made = self[wire] = self._conv.dec(*wire) if isinstance(self._conv.wire, tuple) else self._conv.dec(wire)
        return made


class Code:
    """Lines of Python under construction, with the constants that they use."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.lines: list[str] = []
        self.space: dict[str, Any] = {"UNSET": UNSET, "Uneven": Uneven}
        self._depth = 0
        self._names = 0
        self._remembered: dict[Conv, str] = {}

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

    def converted(self, conv: Conv, values: list[str]) -> str:
        """Give the expression that converts these values."""
        if not conv.repeats:
            return f"{self.bind(conv.dec)}({', '.join(values)})"
        if conv not in self._remembered:
            self._remembered[conv] = self.bind(Remembered(conv))
        return f"{self._remembered[conv]}[{', '.join(values)}]"

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Indent what is added inside."""
        self(head)
        self._depth += 1
        yield
        self._depth -= 1


_STRAIGHT = 30


def call(of: str, columns: Sequence[str], values: list[str], required: int) -> str:
    """The call that makes a row from the values of its first columns; of these, the required ones need a value.

    CPython hands over up to thirty arguments as they are, of which one with a name counts twice. More are put into a
    list first, which takes as long as all the rest; two tuples are quicker.
    """

    def weight(cut: int) -> int:
        return cut + 2 * sum(value != "UNSET" for value in values[cut:])

    cut = min(range(min(required, len(values)), len(values) + 1), key=weight)
    if weight(cut) <= _STRAIGHT:
        rest = zip(columns[cut:], values[cut:], strict=False)
        named = [f"{name}={value}" for name, value in rest if value != "UNSET"]
        return f"{of}({', '.join(values[:cut] + named)})"
    parts = [values[at : at + _STRAIGHT] for at in range(0, len(values), _STRAIGHT)]
    return f"{of}(*({' + '.join('(' + ', '.join(part) + ',)' for part in parts)}))"


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
