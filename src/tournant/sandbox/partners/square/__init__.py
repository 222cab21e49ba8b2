"""A simulated Square: OAuth, catalog, inventory, locations, orders, payments, webhooks.

What enters: calls as Square's OpenAPI of 2025-08-20 describes them, at their own paths. What leaves: its answers, its
errors, its events. What is always true: one catalog write at a time per seller; a write names the version that it
changes; the same idempotency key gives the same answer; `sold_out` cannot be written. How it fails: as `errors` says.
`limits` holds every number with its source, and says which are assumed.
"""

from tournant.sandbox.partners.square.app import Square

__all__ = ["Square"]
