"""Texts in other languages. The text in its own column is the one shown where no row has the guest's language."""

from tournant.canon.catalog import CatalogEntity
from tournant.canon.columns import UNSET, Text

__all__ = ["Translation"]


class Translation(CatalogEntity, frozen=True, gc=False):
    """One text of its parent in one language."""

    field: Text = UNSET
    """The column that it translates: name, description."""
    locale: Text = UNSET
    """The language, and the region where it matters, as in BCP 47 ("fr", "pt-BR") or as the partner spells it."""
    text: Text = UNSET
    """The text in that language."""
