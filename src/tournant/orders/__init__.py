"""The order's life: from the channel to the point of sale exactly once, and an answer before the deadline.

    webhook, list, answer, timer, a person's word ──► one order's events ──decide──► facts, calls, withdrawals, timers
                                                                                     the ticket's document

What comes in: a merchant's observations after the cursor `orders`, and the timers `order.…`.
What goes out: facts in the order's own stream, calls in one slot for each side, the sealed document of the ticket, a
shadow of each order for lists; all of a turn in one transaction under the lease, with the cursor.
What is always true: an order's state is the fold of its facts; the ticket is the same bytes however often it is sent;
no line is lost and none is free that was not; no personal data outside of sealed documents. An order that came while
its link was not live is noted and left alone.
On failure: a turn that fails leaves nothing, and what was remembered of the merchant is read anew. What is in the way
of one order alone is put aside, with an alarm, and tried again; all others go on (`stumbling`, `aside`). What cannot be
mended here is an alarm, with what to do: a person is the last resort of every order.
"""

from tournant.orders.standing import Standing
from tournant.orders.worker import Orders

__all__ = ["Orders", "Standing"]
