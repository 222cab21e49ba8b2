"""Makes every call to a partner: the only room that talks to them, reads and writes alike.

Comes in: intents of the kind `call` (`facts.Call`), whoever enqueued them. Goes out: for each exactly one `answer`
observation (`facts.Answer`) with the partner's document as its payload, in the transaction that settles the intent.

    waiting ─claim, committed─► claimed ─ token, grant, request, answer … ─► settled + Answer
       ▲                           │
       └── nothing was done: later ┘      a write whose outcome is unknown is settled so, and never sent again

Always true:
- A claim is durable before its first request leaves, and an answer settles only the attempt that it answers.
- A write of which anything may have been done is never sent again by this room; a read is, up to its attempts.
- Every request is bought from the governor, tokens' too, and its grant is told how it went.
- Nothing is sent under a lease that was lost, as far as that can be seen when it leaves; nothing is written under one.
- Whoever is slow or dead takes at most half of the free places (`places`), and a breaker lets single calls try.
- Only the host of the app's address is called; a path that would lead elsewhere is a bug and is not sent.
- Personal data is sealed for its order; logs and outcomes hold none.

On failure: what the partner did is a disposition, and one `match` (`decide.ruling`) says what becomes of the call. A
process that dies leaves claims without answers; its successor puts reads back and settles writes as unknown. While the
database is away what came of a call is kept for as long as a lease lasts.
"""

from tournant.calls.booking import Settlement
from tournant.calls.executor import Caller
from tournant.calls.http import HttpWire, opened
from tournant.calls.port import Wire
from tournant.calls.ports import Ports

__all__ = ["Caller", "HttpWire", "Ports", "Settlement", "Wire", "opened"]
