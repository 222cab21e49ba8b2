"""What a look does not show because it could not be read, or is held back: nothing of it is judged, nothing forgotten.

To be left out is no change. What was known of a cell before stays until a look shows it again, with the time at which
it was last seen: whoever changed it meanwhile, elsewhere or there, is known by that.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

import msgspec
from msgspec import UNSET, structs

from tournant.sync.decide.cell import Cell, quiet
from tournant.sync.decide.judge import Address, Cells, Open, Scene, text_of, until_of

__all__ = ["known_before", "named_above", "without", "without_stand_ins"]

_STEP: Final = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")


def without(scene: Scene, unread: Collection[Address]) -> Scene:
    """The scene as if there were no such cells."""
    if not unread:
        return scene
    return replace(
        scene,
        was=_but(scene.was, unread),
        now=_but(scene.now, unread),
        kept={cell: known for cell, known in scene.kept.items() if cell not in unread},
        open={id_: _silent(one, unread) for id_, one in scene.open.items()},
    )


def _but(cells: Cells, unread: Collection[Address]) -> Cells:
    return {cell: value for cell, value in cells.items() if cell not in unread}


def _silent(one: Open, unread: Collection[Address]) -> Open:
    """A write that says nothing of these cells."""
    return replace(one, cells=_but(one.cells, unread), whole=lambda cell: cell not in unread and one.whole(cell))


def known_before(scene: Scene, unread: Iterable[Address]) -> dict[Address, Cell]:
    """What is known of these cells without this look."""
    found = {cell: _expected(scene, cell) for cell in unread}
    return {cell: known for cell, known in found.items() if known.base is not UNSET}


def _expected(scene: Scene, cell: Address) -> Cell:
    """What was seen last, or what a write of ours has done since: the next look that shows the cell must show that."""
    known = scene.kept.get(cell)
    if known is None:
        value = scene.was.get(cell, UNSET)
        known = quiet(text_of(value), until_of(value), scene.was_seen)
    for one in sorted((one for one in scene.open.values() if cell in one.cells), key=lambda one: one.write.first):
        ack = one.write.ack
        if ack is not None and known.since < ack <= scene.look.begin and known.moved <= one.write.first:
            value, since = one.cells[cell], max(known.since, one.write.first)
            known = structs.replace(known, base=text_of(value), until=until_of(value), since=since, moved=ack)
    return known


def without_stand_ins(rows: Mapping[str, list[Any]], sizes: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The rows, but for sizes that were made up for an item none of whose sizes could be read: `sizes` has those."""
    sized = {row.parent for row in sizes.values()}
    read = [
        row
        for row in rows.get("Variation", ())
        if row.external_id is not None or row.id in sizes or row.parent not in sized
    ]
    return {**rows, "Variation": read}


def named_above(text: bytes, paths: Collection[str]) -> set[str]:
    """All words of the records within which something could not be read: their ids are among them."""
    found: set[str] = set()
    document = msgspec.json.decode(text) if paths else None
    for path in paths:
        node: Any = document
        for member, index in _STEP.findall(path):
            if isinstance(node, dict):
                found |= {value for value in node.values() if isinstance(value, str)}
            node = _child(node, member, index)
    return found


def _child(node: Any, member: str, index: str) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(node, dict):
        return node.get(member)
    return node[int(index)] if isinstance(node, list) and index and int(index) < len(node) else None
