"""Uber's numbers, each with its source, and those that nobody publishes and we assume.

Sources are pages below developer.uber.com/docs/eats: *authentication*, *order-integration* and *webhooks* are guides.
"""

from typing import Final

from tournant.sandbox.limits import Limit

TOKEN_LIFE_S: Final = 2_592_000
"""A token lives 30 days (authentication)."""
LIVE_TOKENS: Final = 100
"""Tokens that are valid at once; one more makes the oldest invalid (authentication)."""
DEADLINE_S: Final = 690.0
"""11.5 minutes to accept or deny, then the order is cancelled (order-integration)."""
CANCELED_SHOWN_S: Final = 2 * 3_600
"""How long the list of cancelled orders shows one (get-eats-stores-storeid-canceledorders)."""
RETRIES_S: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Waits before a webhook is sent again, seven attempts in all (webhooks.orders-notification; the guide to webhooks says
10 s, 30 s, 60 s, 120 s instead, and the page of the event itself is taken to be right)."""
RETRIED: Final = frozenset({0, 500, 502, 503, 504})
"""Answers after which it is sent again; 0 is none in time (webhooks)."""
EXTERNAL_DATA_CHARS: Final = 1_024
"""Characters of `external_data` (put-eats-stores-storeid-menu)."""
NESTING: Final = 6
"""Levels of modifier groups that a guest can choose through: assumed, because the pages name no limit and the
largest menus that are known have six."""

TOKENS: Final = Limit("uber_eats: token requests of one application", 100, 3_600.0, "authentication: 100 an hour")
APPLICATION: Final = Limit(
    "uber_eats: calls of one application",
    20,
    1.0,
    "assumed: Uber publishes no limit for these operations, only that 429 means too many; 20 a second is what the "
    "nearest aggregator publishes for one address",
)
