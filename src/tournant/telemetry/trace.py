"""Traces: the ids in the log's records are those of OpenTelemetry, so work in several processes is one trace.

Records keep two ids, `trace` and `cause`. A trace is 32 hexadecimal digits, drawn where it begins. The id of a span is
not kept anywhere; it is derived. Work that brings forth something under an id says so (`makes`) and gets its span's id
from (trace, id); work that was caused by that id finds its parent by the same arithmetic, in whatever process it runs:

    edge   receive   makes evt_1              span h(trace, evt_1)    the root: nothing else caused it
    sync   round     why (trace, evt_1)         └ parent h(trace, evt_1)
    calls  call      why (trace, evt_1)         └ parent h(trace, evt_1), span h(trace, int_7)
    sync   answer    why (trace, int_7)             └ parent h(trace, int_7)

Who `makes` an id does so once; a second attempt at the same work leaves it out and is a sibling of the first.
Work inside other work of the same trace is its child. Without a collector none of this runs.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Final

from tournant.kernel import check
from tournant.telemetry.names import Span
from tournant.telemetry.work import Tracer, Work, Written

__all__ = ["configure_tracing", "install", "new_trace", "span"]

_TRACES: Final = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
_ALL: Final = "OTEL_EXPORTER_OTLP_ENDPOINT"


class _Untraced:
    """Work that nobody follows."""

    def say(self, **attributes: object) -> None:
        """Forget it."""


class _Installed:
    """The tracer of this process."""

    def __init__(self) -> None:
        self.tracer: Tracer | None = None


_INSTALLED: Final = _Installed()
_NOTHING: Final[AbstractContextManager[Work]] = nullcontext(_Untraced())


def new_trace(draw: int) -> str:
    """A trace that begins here, from a number below 2**128 that nobody else draws."""
    check.require(0 < draw < 1 << 128, "a trace from a number outside 128 bits, or from zero")
    return f"{draw:032x}"


def span(name: Span, why: Written, *, makes: str | None = None, **attributes: object) -> AbstractContextManager[Work]:
    """Trace the work of a block. An exception that leaves it marks the span with its class, not with its text."""
    tracer = _INSTALLED.tracer
    return _NOTHING if tracer is None else tracer.span(name, why, makes, attributes)


def install(tracer: Tracer | None) -> None:
    """Let spans of this process be made by this tracer; None: by none."""
    _INSTALLED.tracer = tracer


def configure_tracing(environment: Mapping[str, str], process: str) -> Callable[[], None]:
    """Export spans where the environment names a collector; gives what has to be called at the end of the process.

    What else OpenTelemetry's exporter can be told (headers, time-out, certificate) it reads from its own variables.
    """
    endpoint = environment.get(_TRACES) or (
        f"{environment[_ALL].rstrip('/')}/v1/traces" if environment.get(_ALL) else None
    )
    if endpoint is None or environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return lambda: None
    from tournant.telemetry import spans  # noqa: PLC0415 - only who exports loads OpenTelemetry

    tracer = spans.exporting(endpoint, environment.get("OTEL_SERVICE_NAME") or f"tournant-{process}")
    install(tracer)

    def close() -> None:
        install(None)
        tracer.close()

    return close
