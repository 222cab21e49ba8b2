"""The round: what partners show, taken in; what they should show, planned and written; and looked at again.

What comes in: observations (webhooks that point at something, answers of calls, commands of people), one merchant at a
time, under a lease. What goes out: facts, canonical rows, shadows, intents to write, and timers that have something
looked at; all of a turn in one transaction.
What is always true: truth comes from looking, never from an acknowledgement; at most one write is waited for at a
resource of a target, until a look that must show it, and every write is open until nothing of it can come any more; one
that came to nothing known is tried again after rests that grow; an owner's look that could not be read whole takes
nothing away; a look that would take away too much is held back for a person; a link that is not live is never written.
On failure: what cannot be read or written is a fact with its place, and the rest goes on; a transaction that fails
leaves nothing behind, and the merchant's desk is read anew.
"""

from tournant.sync.worker import Syncer

__all__ = ["Syncer"]
