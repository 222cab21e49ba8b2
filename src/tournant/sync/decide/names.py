"""From a channel's ids to ours.

What we wrote there goes by the id that we wrote it under, what people matched by what they matched it with, and what
somebody made there by an id that is derived from the link and the partner's id.

Names that were once written stay known: something that we have taken away here and that is still there must not look
like something new.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tournant.kernel.ids import derived
from tournant.kernel.row import Entity

__all__ = ["Name", "Names", "names_of"]

Name = tuple[str, str, str]
"""A kind, the partner's id, and ours."""


def names_of(rows: Mapping[str, Iterable[Any]]) -> list[Name]:
    """The names under which rows are written."""
    return [
        (kind, row.external_id, row.id)
        for kind, of_kind in rows.items()
        for row in of_kind
        if isinstance(row, Entity) and row.external_id is not None
    ]


class _Kind(dict[str, str]):
    def __init__(self, link: str, kind: str) -> None:
        super().__init__()
        self._link, self._kind = link, kind

    def __missing__(self, external_id: str) -> str:
        made = self[external_id] = derived(self._link, self._kind, external_id)
        return made


class Names:
    """The ids of one link."""

    def __init__(self, link: str, known: Iterable[Name]) -> None:
        """With the names that are known; the last one of an id counts."""
        self._link = link
        self._kinds: dict[str, _Kind] = {}
        for kind, external_id, id_ in known:
            self.of(kind)[external_id] = id_

    def of(self, kind: str) -> dict[str, str]:
        """The ids of one kind."""
        if kind not in self._kinds:
            self._kinds[kind] = _Kind(self._link, kind)
        return self._kinds[kind]
