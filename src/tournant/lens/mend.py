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
from tournant.lens.graph import HOP, Edge, Graph, Place, Record, paths_of
from tournant.lens.source import Fault, Slice, Source, split_list, split_object
from tournant.lens.splice import Edit, rendered
from tournant.lens.wire import ABSENT, Wire, attribute

UNREADABLE = (ValueError, TypeError, ArithmeticError, LookupError)
"""What a conversion may raise for a value that it cannot read."""
_WHERE = re.compile(r"^(.*?)(?: - at `\$(.*)`)?$", re.DOTALL)
_Claim = tuple[Record, Any]


class _Wrong(Exception):  # noqa: N818 - a signal inside this module
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


def fault_of(why: Exception) -> Fault:
    """The reason of a failed parse, and the path inside the element at which it failed."""
    found = _WHERE.match(str(why))
    reason, inside = found.groups() if found else (str(why), None)
    return Fault(reason or type(why).__name__, inside or "")


def reader(path: tuple[str, ...]) -> Callable[[Any], Any]:
    """What reads a member of a typed element: None where it, or an object above it, is missing."""
    names = [attribute(segment) for segment in path if segment != "*"]

    def read(element: Any) -> Any:
        for name in names:
            if element is None:
                return None
            element = getattr(element, name)
        if path and path[-1] == "*":
            return next(iter(element.values()), None) if element else None
        return element

    return read


class Mender:
    """Mends documents of one table."""

    def __init__(self, graph: Graph, wire: Wire) -> None:
        """Prepare readers for what is looked at one by one."""
        self._graph = graph
        self._wire = wire
        self._lists = {place: [reader(hop) for hop in place.hops] for place in graph.places}
        self._value = {place: reader(place.path) for place in graph.places}
        self._tag = {place: reader(place.tag) for place in graph.places}
        self._keys = {record: [reader(tuple(path.split("."))) for path in record.key] for record in graph.records}
        self._convs = {
            record: [
                (f.conv.dec, paths, [reader(tuple(path.split("."))) for path in paths])
                for f in record.fields.values()
                if f.conv and not (paths := paths_of(f))[0].startswith(HOP)
            ]
            for record in graph.records
        }

    def mend(self, src: Source, *, careful: bool) -> bytes:
        """The document without what is wrong in it; notes the faults in the source.

        Not careful: wrong shapes only. Careful: duplicates and values that their conversion refuses too, for which
        every element is looked at. Raises Refused if nothing is left.
        """
        src.faults.clear()
        work = _Work(self, src, careful=careful)
        try:
            return work.element(None, self._graph.root, src.buf)
        except (_Wrong, msgspec.ValidationError) as why:
            fault = why.fault if isinstance(why, _Wrong) else fault_of(why)
            where = f" at ${fault.inside}" if fault.inside else ""
            raise Refused(f"this is no {self._graph.name} document: {fault.reason}{where}") from None

    # ------------------------------------------------------------------ what a typed element says of itself

    def key(self, record: Record, element: Any) -> Any:
        """The key of an element, as it is in rows."""
        if record.bare:
            return record.key_conv.dec(element) if record.key_conv else element
        parts = [read(element) for read in self._keys[record]]
        if not parts:
            return None
        if len(parts) > 1:
            return ":".join(map(str, parts))
        return record.key_conv.dec(parts[0]) if record.key_conv else parts[0]

    def edge(self, place: Place, element: Any) -> Edge | None:
        """Which of a place's kinds an element is."""
        return place.tagged(self._tag[place](element)) if place.tag else place.only

    def selves(self, record: Record, element: Any) -> list[Record]:
        """This record, and those that are declared to be the same element (`at=""`)."""
        found = [record]
        for place in record.places:
            if not place.at and (edge := self.edge(place, element)) is not None:
                found += self.selves(edge.record, element)
        return found

    def values(self, place: Place, element: Any) -> list[Any]:
        """The lists (or map, or object) that an element has at this place; several where it passes through a list."""
        frames = [element]
        for hop in self._lists[place]:
            frames = [frame for above in frames for frame in hop(above) or ()]
        return [self._value[place](frame) for frame in frames]

    def unreadable(self, record: Record, element: Any) -> Fault | None:
        """The first of an element's own values that its conversion refuses."""
        for dec, paths, reads in self._convs[record]:
            values = [read(element) for read in reads]
            if all(value is None for value in values):
                continue
            try:
                dec(*values)
            except UNREADABLE as why:
                return Fault(str(why), f".{paths[0]}")
        return None

    def claims(self, record: Record, element: Any) -> Iterator[_Claim]:
        """The ids that an element and all inside it need for themselves; raises _Wrong where something is amiss."""
        if fault := self.unreadable(record, element):
            raise _Wrong(fault)
        for place in record.places:
            for value in self.values(place, element):
                yield from self._claims_of(place, value)

    def _claims_of(self, place: Place, value: Any) -> Iterator[_Claim]:
        if place.form == "{}":
            value = list((value or {}).values())
        met: set[tuple[Edge, Any]] = set()
        for child in [value] if place.form == "" and value is not None else value or ():
            edge = self.edge(place, child)
            if edge is None:
                continue
            if place.form == "[]" and not edge.record.by_place:
                known = (edge, self.key(edge.record, child))
                if known in met:
                    raise _Wrong(Fault("duplicate key", duplicate=True))
                met.add(known)
            if edge.record.roaming:
                yield edge.record, self.key(edge.record, child)
            if not edge.record.bare:
                yield from self.claims(edge.record, child)


