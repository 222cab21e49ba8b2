"""What rows to expect, worked out by hand for each table."""

from tests.laws.oracle import deep, flat, recursive, tagged

__all__ = ["deep", "flat", "recursive", "tagged"]
