"""Every named bound, with its unit last in the name. A bound that nobody uses is not here."""

from typing import Final

AMOUNT_DIGITS_MAX: Final = 18
"""Digits of an amount in its smallest unit: what a signed 64-bit column holds, whatever the digits are."""
PRICES_REMEMBERED_MAX: Final = 8_192
"""Prices that each way of reading one remembers: more than one menu has different ones."""
RATE_UNITS: Final = 10_000_000
"""How many units of a rate make the whole: 8.25 % is 825_000."""
VIOLATIONS_MAX: Final = 1_000
"""Violations that one check reports. A document with more is broken as a whole, and its reader needs no longer list."""
NESTING_LEVELS_MAX: Final = 64
"""Levels of elements inside elements in one document. A restaurant's menu has fewer than ten; the parser fails at some
hundreds, so this refuses a hostile document first."""
DOCUMENT_BYTES_MAX: Final = 64 * 1024 * 1024
"""Bytes of one partner document: eight times the largest menu that was measured."""
STRING_CHARS_MAX: Final = 1024 * 1024
"""Characters of one text in a document: 1 Mi, far above any description."""
SPECIAL_DAYS_MAX: Final = 366
"""Days of one row of special hours that are looked at: a year, and what is longer is no special day."""
PATH_SEGMENTS_MAX: Final = 16
"""Members that one path of a mapping names. No partner nests a value half as deep; a longer path is a mistake."""
CALLS_REMEMBERED_MAX: Final = 200_000
"""Calls, and webhooks, that the books of one simulated partner remember: a run of an hour at fifty a second."""
PACKED_BYTES_MIN: Final = 1_024
"""Bytes from which a simulated partner packs an answer: smaller ones gain nothing."""
WEBHOOK_ANSWER_S_MAX: Final = 10
"""Seconds of the wall that a simulated partner waits for the answer to a webhook."""
CONNECTIONS_WAITING_MAX: Final = 128
"""Connections that may wait to be taken by the server of the simulated partners."""
DATABASE_POLL_S: Final = 0.01
"""Seconds between two looks at whether the embedded database is ready, or gone."""
DATABASE_START_POLLS_MAX: Final = 3_000
"""Looks until a start has failed: half a minute, where a recovery after a crash takes a fraction of a second."""
DATABASE_STOP_POLLS_MAX: Final = 1_000
"""Looks until what an earlier owner left is not going away: ten seconds."""
DATABASE_STOP_S_MAX: Final = 20
"""Seconds that the embedded database gets to stop by itself, before it is told to drop everything."""
DATABASE_LOG_BYTES_MAX: Final = 10 * 1024 * 1024
"""Bytes of what the embedded database says; a longer log is put aside at the next start, in place of the one before."""
SOCKET_PATH_BYTES_MAX: Final = 100
"""Bytes of a socket's path: systems allow 107 or 103, whatever the file system does."""
APPEND_LOCKS: Final = 1_024
"""Locks over which the merchants are spread when they append; two that share one only wait for each other."""
FACTS_APPENDED_MAX: Final = 10_000
"""Facts that one transaction appends at once."""
OBSERVATIONS_RECEIVED_MAX: Final = 5_000
"""Observations that are received at once."""
ROWS_READ_MAX: Final = 5_000
"""Facts or observations that one reading gives: a page, after which the reader asks for the next."""
INTENTS_CLAIMED_MAX: Final = 500
"""Intents that are claimed, or listed as unanswered, at once."""
TIMERS_TAKEN_MAX: Final = 500
"""Timers that are taken at once."""
LEASES_TAKEN_MAX: Final = 1_000
"""Merchants that a worker takes at once."""
KEYS_REWRAPPED_MAX: Final = 1_000
"""Keys that are wrapped anew in one transaction."""
NOTICE_BYTES_MAX: Final = 7_000
"""Bytes of one notice that something is new: PostgreSQL takes 8,000; a longer one says "everywhere" instead."""
TENANTS_WAITING_MAX: Final = 10_000
"""Merchants that a listener remembers until it has time; more are "everywhere"."""
CONNECTIONS_MAX: Final = 10
"""Connections of one process to the database."""
CONNECTION_WAIT_S_MAX: Final = 10
"""Seconds until a connection to the database is made, or one of the pool becomes free."""
STATEMENT_S_MAX: Final = 60
"""Seconds that a statement may take: the longest is the upkeep of a day."""
LOCK_WAIT_MS_MAX: Final = 3_000
"""Milliseconds that a statement waits for a lock, in migrations and in work, before it gives up."""
MIGRATION_TURN_MS_MAX: Final = 60_000
"""Milliseconds that a process waits for another one that is migrating."""
TRANSACTION_IDLE_MS_MAX: Final = 60_000
"""Milliseconds that a transaction may do nothing before the database ends it: nothing waits for a partner in one."""
PARTITION_DAYS_AHEAD: Final = 7
"""Days for which observations have a partition ahead: how long the daily upkeep may fail without a trace."""
