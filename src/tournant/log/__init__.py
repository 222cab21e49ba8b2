"""The log: where everything durable is, and the only place where working rooms meet.

Comes in: observations (what was seen), facts (what was decided), intents (what shall be called), timers, payload bytes,
and what they amount to (canonical rows, shadows, names); each for one merchant, in a transaction that stands or falls
as a whole. Beside them, of the platform: which slots of a partner's limit are taken. Goes out: the same, in order, to
whoever reads after a place. `port` says what a store can do; `postgres` and `memory` are its twins, one operation a
file.

    webhook ─► observe ──► [observation] ──► a worker under a lease reads after its cursor
                                                   │  one transaction: cursor, facts, intents, timers
    partner ◄─ claim, send, settle ◄── [outbox] ◄──┴──► [log]

Always true:
- Every key begins with organisation and merchant, and a transaction sees one organisation only.
- Positions grow in the order of commits: who reads after a place misses nothing.
- A stream moves on only from where its writer expected it; a cursor likewise.
- An intent is durable before it is sent, and claimed with its attempt before that too.
- Whoever lost a lease commits nothing under it.
- Personal data is sealed under a key per order; when that is erased, nobody can read it again.

On failure: weather (DatabaseAway, Busy) is raised and tried again by the caller; Conflict and Fenced mean that somebody
else was quicker; a migration that does not fit, or a database that cannot start, is said in one sentence.

The database is PostgreSQL: embedded (`embedded`, started from binaries that a package brought) or one that you run.
"""

from tournant.log import errors, records
from tournant.log.embedded import Embedded, running
from tournant.log.maintain import maintain, rewrap
from tournant.log.memory import MemoryStore
from tournant.log.migrate import migrate
from tournant.log.port import Listener, Store, Transaction
from tournant.log.postgres import PostgresStore
from tournant.log.seal import Keyring, Vault

__all__ = [
    "Embedded",
    "Keyring",
    "Listener",
    "MemoryStore",
    "PostgresStore",
    "Store",
    "Transaction",
    "Vault",
    "errors",
    "maintain",
    "migrate",
    "records",
    "rewrap",
    "running",
]
