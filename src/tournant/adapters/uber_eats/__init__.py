"""Uber Eats: a delivery channel. The mapping of its menu, store, orders and webhooks.

What comes in: documents that the Marketplace APIs send or take. What goes out: tables for the mapping engine, and a
manifest.
What is always true: nothing here does I/O; what a table does not name survives every write.
On failure: a value that Uber Eats cannot hold is refused in one sentence, and nothing is written.
Quirks with their sources: README.md.
"""
