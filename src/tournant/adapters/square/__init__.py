"""Square: a point of sale. The mapping of its catalog, inventory, locations, orders and webhooks, version 2025-08-20.

What comes in: documents that Square's API sends or takes. What goes out: tables for the mapping engine, and a manifest.
What is always true: nothing here does I/O; what a table does not name survives every write.
On failure: a value that Square cannot hold is refused in one sentence, and nothing is written.
Quirks with their sources: README.md.
"""
