"""What a table must keep to. Every mistake is found when the table is compiled, and said in one sentence."""

from __future__ import annotations

from tournant.lens.errors import TableError
from tournant.lens.graph import HOP, Graph, Place, Record, paths_of, segments
from tournant.lens.table import F


def check(graph: Graph) -> None:
    """Raise TableError for the first mistake."""
    for place in graph.places:
        _check_place(place)
    for record in graph.records:
        _check_record(record)


def _check_place(place: Place) -> None:
    where = f"{place.owner.kind} at {place.at!r}"
    if not place.at and place.owner.each is not None and any(edge.record.key for edge in place.edges):
        raise TableError(f"{where}: a record that is the enclosing element itself has no key of its own")
    if place.tag and place.form == "{}":
        raise TableError(f"{where}: a map cannot hold several kinds")
    if place.tag and (any(e.link for e in place.edges) or len({e.record.key for e in place.edges}) > 1):
        raise TableError(f"{where}: kinds of a mixed list need one key, and are not shared")
    if "*" in place.path:
        raise TableError(f"{where}: '*' ends the path of a field only")
    if place.form != "[]" and any(edge.link for edge in place.edges):
        raise TableError(f"{where}: link= is for lists")
    for other in (one for one in place.owner.places if one is not place):
        _check_pair(where, place, other)


def _check_pair(where: str, place: Place, other: Place) -> None:
    """Two places of one record."""
    for edge in place.edges:
        if place.owner.each is not None and any(one.record is edge.record for one in other.edges):
            raise TableError(f"{where}: {edge.record.kind} stands at two places of one record; declare it twice")
        kinds = {one.record.kind for one in other.edges}
        if edge.record.kind in kinds and _keyless(place) and _keyless(other) and place.owner.each is not None:
            raise TableError(f"{where}: one object without a key of each kind, because its id is that of the record")


def _keyless(place: Place) -> bool:
    return place.form == "" and not place.only.record.key


def _check_record(record: Record) -> None:
    each = record.each
    if each is None:
        return
    if record.is_link and (each.to is None or each.link is not None or any(e.link for e in record.into)):
        raise TableError(f"{record.kind} is a link: say of which kind its target is with to=, and do not share it")
    if not record.is_link and record.bare:
        raise TableError(f"{record.kind}: bare ids are links to what they name; use a Link row")
    if record.by_place and (record.is_link or len(record.into) > 1 or record.into[0].place.hops or record.into[0].link):
        raise TableError(f"{record.kind}: without a key, elements are entities of one list that is reached directly")
    if record.bare and record.fields:
        raise TableError(f"{record.kind}: a bare id has no fields")
    for name, f in record.fields.items():
        _check_field(record, name, f)


def _check_field(record: Record, name: str, f: F) -> None:
    where = f"{record.kind}.{name}"
    if f.none not in ("null", "drop"):
        raise TableError(f"{where}: none= is 'null' or 'drop'")
    paths = paths_of(f)
    if not paths and f.absent is None:
        raise TableError(f"{where}: a column without a path needs absent=")
    if len(paths) > 1 and not (f.conv and isinstance(f.conv.wire, tuple) and len(f.conv.wire) == len(paths)):
        raise TableError(f"{where}: several paths need a Conv with as many wire types")
    if f.conv and f.to:
        raise TableError(f"{where}: a reference (to=) is spelled as the partner's id, without a Conv")
    for path in paths:
        if path.startswith(HOP) and not all(edge.place.hops for edge in record.into):
            raise TableError(f"{where}: '^.' needs a place that passes through a list")
        if "*" in segments(path.removeprefix(HOP))[:-1]:
            raise TableError(f"{where}: '*' may only end a path")
