"""Typed forms of a table's elements, made once when the table is compiled.

For each record `whole` (its fields and all that is inside, typed), `cut` (its fields, children left as bytes) and
`key` (no more than says which element it is); for a mixed list the same with the members of all its kinds merged, to
be told apart by the tag. An attribute is named after its member, so the code that reads one form reads them all.
"""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Raw, UnsetType

from tournant.kernel import bounds
from tournant.lens.errors import TableError
from tournant.lens.graph import BARE, NAME, Edge, Graph, Place, Record, climbed, paths_of

Text = Annotated[str, Meta(max_length=bounds.STRING_CHARS_MAX)]
ABSENT = Raw(b"null")
_module_number = count(1)


@dataclass(slots=True)
class _Slot:
    """A member of an element's wire form: its type, and whether it must be there."""

    type: Any
    required: bool = False
    default: Any = None


_Tree = dict[str, "_Slot | _Tree"]


def attribute(name: str) -> str:
    """The attribute under which a member is found in every wire form."""
    return f"m_{name}" if name.isidentifier() else "x_" + name.encode().hex()


class Wire:
    """The wire forms of one table and their decoders."""

    def __init__(self, graph: Graph) -> None:
        """Make the forms of every record and of every mixed list."""
        module = types.ModuleType(f"tournant_lens_{graph.name}_{next(_module_number)}".replace(".", "_"))
        sys.modules[module.__name__] = module  # msgspec resolves the forms' references to each other by module name.
        self._module = module
        self._above = graph.above_units()
        self._made: list[str] = []
        self.load: dict[Record, Callable[[Any], Any]] = {}
        self.cut: dict[Record, Callable[[Any], Any]] = {}
        self.scan: dict[Record, Callable[[Any], Any]] = {}
        self.key: dict[Place, Callable[[Any], Any]] = {}
        self.tag: dict[Place, Callable[[Any], Any]] = {}
        self.only: dict[Record, dict[str, Callable[[Any], Any]]] = {}
        """For each map of which a field is the only member: what reads one member."""
        self.load_place: dict[Place, Callable[[Any], Any]] = {}
        records = [graph.root, *graph.records, *graph.frames]
        for record in records:
            if not record.bare:
                for form, how in (("T", "whole"), ("C", "cut"), ("S", "scan")):
                    self._make(_name(form, record), self._tree(record, how))
        for place in graph.places:
            if place.tag:
                self._make(f"P{place.number}", self._merged(place, "whole"))
                self._make(f"G{place.number}", self._merged(place, "tag"))
            if place.frame is None and not place.only.record.bare:
                self._make(f"K{place.number}", self._merged(place, "key"))
        self._decoders(records, graph.places)

    def _decoders(self, records: list[Record], places: list[Place]) -> None:
        def decoder(of: Any) -> Callable[[Any], Any]:
            return msgspec.json.Decoder(of).decode

        found = self._module.__dict__
        for record in records:
            self.only[record] = {
                path.removesuffix(".*"): decoder(slot.type | None)
                for path, slot in field_types(record)
                if path.endswith(".*")
            }
            if record.bare:
                self.load[record] = decoder(key_type(record))
            else:
                self.load[record] = decoder(found[_name("T", record)])
                self.cut[record] = decoder(found[_name("C", record)])
                self.scan[record] = decoder(found[_name("S", record)])
        for place in (place for place in places if place.frame is None):
            record = place.only.record
            self.load_place[place] = decoder(found[f"P{place.number}"]) if place.tag else self.load[record]
            if place.tag:
                self.tag[place] = decoder(found[f"G{place.number}"])
            self.key[place] = self.load[record] if record.bare else decoder(found[f"K{place.number}"])

    def _make(self, name: str, tree: _Tree) -> type:
        fields = []
        for member, sub in tree.items():
            made, required = self._member(f"{name}_{len(self._made)}", sub)
            default = {} if required else {"default": sub.default if isinstance(sub, _Slot) else None}
            fields.append((attribute(member), made, msgspec.field(name=member, **default)))
        form = msgspec.defstruct(name, fields, module=self._module.__name__, kw_only=True, gc=False)
        self._module.__dict__[name] = form
        self._made.append(name)
        return form

    def _member(self, name: str, sub: _Slot | _Tree) -> tuple[Any, bool]:
        if isinstance(sub, _Slot):
            return sub.type, sub.required
        required = any(isinstance(leaf, _Slot) and leaf.required for leaf in _leaves(sub))
        form = self._make(name, sub)
        return (form if required else form | None), required

    def members(self, record: Record) -> set[str]:
        """The outermost members that a record's form reads."""
        form = self._module.__dict__[_name("T", record)]
        return {field.encode_name for field in msgspec.structs.fields(form)}

    # ------------------------------------------------------------------ the members of one form

    def _tree(self, record: Record, how: str) -> _Tree:
        """The members of a record's form: `whole`, `cut` or `scan` (down to the lists of units, left as bytes)."""
        tree: _Tree = {}
        self._put_key(tree, record)
        for path, leaf in field_types(record) if how in ("whole", "cut") else ():
            levels, members = climbed(path)
            if not levels:
                _put(tree, members, leaf, record)
        for edge in record.inside:
            self._put_climbed(tree, record, edge)
        for place in record.places:
            if not place.at:
                _merge(tree, self._merged(place, how), record)
            elif how == "scan":
                self._put_scan(tree, place)
            else:
                slot = _Slot(self._children(place)) if how == "whole" else _Slot(Raw, default=ABSENT)
                _put(tree, place.path, slot, record)
        return tree

    def _put_climbed(self, tree: _Tree, frame: Record, edge: Edge) -> None:
        """What the records inside a frame read from it."""
        level = len(edge.frames) - edge.frames.index(frame)
        keys = [(path, _Slot(key_type(edge.record), required=True)) for path in edge.record.key if path != BARE]
        for path, leaf in [*keys, *field_types(edge.record)]:
            levels, members = climbed(path)
            if levels == level and members != (NAME,):
                _put(tree, members, leaf, edge.record)

    def _merged(self, place: Place, how: str) -> _Tree:
        tree: _Tree = {}
        if place.tag:
            _put(tree, place.tag, _Slot(Text | None), place.owner)
        for edge in place.edges:
            if how == "key":
                self._put_key(tree, edge.record)
            elif how != "tag":
                _merge(tree, self._tree(edge.record, how), edge.record)
        return tree

    def _put_key(self, tree: _Tree, record: Record) -> None:
        for path in record.key:
            levels, members = climbed(path) if path != BARE else (1, ())
            if not levels:
                _put(tree, members, _Slot(key_type(record), required=True), record)

    def _put_scan(self, tree: _Tree, place: Place) -> None:
        if place.unit:
            units = {"[]": list[Raw] | None, "{}": dict[str, Raw] | None, "": Raw | None}[place.form]
            _put(tree, place.path, _Slot(units), place.owner)
        elif place.frame in self._above or any(edge.record in self._above for edge in place.edges):
            _put(tree, place.path, _Slot(self._children(place, "S")), place.owner)

    def _children(self, place: Place, form: str = "T") -> Any:
        """The type of a place's value, as text where it names forms: they may contain each other."""
        record = place.frame or place.only.record
        if record.bare:
            return list[key_type(record)] | None  # type: ignore[misc]  # a type made here
        name = f"P{place.number}" if place.tag and form == "T" else _name(form, record)
        return {"[]": f"list[{name}] | None", "{}": f"dict[str, {name}] | None", "": f"{name} | None"}[place.form]


