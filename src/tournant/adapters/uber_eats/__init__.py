"""Uber Eats: a delivery channel. The mapping of its menu, store, orders and webhooks, and how to talk to it.

What comes in: documents that the Marketplace APIs send or take, and tasks. What goes out: tables for the mapping
engine, exchanges, and a manifest.
What is always true: nothing here does I/O; what a table does not name survives every write.
On failure: a value that Uber Eats cannot hold is refused in one sentence, and nothing is written; a call that went
wrong is a disposition.
Quirks with their sources: README.md.
"""
