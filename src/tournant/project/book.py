"""Canonical rows that change, by key; and the settings of the link, which change with them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from msgspec import structs

from tournant.kernel.money import Price
from tournant.kernel.row import UNSET, Entity, Row
from tournant.project.capability import Capability
from tournant.project.catalog import Catalog, Rows
from tournant.project.graph import Graph
from tournant.project.layout import Layout
from tournant.project.link import Key, Link
from tournant.project.loss import Losses
from tournant.project.prices import PriceList

__all__ = ["Book", "key_of"]


def key_of(row: Row) -> Key:
    """The key of a row: its kind and id, or for a link both of its ends."""
    kind = type(row).__name__
    return (kind, row.id) if isinstance(row, Entity) else (kind, str(row.parent), row.target)


class Book:
    """One catalog and one link, while edits are brought home."""

    def __init__(self, rows: Mapping[str, list[Any]], capability: Capability, link: Link) -> None:
        """Open the book."""
        self._rows: dict[Key, Any] = {key_of(row): row for of_kind in rows.values() for row in of_kind}
        self.capability = capability
        self.link = link
        self.turns = 0
        """How often a row was changed; with the link, it says whether anything was."""
        self._catalog: Catalog | None = None

    def __contains__(self, key: Key) -> bool:
        """Whether there is such a row."""
        return key in self._rows

    def __getitem__(self, key: Key) -> Any:  # noqa: ANN401 - of the kind that the key names
        """The row with this key."""
        return self._rows[key]

    def put(self, row: Row) -> None:
        """Put a row in, in the place of the one with its key."""
        self._rows[key_of(row)] = row
        self._turn()

    def change(self, key: Key, **columns: object) -> None:
        """Change columns of a row."""
        self.put(structs.replace(self._rows[key], **columns))

    def drop(self, key: Key) -> None:
        """Take a row out."""
        del self._rows[key]
        self._turn()

    def _turn(self) -> None:
        self._catalog = None
        self.turns += 1

    def number(self, keys: list[Key]) -> None:
        """Put siblings in this order."""
        for position, key in enumerate(keys):
            self.change(key, position=position, **({"ordinal": UNSET} if hasattr(self[key], "ordinal") else {}))

    def rows(self) -> Rows:
        """All rows by kind."""
        found: Rows = {}
        for row in self._rows.values():
            found.setdefault(type(row).__name__, []).append(row)
        return found

    def catalog(self) -> Catalog:
        """The rows, indexed as they are now."""
        if self._catalog is None:
            self._catalog = Catalog(self.rows())
        return self._catalog

    def graph(self) -> Graph:
        """What is asked, as it is now."""
        return Graph(self.catalog(), self.link, Losses(), self.capability.asks_for_text)

    def prices(self) -> PriceList:
        """What is charged, as it is now."""
        return PriceList(self.catalog(), self.link, self.capability)

    def layout(self) -> Layout:
        """What stands where, as it is now."""
        return Layout(self.catalog(), self.link, self.capability, Losses())

    def show(self, *keys: Key) -> None:
        """No longer hide these on the link."""
        self.link = replace(self.link, hidden=self.link.hidden.difference(keys))

    def hide(self, *keys: Key) -> None:
        """Hide these on the link."""
        self.link = replace(self.link, hidden=self.link.hidden.union(keys))

    def pin(self, key: Key, price: Price | None) -> None:
        """Keep a price on this link alone; None keeps none any more."""
        pins = {one: kept for one, kept in self.link.pins.items() if one != key}
        self.link = replace(self.link, pins=pins if price is None else {**pins, key: price})

    def name_sizes(self, item: str, title: str) -> None:
        """Call an item's group of sizes so on this link."""
        self.link = replace(self.link, titles={**self.link.titles, item: title})

    def remember(self, id_: str, external: str) -> None:
        """Note what the partner calls something."""
        self.link = replace(self.link, ext={**self.link.ext, id_: external})
