"""Typed elements to rows, by straight-line code generated from the table.

A record that is found at one place is written in place; one that is shared, recursive or found at several places
becomes a function. Keys become ids by a dictionary look-up. What the straight path cannot settle (a duplicate key, a
value that its conversion refuses) raises, and the careful path in `mend` sorts it out.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from operator import attrgetter
from typing import Any

from tournant.lens.code import Code, Frames, Names, Reads, Scope, call
from tournant.lens.graph import NAME, Edge, Graph, Place, Record, Stream, climbed, paths_of
from tournant.lens.table import F
from tournant.lens.wire import attribute


def compile_flatten(graph: Graph) -> Callable[..., tuple[list[list[Any]], dict[tuple[int, Any, str], str]]]:
    """Make `flatten(doc, ids, check)`: the rows of each stream, and the ids of variants by (edge, parent, key)."""
    flattener = _Flattener(graph)
    source = flattener.source()
    space = flattener.code.space
    exec(compile(source, f"<flatten {graph.name}>", "exec"), space)  # noqa: S102 - the source is ours, made from the table
    made: Callable[..., Any] = space["flatten"]
    return made


class _Flattener:
    def __init__(self, graph: Graph) -> None:
        self.code = Code()
        self._graph = graph
        self._add: dict[Stream, str] = {}
        self._ids: dict[str, str] = {}
        self._functions = [r for r in graph.records if len(r.into) > 1 or any(e.link for e in r.into)]
        self._recursive = {record for record in graph.records if record in record.below()}

    def source(self) -> str:
        code, graph = self.code, self._graph
        streams = graph.streams
        with code.block("def flatten(doc, ids, check):"):
            code("placed = {}")
            for number, stream in enumerate(streams):
                code(f"s{number} = []; add{number} = s{number}.append")
                self._add[stream] = f"add{number}"
            for kind in sorted({record.id_kind for record in graph.records}):
                self._ids[kind] = name = code.name("ids")
                code(f"{name} = ids({kind!r})")
            for record in self._functions:
                self._function(record)
            self._inside(graph.root, "doc", "UNSET")
            for number, stream in enumerate(streams):
                if isinstance(stream, Record) and stream.spread:
                    code(f"if check and len({{r.id for r in s{number}}}) != len(s{number}): raise Uneven")
            code(f"return [{', '.join(f's{n}' for n in range(len(streams)))}], placed")
        return "\n".join(code.lines)

    def _function(self, record: Record) -> None:
        n = record.number
        with self.code.block(f"def flat{n}(o, frames, k, rid, parent, pos):"):
            self._body(record, "o", None, Names("k", "rid", "parent", "pos"))
        if any(edge.link for edge in record.into):
            self.code(f"seen{n} = {{}}; others{n} = {{}}; taken{n} = set()")
            with self.code.block(f"def variant{n}(edge, x, k, parent):"):
                self._variant(record)

    def _variant(self, record: Record) -> None:
        """A copy that differs from the first of its key: a row of its own, once for equal copies."""
        code, n = self.code, record.number
        code(f"same = others{n}.setdefault(k, [])")
        code("rid = next((rid for y, rid in same if y == x), None)")
        with code.block("if rid is None:"):
            code("name = f'{k}~{parent}'")
            code(f"while name in taken{n}: name += '~'")
            code(f"taken{n}.add(name); rid = {self._ids[record.kind]}[name]")
            code(f"same.append((x, rid)); flat{n}(x, None, k, rid, UNSET, UNSET)")
        code("placed[edge, parent, k] = rid")
        code("return rid")

    # ------------------------------------------------------------------ one element

    def _body(self, record: Record, element: str, frames: Frames, names: Names, *, optional: bool = False) -> None:
        """One row, and those inside it; an optional one only where any of its fields is there."""
        reads = Reads(self.code, element, [*_own_paths(record), *(place.path for place in record.places)])
        own = 3 if record.is_link else 4
        first = [names.rid, *([] if record.is_link else [names.key]), names.parent, names.position]
        values = [self._field(record, name, reads, frames) for name in record.row.__struct_fields__[own:]]
        given = [v for name, v in zip(record.row.__struct_fields__[own:], values, strict=True) if _read(record, name)]
        while values and values[-1] == "UNSET":
            values.pop()
        there = " or ".join(f"{value} is not None" for value in given) or "True"
        with self.code.block(f"if {there}:") if optional else nullcontext():
            made = call(self.code.bind(record.row), record.row.__struct_fields__, first + values, own)
            self.code(f"{self._add[record]}({made})")
            rid = names.rid
            if record.is_link and record.places:
                rid = self.code.name("i")
                some = " or ".join(reads(place.path) for place in record.places)
                self.code(f"{rid} = f'{{{names.parent}}}/{{{names.rid}}}' if {some} else None")
            self._inside(record, element, rid, reads)

    def _field(self, record: Record, name: str, reads: Reads, frames: Frames) -> str:
        f = record.fields.get(name)
        if f is None:
            return "UNSET"
        if not f.path:
            return self.code.bind(f.absent)
        found = []
        for path in paths_of(f):
            levels, members = climbed(path)
            found.append(self._climbed(frames, levels, members) if levels else reads(members))
        if (f.conv is None or f.conv.plain) and f.to is None and f.absent is None:
            return found[0]
        return self._converted(f, found)

    def _converted(self, f: F, found: list[str]) -> str:
        code = self.code
        values = [code.name("v") for _ in found] if any("." in read for read in found) else found
        for value, read in zip(values, found, strict=True):
            if value != read:
                code(f"{value} = {read}")
        good = values[0]
        if f.to is not None:
            good = f"{self._ids[f.to.__name__]}[{good}]" if f.to.__name__ in self._ids else self._late_ids(f, good)
        elif f.conv is not None:
            good = code.converted(f.conv, values)
        there = " or ".join(f"{value} is not None" for value in values)
        absent = code.bind(f.absent) if f.absent is not None else "None"
        made = code.name("v")
        code(f"{made} = {good} if {there} else {absent}")
        return made

    def _late_ids(self, f: F, key: str) -> str:
        """A reference to a kind that this document does not hold."""
        assert f.to is not None  # noqa: S101 - the caller looked
        return f"ids({f.to.__name__!r})[{key}]"

    # ------------------------------------------------------------------ what is inside

    def _climbed(self, frames: Frames, levels: int, members: tuple[str, ...]) -> str:
        """Read from a list or map that the place passed through; in a function, the frames are its argument."""
        name, value = frames[-levels] if frames is not None else (f"frames[-{levels}][0]", f"frames[-{levels}][1]")
        return name if members == (NAME,) else Reads(self.code, value, [members])(members)

    def _inside(self, record: Record, element: str, rid: str, reads: Reads | None = None) -> None:
        reads = reads or Reads(self.code, element, [place.path for place in record.places])
        found = [(place, reads(place.path)) for place in record.places]
        for place, read in found:
            if place.frame is None:
                self._children(place, read, Scope([], rid, ""))
                continue
            keys = self.code.name("d")
            with self.code.block(f"if {read}:"):
                self.code(f"{keys} = []")
                self._frame(place, read, Scope([], rid, keys))
                self.code(f"if check and len(set({keys})) != len({keys}): raise Uneven")

    def _frame(self, place: Place, read: str, scope: Scope) -> None:
        """Go through a list or map that has no row."""
        code = self.code
        name, value = code.name("n"), code.name("h")
        head = (
            f"for {value} in {read} or ():"
            if place.form == "[]"
            else f"for {name}, {value} in ({read} or {{}}).items():"
        )
        with code.block(head):
            assert place.frame is not None  # noqa: S101 - the caller looked
            reads = Reads(code, value, [below.path for below in place.frame.places])
            inner = Scope([*scope.frames, (name if place.form == "{}" else "None", value)], scope.parent, scope.keys)
            found = [(below, reads(below.path)) for below in place.frame.places]
            for below, expression in found:
                self._children(below, expression, inner)

    def _children(self, place: Place, read: str, scope: Scope) -> None:
        if place.frame is not None:
            self._frame(place, read, scope)
            return
        code, record = self.code, place.only.record
        some = code.name("L")
        code(f"{some} = {read}")
        if place.form == "":
            with code.block(f"if {some} is not None:"):
                names = Names(self._key(record, some, scope.frames), "", scope.parent, "0")
                self._dispatch(place, some, scope.frames, names)
            return
        with code.block(f"if {some}:"):
            if record.bare:
                self._bare(record, some, scope)
            else:
                self._elements(place, some, scope)

    def _elements(self, place: Place, some: str, scope: Scope) -> None:
        code, record = self.code, place.only.record
        x, k, p = code.name("x"), code.name("k"), code.name("p")
        if place.form == "{}":
            with code.block(f"for {p}, ({k}, {x}) in enumerate({some}.items()):"):
                self._occurrence(place.only, x, scope.frames, Names(k, "", scope.parent, p))
            return
        if not (record.by_place or all(edge.record.spread for edge in place.edges)):  # What is spread comes at the end.
            self._check(record, some, scope)
        with code.block(f"for {p}, {x} in enumerate({some}):"):
            if place.owner is self._graph.root:
                code(f"{some}[{p}] = None")  # The tree is given back bit by bit, while it is still in the caches.
            code(f"{k} = {self._key(record, x, scope.frames)}")
            self._dispatch(place, x, scope.frames, Names(k, "", scope.parent, p))

    def _check(self, record: Record, some: str, scope: Scope) -> None:
        """Look for keys that are there twice; in lists around which other lists are, once all were read."""
        if scope.keys:
            key = "x" if record.bare else self._key(record, "x", scope.frames)
            self.code(f"if check: {scope.keys}.extend([{key} for x in {some}])")
            return
        keys = some
        if not record.bare:
            members = [".".join(map(attribute, path.split("."))) for path in record.key]
            keys = f"map({self.code.bind(attrgetter(*members))}, {some})"
        self.code(f"if check and len({some}) > 1 and len(set({keys})) != len({some}): raise Uneven")

    def _bare(self, record: Record, some: str, scope: Scope) -> None:
        self._check(record, some, scope)
        key = f"{self.code.bind(record.key_conv.dec)}(x)" if record.key_conv else "x"
        row = f"{self.code.bind(record.row)}({self._ids[record.id_kind]}[{key}], {scope.parent}, p)"
        self.code(f"for p, x in enumerate({some}): {self._add[record]}({row})")

    def _dispatch(self, place: Place, x: str, frames: Frames, names: Names) -> None:
        if not place.tag:
            self._occurrence(place.only, x, frames, names)
            return
        tag = self.code.name("g")
        self.code(f"{tag} = {Reads(self.code, x, [place.tag])(place.tag)}")
        for number, edge in enumerate(place.edges):
            with self.code.block(f"{'el' if number else ''}if {tag} == {edge.when!r}:"):
                self._occurrence(edge, x, frames, names)

    def _key(self, record: Record, x: str, frames: Frames) -> str:
        """The key of an element as text. The members of a key are required, so all objects above them are there."""
        if not record.key:
            return "None"
        parts = []
        for path in record.key:
            levels, members = climbed(path)
            name, value = frames[-levels] if levels and frames else ("", x)
            parts.append(name if members == (NAME,) else f"{value}." + ".".join(map(attribute, members)))
        if len(parts) > 1:
            return "f'" + ":".join(f"{{{part}}}" for part in parts) + "'"
        if record.key_conv is None or record.key_conv.plain:
            return parts[0]
        return f"{self.code.bind(record.key_conv.dec)}({parts[0]})"

    def _occurrence(self, edge: Edge, x: str, frames: Frames, names: Names) -> None:
        record, code, n = edge.record, self.code, edge.record.number
        if edge.link:
            self._shared(edge, x, names)
            return
        rid = code.name("i")
        code(f"{rid} = {self._rid(edge, names)}")
        placed = Names(names.key, rid, names.parent, names.position)
        if record in self._functions and (edge.owner.each is None or record in self._recursive):
            around = "(" + "".join(f"({name}, {value}), " for name, value in frames or ()) + ")"
            code(f"flat{n}({x}, {around}, {placed.key}, {rid}, {placed.parent}, {placed.position})")
        else:
            self._body(record, x, frames, placed, optional=not edge.place.at and not record.key)

    def _rid(self, edge: Edge, names: Names) -> str:
        record, each = edge.record, edge.record.each
        ids = self._ids[record.id_kind]
        if each is not None and each.scoped:
            return f"{ids}[f'{{{names.parent}}}/{{{names.key}}}']"
        if not record.key and edge.place.form != "{}":
            parts = [] if names.parent == "UNSET" else [f"{{{names.parent}}}"]
            parts += [edge.place.at] if edge.named_by_place() or names.parent == "UNSET" else []
            parts += [f"{{{names.position}}}"] if record.by_place else []
            return f"{ids}[f'{'/'.join(parts)}']"
        return f"{ids}[{names.key}]"

    def _shared(self, edge: Edge, x: str, names: Names) -> None:
        code, n, k = self.code, edge.record.number, names.key
        first, rid, ids = code.name("f"), code.name("i"), self._ids[edge.record.kind]
        code(f"{first} = seen{n}.get({k})")
        with code.block(f"if {first} is None:"):
            code(f"seen{n}[{k}] = {x}; {rid} = {ids}[{k}]; flat{n}({x}, None, {k}, {rid}, UNSET, UNSET)")
        code(f"elif {first} == {x}: {rid} = {ids}[{k}]")
        code(f"else: {rid} = variant{n}({edge.number}, {x}, {k}, {names.parent})")
        code(f"{self._add[edge]}({code.bind(edge.link)}({rid}, {names.parent}, {names.position}))")


def _own_paths(record: Record) -> list[tuple[str, ...]]:
    """The paths that a record's columns read from its own element."""
    found = [climbed(path) for f in record.fields.values() for path in paths_of(f)]
    return [members for levels, members in found if not levels]


def _read(record: Record, name: str) -> bool:
    """Whether a column is read from the document."""
    return name in record.fields and bool(record.fields[name].path)
