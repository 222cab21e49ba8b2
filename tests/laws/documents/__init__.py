"""Random documents for each table, as text."""

from tests.laws.documents import deep, flat, recursive, tagged

__all__ = ["deep", "flat", "recursive", "tagged"]
