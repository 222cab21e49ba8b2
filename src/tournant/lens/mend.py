"""The careful path: find every part of a document that is wrong, and make a copy without them.

Taken only when the straight path stumbled. An element that reads well is kept as it is; one that does not is cut open,
its children looked at one by one, and the smallest wrong part left out. The straight path then reads the copy, so
there is one mapping only; the source keeps all its bytes, and the faults say by offset what does not belong to rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from tournant.lens.errors import Refused
from tournant.lens.graph import Edge, Graph, Place, Record
from tournant.lens.reading import UNREADABLE, Frames, Reader, Wrong
from tournant.lens.source import Fault, Slice, Source, split_list, split_object
from tournant.lens.splice import Edit, rendered
from tournant.lens.wire import ABSENT, Wire

_WHERE = re.compile(r"^(.*?)(?: - at `\$(.*)`)?$", re.DOTALL)


def fault_of(why: Exception) -> Fault:
    """The reason of a failed parse, and the path inside the element at which it failed."""
    found = _WHERE.match(str(why))
    reason, inside = found.groups() if found else (str(why), None)
    return Fault(reason or type(why).__name__, inside or "")


def mend(graph: Graph, wire: Wire, reader: Reader, src: Source, *, careful: bool) -> bytes:
    """The document without what is wrong in it; notes the faults in the source.

    Not careful: wrong shapes only. Careful: duplicates and values that their conversion refuses too, for which every
    element is looked at. Raises Refused if nothing is left.
    """
    src.faults.clear()
    try:
        return _Mender(wire, reader, src, careful=careful).element(graph.root, src.buf, ())
    except (Wrong, msgspec.ValidationError) as why:
        fault = why.fault if isinstance(why, Wrong) else fault_of(why)
        where = f" at ${fault.inside}" if fault.inside else ""
        raise Refused(f"this is no {graph.name} document: {fault.reason}{where}") from None


class _Scope:
    """Where a list is met: the frames around it, and the keys that its parent's lists have there so far."""

    __slots__ = ("frames", "met")

    def __init__(self, frames: Frames, met: set[tuple[Edge, Any]]) -> None:
        self.frames, self.met = frames, met


