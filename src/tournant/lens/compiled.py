"""What is made of a table once: the graph, its wire forms, and how single elements are read."""

from __future__ import annotations

from tournant.lens import rules
from tournant.lens.graph import Record
from tournant.lens.reading import Reader
from tournant.lens.resolve import resolve
from tournant.lens.table import Doc
from tournant.lens.wire import Wire


class Compiled:
    """A table, ready for use."""

    def __init__(self, doc: Doc) -> None:
        """Compile; raises TableError for a table that cannot be right."""
        self.graph = resolve(doc)
        rules.check(self.graph)
        self.wire = Wire(self.graph)
        self.reader = Reader(self.graph)
        self.in_units: set[Record] = self.graph.in_units()
        self.above_units: set[Record] = self.graph.above_units()
