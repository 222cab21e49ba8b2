"""The tables under the laws, one shape of document each."""

from tests.laws.tables import deep, flat, recursive, tagged

__all__ = ["deep", "flat", "recursive", "tagged"]