class _Work:
    """One document being mended."""

    def __init__(self, mender: Mender, src: Source, *, careful: bool) -> None:
        self._mender = mender
        self._careful = careful
        self._wire = mender._wire  # noqa: SLF001 - the two are one thing in two lifetimes
        self._src = src
        self._claimed: set[_Claim] = set()

    def element(self, place: Place | None, record: Record, raw: Slice) -> bytes:
        """The element without its wrong descendants; raises where it is itself wrong."""
        load = self._wire.load[record]
        if record.bare:
            load(raw)
            return bytes(memoryview(raw))
        try:
            element = load(raw)
            if not self._careful or self._claim(record, element):
                return bytes(memoryview(raw))
        except (msgspec.ValidationError, _Wrong, *UNREADABLE):
            pass  # Something inside is wrong: cut it open.
        cut = self._wire.cut[record](raw)
        if self._careful:
            self._own(place, record, cut)
        inside = [child for same in self._mender.selves(record, cut) for child in same.places if child.at]
        edits = [edit for child in inside for edit in self._place(child, cut)]
        return rendered(self._src.buf, *self._src.span(raw), edits)

    def _own(self, place: Place | None, record: Record, cut: Any) -> None:
        """Look at the element itself, its children apart; note its own id as taken."""
        for same in self._mender.selves(record, cut):
            if same.each and (fault := self._mender.unreadable(same, cut)):
                raise _Wrong(fault)
        if place is not None and record.roaming and not self._take([(record, self._mender.key(record, cut))]):
            raise _Wrong(Fault(f"duplicate id: the document has this {record.kind} twice", duplicate=True))

    def _claim(self, record: Record, element: Any) -> bool:
        claims = list(self._mender.claims(record, element)) if record.each else []
        if not record.each:
            for place in record.places:
                for value in self._mender.values(place, element):
                    claims += self._mender._claims_of(place, value)  # noqa: SLF001 - as above
        elif record.roaming:
            claims.append((record, self._mender.key(record, element)))
        return self._take(claims)

    def _take(self, claims: list[_Claim]) -> bool:
        wanted = set(claims)
        if len(wanted) != len(claims) or wanted & self._claimed:
            return False
        self._claimed |= wanted
        return True

    def _place(self, place: Place, cut: Any) -> Iterator[Edit]:
        for value in self._mender.values(place, cut):
            if value is not None and value != ABSENT:
                start, end = self._src.span(value)
                yield start, end, [self._value(place, value)]

    def _value(self, place: Place, value: Slice) -> bytes:
        """What stands at a place, without what is wrong in it."""
        try:
            if place.form == "[]":
                return b"[" + b",".join(self._good(place, enumerate(split_list(value)))) + b"]"
            if place.form == "{}":
                return b"{" + b",".join(self._good(place, split_object(value).items())) + b"}"
            return next(iter(self._good(place, [(0, value)])), b"null")
        except msgspec.ValidationError as why:
            self._src.faults[self._src.at(value)] = fault_of(why)
            return b"null"

    def _good(self, place: Place, children: Iterable[tuple[Any, Slice]]) -> Iterator[bytes]:
        met: set[tuple[Edge, Any]] = set()
        for name, raw in children:
            try:
                mended = self._child(place, raw, met)
            except _Wrong as why:
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

    def _child(self, place: Place, raw: Slice, met: set[tuple[Edge, Any]]) -> bytes:
        if not place.tag and not (place.form == "[]" and self._careful):
            return self.element(place, place.only.record, raw)
        edge = self._mender.edge(place, self._wire.tag[place](raw) if place.tag else None)
        if edge is None:
            return self._stranger(place, raw)
        known = None
        if self._careful and not edge.record.by_place:
            known = (edge, self._mender.key(edge.record, self._wire.key[place](raw)))
        if known in met:
            raise _Wrong(Fault("duplicate key", duplicate=True))
        mended = self.element(place, edge.record, raw)
        if known is not None:
            met.add(known)
        return self._own_members(place, edge, mended) if place.tag else mended

    def _stranger(self, place: Place, raw: Slice) -> bytes:
        """An element of no declared kind: it may look as it likes, and is then no part of what is read."""
        try:
            self._wire.load_place[place](raw)
        except msgspec.ValidationError:
            raise _Wrong(Fault("", silent=True)) from None
        return bytes(memoryview(raw))

    def _own_members(self, place: Place, edge: Edge, mended: bytes) -> bytes:
        """An element of a mixed list, without members that belong to other kinds and would not read as theirs."""
        try:
            self._wire.load_place[place](mended)
        except msgspec.ValidationError:
            own = self._wire.members(edge.record) | {place.tag[0]}
            return msgspec.json.encode({name: value for name, value in split_object(mended).items() if name in own})
        return mended
