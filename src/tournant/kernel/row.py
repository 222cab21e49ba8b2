"""Rows: the two shapes that all flat data has, whatever partner it came from.

An *entity* is a thing with an identity of its own (an Item, a ModifierGroup, an Order). A *link* says that one entity
stands in another at a place (this Item in that Category), with what holds only there. Nesting is by reference:

    Category ◄─parent─ CategoryItem ─target─► Item

Rows are frozen: a changed row is a new object, so that a difference can be found by identity first. A field is `UNSET`
where the partner that a row was read from does not carry it at all (it is then left out of JSON), and `None` where it
is known to be empty (`null`).
"""

from msgspec import UNSET, Struct, UnsetType

__all__ = ["UNSET", "Entity", "Link", "Row", "UnsetType"]


class Entity(Struct, frozen=True, gc=False):
    """A thing with an identity: its own id, and the partner's name for it."""

    id: str
    """Our id: from the crosswalk, or derived from (partner, kind, external id) where there is no database."""
    external_id: str | None
    """The partner's id, as it stands in the partner's document."""
    parent: str | UnsetType | None
    """The id of the entity that this one belongs to; UNSET where it stands on its own."""
    position: int | UnsetType | None
    """Its place among its siblings, from 0; the order of siblings counts, the numbers do not."""


class Link(Struct, frozen=True, gc=False):
    """One entity standing in another: `target` stands in `parent` at `position`."""

    target: str
    """The id of the entity that stands there."""
    parent: str | UnsetType | None
    """The id of the entity in which it stands."""
    position: int | UnsetType | None
    """Its place among its siblings, from 0; the order of siblings counts, the numbers do not."""


Row = Entity | Link
