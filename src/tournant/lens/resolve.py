"""From a table to its graph."""

from __future__ import annotations

import re

from tournant.lens.errors import TableError
from tournant.lens.graph import Edge, Graph, Place, Record, paths_of, segments
from tournant.lens.table import Again, Doc, Each, F


def resolve(doc: Doc) -> Graph:
    """The graph of a table; raises TableError where a place or a reference to a record has no meaning."""
    builder = _Builder(doc)
    for each in doc.roots:
        builder.declare(builder.graph.root, each, [])
    for owner, place, again, around in builder.later:
        builder.join(owner, place, again, builder.found(again, around))
    return builder.graph


class _Builder:
    def __init__(self, doc: Doc) -> None:
        root = Record(0, None, "Document", {})
        self.graph = Graph(doc.name, root, [], [], [], [], doc.new)
        self.later: list[tuple[Record, Place, Again, list[Record]]] = []

    def declare(self, owner: Record, each: Each | Again, around: list[Record]) -> None:
        place = self._place(owner, each.at, each.when)
        if isinstance(each, Again):
            self.later.append((owner, place, each, around))
            return
        record = _record(len(self.graph.records) + 1, each)
        self.graph.records.append(record)
        self.join(owner, place, each, record)
        for child in each.inside:
            self.declare(record, child, [record, *around])

    def found(self, again: Again, around: list[Record]) -> Record:
        near = [record for record in around if record.each is not None and record.each.row is again.row]
        found = near[:1] or [r for r in self.graph.records if r.each is not None and r.each.row is again.row]
        if len(found) != 1:
            raise TableError(f"Again({again.row.__name__}, {again.at!r}) needs one Each of that row, not {len(found)}")
        return found[0]

    def join(self, owner: Record, place: Place, each: Each | Again, record: Record) -> None:
        frames: list[Record] = []
        inner = place.owner
        while inner.around is not None:
            frames.insert(0, inner)
            inner = inner.around.owner
        when = each.when[1] if each.when else None
        edge = Edge(len(self.graph.edges), owner, record, place, each.link, when, tuple(frames))
        place.edges.append(edge)
        record.into.append(edge)
        self.graph.edges.append(edge)
        for frame in frames:
            frame.inside.append(edge)

    def _place(self, owner: Record, at: str, when: tuple[str, str] | None) -> Place:
        tag = segments(when[0]) if when else ()
        *hops, last = re.split(r"(?<=\[\])\.|(?<=\{\})\.", at)
        inner, begin = owner, ""
        for hop in hops:
            begin = f"{begin}.{hop}" if begin else hop
            inner = self._frame(inner, begin, hop)
        for place in inner.places if at or when else ():
            if place.at == at:
                if not (tag and place.tag == tag):
                    raise TableError(f"{owner.kind} has two records at {at!r}; tell them apart with when=")
                return place
        return self._new(inner, at, last, tag)

    def _frame(self, owner: Record, at: str, hop: str) -> Record:
        found = next((place.frame for place in owner.places if place.at == at), None)
        if found is None:
            place = self._new(owner, at, hop, ())
            found = place.frame = Record(-1 - len(self.graph.frames), None, f"element of {at}", {}, around=place)
            self.graph.frames.append(found)
        return found

    def _new(self, owner: Record, at: str, last: str, tag: tuple[str, ...]) -> Place:
        form = last[-2:] if last[-2:] in ("[]", "{}") else ""
        place = Place(len(self.graph.places), owner, at, segments(last.removesuffix(form)), form, None, tag)
        owner.places.append(place)
        self.graph.places.append(place)
        return place


def _record(number: int, each: Each) -> Record:
    fields = {name: f if isinstance(f, F) else F(f) for name, f in each.fields.items()}
    key = each.key if isinstance(each.key, F) or each.key is None else F(each.key)
    keys = () if key is None else paths_of(key)
    if each.at.endswith("{}"):
        keys = ()  # The member's name is the key.
    own = each.row.__struct_fields__
    unknown = [name for name in fields if name not in own]
    if unknown:
        raise TableError(f"{each.row.__name__} has no field {unknown[0]!r}")
    return Record(number, each, each.row.__name__, fields, keys, key.conv if key else None)
