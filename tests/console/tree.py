"""HTML as a tree, to be asked; and what every page has to keep."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from typing_extensions import override

__all__ = ["Node", "parsed", "problems"]

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass
class Node:
    """An element."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    def all(self, tag: str = "", **wanted: str) -> list["Node"]:
        """Those below with this tag and these attributes (`_` for `-`, `class_` holds the word)."""
        return [one for one in self.below() if one.fits(tag, wanted)]

    def one(self, tag: str = "", **wanted: str) -> "Node":
        (found,) = self.all(tag, **wanted)
        return found

    def below(self) -> Iterator["Node"]:
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.below()

    def fits(self, tag: str, wanted: dict[str, str]) -> bool:
        if tag not in ("", self.tag):
            return False
        for name, value in wanted.items():
            said = self.attributes.get(name.rstrip("_").replace("_", "-"))
            if name == "class_":
                if value not in (said or "").split():
                    return False
            elif said != value:
                return False
        return True

    @property
    def text(self) -> str:
        """All words below, with single spaces."""
        return " ".join("".join(self.pieces()).split())

    def pieces(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.pieces()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("")
        self.open = [self.root]
        self.wrong: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, dict(attrs)))

    @override
    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag == tag:
            self.open.pop()
        else:
            self.wrong.append(f"</{tag}> ends <{self.open[-1].tag}>")

    @override
    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parsed(html: str) -> Node:
    """The page."""
    return _built(html).root


def _built(html: str) -> _Builder:
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder


def problems(html: str) -> list[str]:
    """What is wrong with a page, whatever it shows."""
    builder = _built(html)
    root = builder.root
    found = builder.wrong + [f"<{one.tag}> is not closed" for one in builder.open[1:]]
    ids = Counter(one.attributes["id"] for one in root.below() if "id" in one.attributes)
    found += [f"the id {name} is there {count} times" for name, count in ids.items() if count > 1]
    if len(root.all("h1")) != 1:
        found.append(f"it has {len(root.all('h1'))} h1")
    found += [f"a heading cell without scope: {one.text}" for one in root.all("th") if "scope" not in one.attributes]
    found += [f"<{one.tag}> has a style of its own" for one in root.below() if "style" in one.attributes]
    for one in root.all("form"):
        if one.attributes.get("method") not in ("post", "dialog") and one.attributes.get("role") != "search":
            found.append(f"a form that acts by {one.attributes.get('method')}")
    for one in (*root.all("a"), *root.all("button")):
        if not (one.text or one.attributes.get("aria-label")):
            found.append(f"<{one.tag}> has no words")
    return found