def _name(form: str, record: Record) -> str:
    """The name of a record's form; frames are numbered below zero."""
    return f"{form}{record.number}" if record.number >= 0 else f"{form}F{-record.number}"


def _leaves(tree: _Tree) -> list[_Slot | _Tree]:
    """The slots of a tree, those of its objects too."""
    found: list[_Slot | _Tree] = []
    for sub in tree.values():
        found += _leaves(sub) if isinstance(sub, dict) else [sub]
    return found


def _below(tree: _Tree, segment: str, record: Record) -> _Tree:
    below = tree.setdefault(segment, {})
    if not isinstance(below, dict):
        raise TableError(f"{record.kind}: {segment!r} is mapped both as a value and as an object")
    return below


def _put(tree: _Tree, path: tuple[str, ...], slot: _Slot, record: Record) -> None:
    if path[-1] == "*":
        path, slot = path[:-1], _Slot(dict[str, slot.type | None] | None)  # type: ignore[name-defined]  # a type made here
    for segment in path[:-1]:
        tree = _below(tree, segment, record)
    had = tree.get(path[-1])
    if had is None:
        tree[path[-1]] = slot
    elif not isinstance(had, _Slot) or (had.type not in (slot.type, slot.type | None) and slot.type != had.type | None):
        raise TableError(f"{record.kind}: {'.'.join(path)!r} is mapped in two ways that need different types")
    elif slot.required and not had.required:
        tree[path[-1]] = slot


def _merge(tree: _Tree, other: _Tree, record: Record) -> None:
    for name, sub in other.items():
        had = tree.get(name)
        if had is None:
            tree[name] = sub
        elif isinstance(had, dict) and isinstance(sub, dict):
            _merge(had, sub, record)
        elif isinstance(sub, _Slot):
            _put(tree, (name,), sub, record)
        else:
            raise TableError(f"{record.kind}: {name!r} is mapped in two ways that need different types")


# ---------------------------------------------------------------------- the types of leaves


def key_type(record: Record) -> Any:
    """The type of a key's member on the wire."""
    return record.key_conv.wire if record.key_conv else Text


def field_types(record: Record) -> list[tuple[str, _Slot]]:
    """Each path of a record's fields with its slot."""
    found: list[tuple[str, _Slot]] = []
    own = _annotations(record.each.row) if record.each else {}
    for name, f in record.fields.items():
        paths = paths_of(f)
        wire: Any = f.conv.wire if f.conv else str if f.to else own[name]
        wires = wire if len(paths) > 1 else (wire,) * len(paths)
        found += [
            (path, _Slot(_bounded(one) if path.endswith("*") else _bounded(one) | None))
            for path, one in zip(paths, wires, strict=True)
        ]
    return found


def _bounded(wire: Any) -> Any:
    return Text if wire is str else wire


def _annotations(row: type) -> dict[str, Any]:
    """What each of a row's fields is when it is there: the annotation without None and UNSET."""
    found = {}
    for name, hint in typing.get_type_hints(row, include_extras=True).items():
        several = typing.get_origin(hint) in (typing.Union, types.UnionType)
        parts = [part for part in typing.get_args(hint) if part not in (type(None), UnsetType)] if several else [hint]
        found[name] = parts[0] if len(parts) == 1 else typing.Union[tuple(parts)]  # noqa: UP007 - of a tuple made here
    return found
