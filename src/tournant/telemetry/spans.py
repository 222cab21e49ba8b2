"""Spans of OpenTelemetry with our ids; loaded only where they are exported."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from typing import Final

from opentelemetry import trace as otel
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from typing_extensions import override

from tournant.telemetry import redact
from tournant.telemetry.names import Span
from tournant.telemetry.work import Written

__all__ = ["SpanTracer", "exporting", "span_id"]

_SAMPLED: Final = otel.TraceFlags(otel.TraceFlags.SAMPLED)


def span_id(trace: str, of: str) -> int:
    """The id of the span that brought this forth, or will."""
    return int.from_bytes(blake2b(f"{trace}\0{of}".encode(), digest_size=8).digest(), "big") or 1


def trace_id(trace: str) -> int:
    """The trace as a number; one that is not of our making (a test, an operator's word) becomes one that is stable."""
    try:
        number = int(trace, 16)
    except ValueError:
        number = 0
    fits = 0 < number < 1 << 128
    return number if fits else int.from_bytes(blake2b(trace.encode(), digest_size=16).digest(), "big") or 1


class _Ids(IdGenerator):
    """Ids that were decided a moment ago, or by chance where none was. Making a span does not wait, so none is lost."""

    def __init__(self) -> None:
        self._chance = RandomIdGenerator()
        self.trace = 0
        self.span = 0

    @override
    def generate_span_id(self) -> int:
        return self.span or self._chance.generate_span_id()

    @override
    def generate_trace_id(self) -> int:
        return self.trace or self._chance.generate_trace_id()


class _Work:
    def __init__(self, span: otel.Span) -> None:
        self._span = span

    def say(self, **attributes: object) -> None:
        """Add what is known only now."""
        self._span.set_attributes(_plain(attributes))


class SpanTracer:
    """Makes the spans of one process."""

    def __init__(self, processor: SpanProcessor, service: str) -> None:
        """Hand finished spans to this processor, under the name of the process."""
        self._ids = _Ids()
        self._provider = TracerProvider(
            sampler=ALWAYS_ON,
            resource=Resource({"service.name": service}),
            id_generator=self._ids,
            shutdown_on_exit=False,
        )
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("tournant")

    @contextmanager
    def span(self, name: Span, why: Written, makes: str | None, attributes: Mapping[str, object]) -> Iterator[_Work]:
        """Work, from where the block begins to where it ends."""
        made = self._begin(name, why, makes, _plain({"cause": why.cause, **attributes}))
        with otel.use_span(made, end_on_exit=True, record_exception=False, set_status_on_exception=False):
            try:
                yield _Work(made)
            except BaseException as failure:
                # The text of an exception may quote what a person said; its class does not.
                made.set_status(otel.StatusCode.ERROR, type(failure).__name__)
                raise

    def close(self) -> None:
        """Send what is waiting, and stop."""
        self._provider.shutdown()

    def _begin(
        self, name: Span, why: Written, makes: str | None, attributes: dict[str, str | int | float]
    ) -> otel.Span:
        self._ids.trace = trace_id(why.trace)
        self._ids.span = span_id(why.trace, makes) if makes else 0
        try:
            return self._tracer.start_span(name, self._around(why, makes), attributes=attributes)
        finally:
            self._ids.trace = self._ids.span = 0

    def _around(self, why: Written, makes: str | None) -> Context:
        """The work that this one is part of: what runs around it, else what its cause came from, else nothing."""
        here = otel.get_current_span()
        if here.get_span_context().trace_id == self._ids.trace:
            return otel.set_span_in_context(here, Context())
        if makes == why.cause:
            return Context()
        parent = otel.SpanContext(self._ids.trace, span_id(why.trace, why.cause), is_remote=True, trace_flags=_SAMPLED)
        return otel.set_span_in_context(otel.NonRecordingSpan(parent), Context())


def exporting(endpoint: str, service: str) -> SpanTracer:
    """Send spans to a collector, in batches and from a thread; what it does not take in time is dropped."""
    return SpanTracer(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)), service)


def _plain(attributes: Mapping[str, object]) -> dict[str, str | int | float]:
    """What may leave, as OpenTelemetry takes it; what is not known is left out."""
    given = {key: one for key, one in redact.fields(attributes).items() if one is not None}
    return {key: one if isinstance(one, str | int | float) else str(one) for key, one in given.items()}
