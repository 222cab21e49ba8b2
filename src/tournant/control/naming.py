"""What an operator means by an id: ours, or one that a partner has for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from tournant.control.errors import BadInput
from tournant.kernel import bounds
from tournant.kernel.row import UNSET, Entity
from tournant.sync.decide import settings as link_settings
from tournant.sync.desk import Desk

__all__ = ["Thing", "location_meant", "names_of", "thing_meant"]


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """Something that has an id of ours."""

    kind: str
    id: str
    name: str | None = None
    """What it is called."""

    @property
    def words(self) -> str:
        """As sentences name it."""
        return f"{self.kind} {self.id}" + (f" ({self.name})" if self.name else "")


def thing_meant(desk: Desk, said: str) -> Thing:
    """What is meant. BadInput where that is nothing, or could be several."""
    own = sorted(_ours(desk, said))
    return _only(said, own or sorted(set(_theirs(desk, said))))


def location_meant(desk: Desk, said: str) -> Thing:
    """The same, of a location: by a partner's id of its store too."""
    found = {one for one in (*_ours(desk, said), *_theirs(desk, said)) if one.kind == "Location"}
    return _only(said, sorted(found))


def _only(said: str, found: list[Thing]) -> Thing:
    if not found:
        raise BadInput(f"{said} is nothing of this merchant, here or at a partner")
    if len(found) > 1:
        some = ", ".join(one.words for one in found[: bounds.CANDIDATES_NAMED_MAX])
        raise BadInput(f"{said} can be {len(found)} things, say which: {some}")
    return found[0]


def _ours(desk: Desk, said: str) -> Iterator[Thing]:
    for kind, rows in desk.rows.items():
        row = rows.get(said)
        if isinstance(row, Entity):
            yield _thing(kind, row)
            return
    if any(link.location == said for link in desk.links.values()):
        yield Thing("Location", said)


def _theirs(desk: Desk, said: str) -> Iterator[Thing]:
    for kind, rows in desk.rows.items():
        for row in rows.values():
            if isinstance(row, Entity) and row.external_id == said:
                yield _thing(kind, row)
    for link in desk.links.values():
        if link.store == said:
            yield next(_ours(desk, link.location))
        matched = link_settings.decoded(link.settings).ext
        ids = {id_ for _, external, id_ in desk.names.get(link.id, ()) if external == said}
        for id_ in sorted(ids | {id_ for id_, external in matched.items() if external == said}):
            yield from _ours(desk, id_)


def _thing(kind: str, row: Entity) -> Thing:
    name = getattr(row, "name", None)
    return Thing(kind, row.id, name if name is not UNSET else None)


def names_of(desk: Desk) -> dict[str, str]:
    """What everything is called; a size by what it is a size of."""
    found = {
        id_: str(row.name) if row.name is not UNSET and row.name else id_
        for rows in desk.rows.values()
        for id_, row in rows.items()
        if hasattr(row, "name")
    }
    sizes: dict[str, list[str]] = {}
    for id_, row in desk.rows.get("Variation", {}).items():
        sizes.setdefault(str(row.parent), []).append(id_)
    for item, several in sizes.items():
        whole = found.get(item, item)
        found |= {id_: whole if len(several) == 1 else f"{whole}, {found[id_]}" for id_ in several}
    return found
