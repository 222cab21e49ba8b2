"""What a table must keep to. Every mistake is found when the table is compiled, and said in one sentence."""

from __future__ import annotations

from tournant.lens.errors import TableError
from tournant.lens.graph import BARE, NAME, Graph, Place, Record, climbed, paths_of
from tournant.lens.table import Conv, F

_REMEMBERED = (str, int, float, bool, tuple)


def check(graph: Graph) -> None:
    """Raise TableError for the first mistake."""
    for place in graph.places:
        if place.frame is None:
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
    for edge in place.edges:
        if edge.owner.each is not None and sum(one.owner is edge.owner for one in edge.record.into) > 1:
            raise TableError(f"{where}: {edge.record.kind} stands at two places of one record; declare it twice")


def _check_record(record: Record) -> None:
    each = record.each
    if each is None:
        return
    if record.is_link and (each.to is None or each.link is not None or any(e.link for e in record.into)):
        raise TableError(f"{record.kind} is a link: say of which kind its target is with to=, and do not share it")
    if not record.is_link and record.bare:
        raise TableError(f"{record.kind}: bare ids are links to what they name; use a Link row")
    if record.by_place and (record.is_link or len(record.into) > 1 or record.into[0].frames or record.into[0].link):
        raise TableError(f"{record.kind}: without a key, elements are entities of one list that is reached directly")
    if record.bare and record.fields:
        raise TableError(f"{record.kind}: a bare id has no fields")
    _check_paths(record, f"the key of {record.kind}", tuple(path for path in record.key if path != BARE))
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
    if f.conv and not _remembered(f.conv):
        raise TableError(f"{where}: repeats= is for text, numbers, truth values and tuples")
    if f.conv and f.to:
        raise TableError(f"{where}: a reference (to=) is spelled as the partner's id, without a Conv")
    _check_paths(record, where, paths)
    if len({climbed(path)[0] > 0 for path in paths}) > 1:
        raise TableError(f"{where}: one value lies in the element or in the lists around it, not in both")


def _remembered(conv: Conv) -> bool:
    """Whether equal values on the wire mean the same, so that what was made of one holds for all."""
    wires = conv.wire if isinstance(conv.wire, tuple) else (conv.wire,)
    return not conv.repeats or all(getattr(wire, "__origin__", wire) in _REMEMBERED for wire in wires)


def _check_paths(record: Record, where: str, paths: tuple[str, ...]) -> None:
    for path in paths:
        levels, members = climbed(path)
        if any(levels > len(edge.frames) for edge in record.into):
            raise TableError(f"{where}: '^.' needs a place that passes through a list")
        if NAME in members and (len(members) > 1 or not _in_map(record, levels)):
            raise TableError(f"{where}: {NAME} is the name of a member, in a map that the place passes through")
        if "*" in members[:-1]:
            raise TableError(f"{where}: '*' may only end a path")


def _in_map(record: Record, levels: int) -> bool:
    around = [edge.frames[-levels].around for edge in record.into] if levels else [None]
    return all(place is not None and place.form == "{}" for place in around)
