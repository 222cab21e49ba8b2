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
