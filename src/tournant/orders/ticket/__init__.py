"""From what a channel's guest ordered to the ticket that the point of sale is written. Pure.

    channel's order (rows) ──► each line found in the catalog ──► the point of sale's own ids, prices by policy ──► rows

What comes in: the order's rows in the channel's ids, the catalog, and what the channel's and the point of sale's ids
stand for.
What goes out: the ticket's rows in the point of sale's ids, what it comes to, what it should come to, and what was not
found.
What is always true: no line is lost and none is free that was not: what is not found is an open line with its true name
and price. The ticket comes to the sum of what its lines say.
On failure: CannotMake, in one sentence without personal data, where there is no amount, or no line.
"""

from tournant.orders.ticket.book import Book, Till
from tournant.orders.ticket.making import Made, Scene, make
from tournant.orders.ticket.ordered import CannotMake, Ordered, understood

__all__ = ["Book", "CannotMake", "Made", "Ordered", "Scene", "Till", "make", "understood"]
