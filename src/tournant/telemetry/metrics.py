"""The metrics of this process, in a registry of our own; each is named in `names`.

A label has few values: a partner that is installed, a command of its manifest, an outcome from a short list. Whatever
comes from outside goes through `one_of` first, because every new value is a series that is kept for ever.
"""

from collections.abc import Collection
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from tournant.telemetry import names

__all__ = ["OTHER", "REGISTRY", "exposition", "one_of"]

disable_created_metrics()  # type: ignore[no-untyped-call] # twice the series, for what no one asks

REGISTRY: Final = CollectorRegistry()
"""Ours, so that what a library registers for itself stays out."""
OTHER: Final = "other"
"""The value of a label whose own is not one of the known."""

_QUICK_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5)
_SLOW_S: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 300)
_SIZES: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)

WEBHOOKS: Final = Counter(names.WEBHOOKS, "Deliveries answered", ["partner", "outcome"], registry=REGISTRY)
WEBHOOK_DURATION: Final = Histogram(
    names.WEBHOOK_DURATION, "From a delivery to its answer", buckets=_QUICK_S, registry=REGISTRY
)
WEBHOOK_QUEUE: Final = Gauge(names.WEBHOOK_QUEUE, "Deliveries that wait for their commit", registry=REGISTRY)
WEBHOOK_BATCH: Final = Histogram(names.WEBHOOK_BATCH, "Deliveries of one commit", buckets=_SIZES, registry=REGISTRY)
COMMIT_DURATION: Final = Histogram(
    names.COMMIT_DURATION, "How long a commit of deliveries took", buckets=_QUICK_S, registry=REGISTRY
)
HOSTED: Final = Counter(names.HOSTED, "Requests to hosted endpoints", ["partner", "outcome"], registry=REGISTRY)

CALLS: Final = Counter(names.CALLS, "Calls to partners", ["partner", "command", "outcome"], registry=REGISTRY)
CALL_DURATION: Final = Histogram(
    names.CALL_DURATION, "From claim to outcome", ["partner", "command"], buckets=_SLOW_S, registry=REGISTRY
)

PACE_WAIT: Final = Histogram(
    names.PACE_WAIT, "What a call waited for its right", ["partner", "lane"], buckets=_SLOW_S, registry=REGISTRY
)

MERCHANTS_HELD: Final = Gauge(names.MERCHANTS_HELD, "Merchants on which this process works", registry=REGISTRY)

LINES_LOST: Final = Counter(names.LINES_LOST, "Log lines that could not be written", registry=REGISTRY)


def one_of(given: str, known: Collection[str]) -> str:
    """A value that may become a label's."""
    return given if given in known else OTHER


def exposition() -> tuple[str, bytes]:
    """The content type and the text that a scraper gets."""
    return CONTENT_TYPE_LATEST, generate_latest(REGISTRY)
