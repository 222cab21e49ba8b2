"""The manifest: what a partner is, what it can hold, and which of its documents are mapped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tournant.project import Capability
from tournant.sdk.connection import Connection
from tournant.sdk.documents import DocumentType


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A documented field that the mapping carries along without a column of the model for it."""

    path: str
    """The partner's path, as `objects[].item_data.skip_modifier_screen`."""
    why: str
    """Why it has no column."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One partner, declared."""

    partner: str
    """As it is said on the command line and in ids: `square`, `uber_eats`."""
    name: str
    """As the partner writes itself."""
    role: str
    """`pos` (where orders are rung up) or `channel` (where guests order)."""
    api_version: str
    """The version of the partner's interface that the mappings are for."""
    documents: tuple[DocumentType, ...]
    """In the order in which they are tried when a document is recognised."""
    capability: Capability
    """What the partner's menu can hold."""
    menu: str
    """The name of the document that holds the menu as the partner sends it."""
    menu_write: str
    """The name of the document by which a menu is written to the partner."""
    samples: Mapping[str, Path] = field(default_factory=dict)
    """By document: an example that we wrote, for demonstrations and documentation."""
    documented: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By document: every field that the partner documents, where no specification is published; with sources in the
    adapter's README."""
    unmapped: Mapping[str, tuple[Unmapped, ...]] = field(default_factory=dict)
    """By document: the documented fields that are carried along."""
    pauses_itself: frozenset[str] = frozenset()
    """Reasons of a Pause that are the partner's own: nobody at the restaurant has paused."""
    connection: Connection | None = None
    """How the partner is talked to; None for one whose documents are only translated."""

    def document(self, name: str) -> DocumentType | None:
        """The document of this name."""
        return next((document for document in self.documents if document.name == name), None)
