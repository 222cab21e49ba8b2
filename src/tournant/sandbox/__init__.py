"""Simulated partners over real HTTP: stateful, hostile on request, and written from what the partners publish.

What is here: one plain ASGI application a partner (`partners/`), and what they share: books, limits, faults, webhooks.
What enters: calls as the partner's own clients make them, and at `/_sandbox/` what a world does: merchants and stores,
edits by staff, orders by guests, faults switched on and off. What leaves: answers, signed webhooks, and the books:
every call received, every write applied, every order with its history, every limit that was exceeded.
What is always true: nothing here imports another room but the kernel, because a fake that shares the adapter's types
shares its mistakes; and nothing reads a clock, rolls dice, waits or sends but through the four ports (`ports`), so that
the same applications run behind a socket and inside a simulation. Same seed, same calls: same answers.
How it fails: as the partner says that it fails. What no vendor publishes is a named constant that says *assumed*.

World time: windows, deadlines, schedules and back-offs count world seconds, which `--speed N` makes N times shorter
than those of the wall; how late a request may be worked on (`slow_answer`) counts seconds of the wall, as time-outs do.

    your client ──HTTP──► Partner ─► faults ─► limits ─► handlers ─► books
    your endpoint ◄─────── Webhooks ◄─ events ◄─────────────┘
    a world, a judge ───► /_sandbox/…
"""

from tournant.sandbox.mount import Mount
from tournant.sandbox.partner import Partner
from tournant.sandbox.partners import PARTNERS
from tournant.sandbox.ports import Clock, Ports, Timers, Wire

__all__ = ["PARTNERS", "Clock", "Mount", "Partner", "Ports", "Timers", "Wire"]
