"""Telemetry: what running rooms say about themselves, in logs, metrics and traces that carry the same ids.

Comes in: an event, a number or the beginning and end of some work, each with the trace and the cause that are in the
log's records anyway. Goes out: one line a log event (JSON, or readable on a terminal), the metrics of this process in
Prometheus' text form, and spans to an OpenTelemetry collector where one is named.

    log = telemetry.logger("calls")
    log.about(claim.intent.why, tenant.label).warning(names.CALL_UNKNOWN, command="menu.write")
    metrics.CALLS.labels(partner, command, outcome).inc()
    with telemetry.span(names.CALL, claim.intent.why, makes=claim.intent.id, command="menu.write"):
        ...

Always true: every name of an event, metric or span is a constant of `names` and documented; what looks like a secret or
like a person's data is replaced before it leaves; a label has few values; without a collector a span costs next to
nothing. Nothing here reads the environment or a clock: the app passes both.
What fails here fails alone: a line that cannot be written is counted, a collector that is away loses spans.
Decisions (pure code) never import this room.
"""

from tournant.telemetry import metrics, names
from tournant.telemetry.lines import Logger, configure, logger, overheard
from tournant.telemetry.metrics import REGISTRY, exposition
from tournant.telemetry.trace import configure_tracing, new_trace, span
from tournant.telemetry.work import Work, Written

__all__ = [
    "REGISTRY",
    "Logger",
    "Work",
    "Written",
    "configure",
    "configure_tracing",
    "exposition",
    "logger",
    "metrics",
    "names",
    "new_trace",
    "overheard",
    "span",
]
