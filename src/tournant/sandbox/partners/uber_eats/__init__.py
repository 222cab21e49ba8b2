"""A simulated Uber Eats: tokens, stores, menus, items, status, holiday hours, orders with their deadline, webhooks.

What enters: calls as the pages of developer.uber.com/docs/eats describe them, at their own paths. What leaves: its
answers, its errors, its webhooks. What is always true: a menu is replaced as a whole; an order is answered once, and
cancelled by itself 11.5 minutes after it was placed where nobody answered; only the store's order manager answers.
How it fails: as `errors` says. `limits` holds every number with its source, and says which are assumed.
"""

from tournant.sandbox.partners.uber_eats.app import UberEats

__all__ = ["UberEats"]
