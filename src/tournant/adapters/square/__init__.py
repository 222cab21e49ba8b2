"""Square: a point of sale. The mapping of its catalog, inventory, locations, orders, webhooks, and how to talk to it.

What comes in: documents that Square's API sends or takes, and tasks. What goes out: tables for the mapping engine,
exchanges, and a manifest.
What is always true: nothing here does I/O; what a table does not name survives every write.
On failure: a value that Square cannot hold is refused in one sentence, and nothing is written; a call that went wrong
is a disposition.
Quirks with their sources: README.md.
"""
