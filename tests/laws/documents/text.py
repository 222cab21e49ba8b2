"""JSON text with a will of its own: every node remembers how it is spelled, and which faults were planted in it."""

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Arr", "Document", "Fault", "Leaf", "Node", "Obj", "Planted", "document", "without_faults"]

Node: TypeAlias = "Leaf | Arr | Obj | Fault"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that is written as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Arr:
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Obj:
    members: tuple[tuple[str, Node], ...]
    """(name as JSON text, value), repeats and all."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A node that the mapping must leave out and report; the document without faults does not have it."""

    node: Node
    at: str = ""
    """Where below the node the fault lies."""
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class Planted:
    path: str
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Document:
    text: bytes
    good: bytes
    """The same document without its faults."""
    planted: tuple[Planted, ...]


class _Renderer:
    def __init__(self, spaces: Sequence[str], *, faulty: bool) -> None:
        self._spaces = itertools.cycle(spaces or ("",))
        self._faulty = faulty
        self.planted: list[Planted] = []

    def text(self, node: Node, path: str) -> str:
        match node:
            case Leaf(text):
                return text
            case Fault(inner, at, duplicate):
                self.planted.append(Planted(path + at, duplicate))
                return self.text(inner, path)
            case Arr(items):
                kept = [item for item in items if self._kept(item)]
                return self._enclosed("[", [self.text(item, f"{path}[{i}]") for i, item in enumerate(kept)], "]")
            case Obj(members):
                pairs = [(name, value) for name, value in members if self._kept(value)]
                return self._enclosed("{", [self._member(name, value, path) for name, value in pairs], "}")

    def spaced(self, text: str) -> str:
        return f"{next(self._spaces)}{text}{next(self._spaces)}"

    def _kept(self, node: Node) -> bool:
        return self._faulty or not isinstance(node, Fault)

    def _member(self, name: str, value: Node, path: str) -> str:
        return f"{name}{self.spaced(':')}{self.text(value, f'{path}.{json.loads(name)}')}"

    def _enclosed(self, start: str, parts: list[str], end: str) -> str:
        return f"{start}{','.join(map(self.spaced, parts)) if parts else next(self._spaces)}{end}"


def document(root: Node, spaces: Sequence[str] = ("",)) -> Document:
    """The text of a tree, with its faults and without them."""
    faulty, sound = _Renderer(spaces, faulty=True), _Renderer(spaces, faulty=False)
    text = faulty.spaced(faulty.text(root, "$"))
    good = sound.spaced(sound.text(root, "$"))
    return Document(text.encode(), good.encode(), tuple(faulty.planted))


def without_faults(node: Obj) -> Obj:
    """The same object with nothing wrong in it."""
    return Obj(tuple((name, _sound(value)) for name, value in node.members if not isinstance(value, Fault)))


def _sound(node: Node) -> Node:
    match node:
        case Obj():
            return without_faults(node)
        case Arr(items):
            return Arr(tuple(_sound(item) for item in items if not isinstance(item, Fault)))
        case _:
            return node
