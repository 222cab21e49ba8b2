"""Edits on a document's bytes: (start, end, pieces) that are joined once, at the end.

Values are put where they stood, so everything around them keeps its bytes: white space, spelling, unknown members,
repeated members (of which the last counts).
"""

from __future__ import annotations

import json
import operator
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import Raw

from tournant.lens.errors import EncodeError
from tournant.lens.source import Slice, Source, first_byte, split_object

Piece = bytes | memoryview
Edit = tuple[int, int, list[Piece]]
encode_json = msgspec.json.encode
decode_json = msgspec.json.decode


@dataclass(frozen=True, slots=True)
class Only:
    """The only member of a map, whatever its name; `name` is what it is called in a map made anew."""

    name: str


class Drop:
    """In a tree of members: take this one out."""


DROP = Drop()
Tree = dict[Any, Any]
"""Member name (or Only) to its JSON text (bytes), DROP, or the tree of its own members."""


def put(tree: Tree, path: tuple[str, ...], value: bytes | Drop, only: str) -> None:
    """Set one member of a tree by its path; a last `*` is the only member, called `only` if it is made anew."""
    for segment in path[:-1]:
        tree = tree.setdefault(segment, {})
    tree[Only(only) if path[-1] == "*" else path[-1]] = value


def plain(tree: Any) -> bytes:
    """A tree as JSON text of its own."""
    if isinstance(tree, bytes):
        return tree
    return encode_json(_values(tree))


def _values(tree: Tree) -> dict[str, Any]:
    return {
        name.name if isinstance(name, Only) else name: _values(sub) if isinstance(sub, dict) else Raw(sub)
        for name, sub in tree.items()
        if sub is not DROP
    }


def rendered(buf: Piece, start: int, end: int, edits: list[Edit]) -> bytes:
    """The bytes from start to end, with the edits made."""
    view = memoryview(buf)
    out: list[Piece] = []
    for first, last, pieces in sorted(edits, key=operator.itemgetter(0, 1)):
        out.append(view[start:first])
        out += pieces
        start = last
    return b"".join([*out, view[start:end]])


def set_members(src: Source, raw: Slice, tree: Tree, inner: list[Edit]) -> list[Edit]:
    """The edits that set (or drop) members of one object, and of the objects inside it.

    `inner` are edits of what lies deeper (child lists); they are among the edits returned, and the list is used up.
    """
    members = split_object(raw)
    edits = inner
    added: list[bytes] = []
    dropped: set[str] = set()
    for wanted, sub in tree.items():
        name = next(iter(members), wanted.name) if isinstance(wanted, Only) else wanted
        there = members.get(name)
        below = there if there is not None and isinstance(sub, dict) and first_byte(there) == b"{" else None
        if sub is DROP or (below is not None and _emptied(below, sub)):
            dropped |= {name} & members.keys()
        elif below is not None:
            inside, edits = _parted(edits, src.span(below)) if edits else ([], [])
            edits += set_members(src, below, sub, inside)
        elif isinstance(sub, dict) and not _values(sub):
            continue  # Members to drop from an object that is not there.
        elif there is None:
            added.append(encode_json(name) + b":" + plain(sub))
        else:
            edits.append((*src.span(there), [plain(sub)]))
    if dropped:
        return [_rewritten(src, raw, edits, dropped, added)]
    if added:
        last = max((src.span(value)[1] for value in members.values()), default=None)
        text, behind = b",".join(added), src.span(raw)[0] + 1
        edits.append((behind, behind, [text]) if last is None else (last, last, [b",", text]))
    return edits


def _emptied(there: Slice, sub: Tree) -> bool:
    """Whether an object loses all its members, and so goes too."""
    if any(value is not DROP for value in sub.values()):
        return False
    names = set(split_object(there))
    return bool(names) and names <= {name for name in sub if isinstance(name, str)}


def _parted(edits: list[Edit], span: tuple[int, int]) -> tuple[list[Edit], list[Edit]]:
    """The edits inside a span, and the others."""
    inside: list[Edit] = []
    others: list[Edit] = []
    for edit in edits:
        (inside if span[0] <= edit[0] and edit[1] <= span[1] else others).append(edit)
    return inside, others


def _rewritten(src: Source, raw: Slice, edits: list[Edit], dropped: set[str], added: list[bytes]) -> Edit:
    """One edit for an object that loses members: what stays keeps its bytes, with a comma between."""
    start, end = src.span(raw)
    kept = [
        rendered(src.buf, first, last, _parted(edits, (first, last))[0])
        for name, first, last in _spans(src.buf, start)
        if name not in dropped
    ]
    return start, end, [b"{", b",".join(kept + added), b"}"]


def _spans(buf: bytes, start: int) -> list[tuple[str, int, int]]:
    """Every member of the object at `start`, repeated ones too: its name, where it begins, and where its value ends."""
    text = buf[start:].decode()
    scan = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
    found, at, offset, before = [], _skip(text, 1), start, 0
    while text[at] == '"':
        try:
            name, behind = scan.raw_decode(text, at)
            _, behind = scan.raw_decode(text, _skip(text, _skip(text, behind) + 1))
        except RecursionError as why:
            raise EncodeError("a member cannot be taken out of an object that is nested this deeply") from why
        first = offset + len(text[before:at].encode())
        last = first + len(text[at:behind].encode())
        found.append((name, first, last))
        offset, before = last, behind
        at = _skip(text, behind)
        if text[at] != ",":
            break
        at = _skip(text, at + 1)
    return found


def _skip(text: str, at: int) -> int:
    """The next place that is not white space."""
    while text[at] in " \t\r\n":
        at += 1
    return at