class _Mender:
    """One document being mended."""

    def __init__(self, wire: Wire, reader: Reader, src: Source, *, careful: bool) -> None:
        self._wire = wire
        self._reader = reader
        self._src = src
        self._careful = careful
        self._claimed: set[tuple[Record, Any]] = set()

    def element(self, record: Record, raw: Slice, frames: Frames) -> bytes:
        """The element without its wrong descendants; raises where it is itself wrong."""
        load = self._wire.load[record]
        if record.bare:
            load(raw)
            return bytes(memoryview(raw))
        try:
            element = load(raw)
            if not self._careful or self._claim(record, element, frames):
                return bytes(memoryview(raw))
        except (msgspec.ValidationError, Wrong, *UNREADABLE):
            pass  # Something inside is wrong: cut it open.
        cut = self._wire.cut[record](raw)
        if self._careful:
            self._own(record, cut, frames)
        inside = [child for same in self._reader.selves(record, cut) for child in same.places if child.at]
        edits = [edit for child in inside for edit in self._place(child, cut, _Scope((), set()))]
        return rendered(self._src.buf, *self._src.span(raw), edits)

    def _frame(self, place: Place, name: str | None, raw: Slice, scope: _Scope) -> bytes:
        """The element of a list without rows; its own lists share the keys with those of its siblings."""
        assert place.frame is not None  # noqa: S101 - the caller looked
        cut = self._wire.cut[place.frame](raw)
        inner = _Scope((*scope.frames, (name, cut)), scope.met)
        edits = [edit for child in place.frame.places for edit in self._place(child, cut, inner)]
        return rendered(self._src.buf, *self._src.span(raw), edits)

    def _own(self, record: Record, cut: Any, frames: Frames) -> None:
        """Look at the element itself, its children apart; note its own id as taken."""
        for same in self._reader.selves(record, cut):
            if same.each and (fault := self._reader.unreadable(same, cut, frames)):
                raise Wrong(fault)
        if record.roaming and not self._take([(record, self._reader.key(record, cut, frames))]):
            raise Wrong(Fault(f"duplicate id: the document has this {record.kind} twice", duplicate=True))

    def _claim(self, record: Record, element: Any, frames: Frames) -> bool:
        claims = list(self._reader.claims(record, element, frames))
        if record.roaming:
            claims.append((record, self._reader.key(record, element, frames)))
        return self._take(claims)

    def _take(self, claims: list[tuple[Record, Any]]) -> bool:
        wanted = set(claims)
        if len(wanted) != len(claims) or wanted & self._claimed:
            return False
        self._claimed |= wanted
        return True

    def _place(self, place: Place, cut: Any, scope: _Scope) -> Iterator[Edit]:
        value = self._reader.value(place, cut)
        if value is not None and value != ABSENT:
            start, end = self._src.span(value)
            yield start, end, [self._value(place, value, scope)]

    def _value(self, place: Place, value: Slice, scope: _Scope) -> bytes:
        """What stands at a place, without what is wrong in it."""
        try:
            if place.form == "[]":
                children = [(None, child) for child in split_list(value)]
                return b"[" + b",".join(self._good(place, children, scope)) + b"]"
            if place.form == "{}":
                return b"{" + b",".join(self._good(place, split_object(value).items(), scope)) + b"}"
            return next(iter(self._good(place, [(None, value)], scope)), b"null")
        except msgspec.ValidationError as why:
            self._src.faults[self._src.at(value)] = fault_of(why)
            return b"null"

    def _good(self, place: Place, children: Iterable[tuple[Any, Slice]], scope: _Scope) -> Iterator[bytes]:
        for name, raw in children:
            try:
                if place.frame is not None:
                    mended = self._frame(place, name, raw, scope)
                else:
                    mended = self._child(place, raw, scope)
            except Wrong as why:
                self._src.faults[self._src.at(raw)] = why.fault
            except UNREADABLE as why:  # msgspec's own refusals are ValueErrors too
                self._src.faults[self._src.at(raw)] = self._named(place, raw, fault_of(why))
            else:
                yield msgspec.json.encode(name) + b":" + mended if place.form == "{}" else mended

    def _named(self, place: Place, raw: Slice, fault: Fault) -> Fault:
        """The fault with the name of the map's member that is to blame, which msgspec leaves out."""
        above, found, below = fault.inside.partition("[...]")
        for edge in place.edges if found else ():
            for path, load in self._wire.only[edge.record].items():
                if f".{path}" == above:
                    member = self._blamed(raw, path.split("."), load)
                    return Fault(fault.reason, f"{above}.{member}{below}")
        return fault

    def _blamed(self, raw: Slice, path: list[str], load: Callable[[Any], Any]) -> str:
        for segment in path:
            raw = split_object(raw)[segment]
        for name, value in split_object(raw).items():
            try:
                load(value)
            except msgspec.ValidationError:
                return name
        return "*"

    def _child(self, place: Place, raw: Slice, scope: _Scope) -> bytes:
        if not place.tag and not (place.form == "[]" and self._careful):
            return self.element(place.only.record, raw, scope.frames)
        edge = self._reader.edge(place, self._wire.tag[place](raw) if place.tag else None)
        if edge is None:
            return self._stranger(place, raw)
        known = None
        if self._careful and not edge.record.by_place:
            known = (edge, self._reader.key(edge.record, self._wire.key[place](raw), scope.frames))
        if known in scope.met:
            raise Wrong(Fault("duplicate key", duplicate=True))
        mended = self.element(edge.record, raw, scope.frames)
        if known is not None:
            scope.met.add(known)
        return self._own_members(place, edge, mended) if place.tag else mended

    def _stranger(self, place: Place, raw: Slice) -> bytes:
        """An element of no declared kind: it may look as it likes, and is then no part of what is read."""
        try:
            self._wire.load_place[place](raw)
        except msgspec.ValidationError:
            raise Wrong(Fault("", silent=True)) from None
        return bytes(memoryview(raw))

    def _own_members(self, place: Place, edge: Edge, mended: bytes) -> bytes:
        """An element of a mixed list, without members that belong to other kinds and would not read as theirs."""
        try:
            self._wire.load_place[place](mended)
        except msgspec.ValidationError:
            own = self._wire.members(edge.record) | {place.tag[0]}
            return msgspec.json.encode({name: value for name, value in split_object(mended).items() if name in own})
        return mended
