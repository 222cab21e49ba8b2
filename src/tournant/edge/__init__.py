"""The edge: all that partners call. Webhooks are made durable, hosted endpoints are answered from the store.

Comes in, over HTTP (a plain ASGI application, no framework: that would be the cost of receiving):

    POST /webhooks/<partner>     a delivery      ─► body ≤ bound ─► signature ─► whose? ─► commit ─► 2xx
    …    /hosted/<partner>/…     a question      ─► body ≤ bound ─► signature ─► whose? ─► what the store holds
    GET  /healthz /readyz /metrics               the process lives, can work, counts

Goes out: observations of kind `webhook` for the merchant whose account it is, of kind `stray` for the platform; logs,
metrics, and the first span of each trace. What a webhook means is for those who read the observations.

Always true:
- Nothing but the path, the size and the signature of a delivery is looked at before it is verified on its raw bytes.
- It is answered 2xx only after the commit, so what was answered is in the store; many deliveries share one commit.
- What was verified is kept: what we do not understand, or whose account we do not know, as a stray.
- The same event a second time is answered 2xx and not stored again while the store remembers it. There is no replay
  window, as partners deliver again after a day: what is older only says where to look, so a replay causes a look.
- Bodies in memory, waiting deliveries and remembered accounts are bounded; what is beyond is refused, never dropped.

On failure: one sentence of plain text. 401 signature, 404 no such partner, 413 too large, 408 too slow, 503 with
`Retry-After` where the queue is full or the store is away, so that the partner delivers again. A time-out at the commit
leaves open whether it happened; the second delivery finds out. Draining: `/readyz` says no, what comes is still taken.

`/metrics` and the probes are for inside: let a proxy pass only `/webhooks/` and `/hosted/`.
"""

from tournant.edge.app import Edge, Parts
from tournant.edge.hosted import Held
from tournant.edge.probes import Check, Probes, answering

__all__ = ["Check", "Edge", "Held", "Parts", "Probes", "answering"]
