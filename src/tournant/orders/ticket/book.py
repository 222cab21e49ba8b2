"""The catalog, looked up: what an id of a channel stands for, and what the point of sale calls that.

    channel's id ──names, the link's matches, or our own id──► Item, Variation, Modifier ──► the point of sale's id

What was written to a channel goes there by an id that we know, and a choice there stands for the size or the modifier
that has this id here; so the ids alone say what a line is, and nothing is parsed or guessed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from tournant.kernel.ids import derived
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET

__all__ = ["Book", "Thing", "Till"]

_SOLD: Final = ("Item", "Variation", "Modifier")


class Thing(NamedTuple):
    """Something that is sold."""

    kind: str
    id: str
    row: Any
    """Its canonical row."""

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.row.name or "") if self.row.name is not UNSET else ""


class Book:
    """The catalog of a merchant."""

    def __init__(self, rows: Mapping[str, Mapping[str, Any]]) -> None:
        """With canonical rows by kind and key."""
        self._rows = rows
        self._sizes: dict[str, list[Thing]] = {}
        for row in rows.get("Variation", {}).values():
            self._sizes.setdefault(_owner(row), []).append(Thing("Variation", row.id, row))
        self._overlays = {
            (str(row.parent), str(row.at_location)): row for row in rows.get("LocationOverlay", {}).values()
        }

    def thing(self, id_: str) -> Thing | None:
        """What has this id of ours; None where nothing that is sold has."""
        found = ((kind, self._rows.get(kind, {}).get(id_)) for kind in _SOLD)
        return next((Thing(kind, id_, row) for kind, row in found if row is not None), None)

    def sizes(self, item: str) -> list[Thing]:
        """The sizes of an item."""
        return self._sizes.get(item, [])

    def owner(self, size: Thing) -> str:
        """The item of which this is a size."""
        return _owner(size.row)

    def price(self, thing: Thing, location: str) -> Money | None:
        """What one costs at the point of sale there; None where nobody says that."""
        overlay = self._overlays.get((thing.id, location))
        here = getattr(overlay, "price", None)
        found = here if isinstance(here, Money) else thing.row.price
        return found if isinstance(found, Money) else None

    def sold(self, kinds: Iterable[str] = _SOLD) -> Iterator[Thing]:
        """All things of these kinds."""
        return (Thing(kind, row.id, row) for kind in kinds for row in self._rows.get(kind, {}).values())


@dataclass(frozen=True, slots=True)
class Till:
    """A point of sale's place: whose ids they are, and where it is."""

    account: str
    """Our id of the account."""
    store: str
    """The partner's id of the place."""
    location: str
    """Our id of it."""
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By kind and our id: names there that were given, and do not follow from the partner's ids."""

    def name_of(self, thing: Thing) -> str | None:
        """What the point of sale calls something; None where it does not know it."""
        given = self.names.get((thing.kind, thing.id))
        if given is not None:
            return given
        # A row that was made elsewhere has an external id as well, of another partner: it does not lead back to it.
        own: str | None = thing.row.external_id
        return own if own is not None and derived(self.account, thing.kind, own) == thing.id else None


def _owner(row: Any) -> str:  # noqa: ANN401 - a Variation
    return str(row.item if row.item not in (None, UNSET) else row.parent)
