"""The store's twin in memory: for the deterministic simulation and for tests, with the promises of the real one.

What comes in and goes out is what `log.port` says. Everything is kept as the database would keep it, sealed and packed
too, so that the same paths are walked. A transaction that fails leaves nothing behind; transactions of one merchant
follow each other, and none opens a second one of its own merchant. Nothing survives the process.
"""

from tournant.log.memory.store import MemoryStore

__all__ = ["MemoryStore"]
