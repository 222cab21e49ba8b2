"""Traces: ids of the log, spans over processes, nothing where nobody collects."""

import sys
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from tournant.kernel.check import Impossible
from tournant.log.records import Why
from tournant.telemetry import configure_tracing, names, new_trace, span, trace
from tournant.telemetry.spans import SpanTracer, span_id

TRACE = new_trace(0x0AF7651916CD43DD8448EB211C80319C)


@pytest.fixture
def collector() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def processes(collector: InMemorySpanExporter) -> Iterator[list[SpanTracer]]:
    """Two processes that know nothing of each other but what is in the log."""
    made = [SpanTracer(SimpleSpanProcessor(collector), name) for name in ("tournant-edge", "tournant-core")]
    yield made
    for one in made:
        one.close()


def ids(one: ReadableSpan) -> tuple[int, int | None]:
    return one.context.span_id, one.parent and one.parent.span_id


def test_two_processes_make_one_trace(collector: InMemorySpanExporter, processes: list[SpanTracer]) -> None:
    """From a webhook in one process to a call in another the spans are one trace, each below what caused it."""
    edge, core = processes
    trace.install(edge)
    with span(names.RECEIVE, Why(TRACE, "evt_1"), makes="evt_1", partner="square"):
        pass
    trace.install(core)
    with span(names.CALL, Why(TRACE, "evt_1"), makes="int_7", command="menu.read"):
        pass
    with span(names.CALL, Why(TRACE, "int_7")):
        pass
    spans = collector.get_finished_spans()
    assert {f"{one.context.trace_id:032x}" for one in spans} == {TRACE}
    event, call = span_id(TRACE, "evt_1"), span_id(TRACE, "int_7")
    assert [ids(one) for one in spans[:2]] == [(event, None), (call, event)]
    assert ids(spans[2])[1] == call
    assert [one.resource.attributes["service.name"] for one in spans[:2]] == ["tournant-edge", "tournant-core"]
    assert dict(spans[1].attributes or {}) == {"cause": "evt_1", "command": "menu.read"}


def test_work_inside_work_is_its_child(collector: InMemorySpanExporter, processes: list[SpanTracer]) -> None:
    """A span in the block of another is its child; one of another trace there is not."""
    trace.install(processes[0])
    other = new_trace(7)
    with span(names.RECEIVE, Why(TRACE, "evt_1"), makes="evt_1"):
        with span(names.CALL, Why(TRACE, "evt_1")):
            pass
        with span(names.CALL, Why(other, "evt_2")):
            pass
    inner, strange, outer = collector.get_finished_spans()
    assert ids(inner)[1] == outer.context.span_id
    assert ids(strange)[1] == span_id(other, "evt_2")
    assert f"{strange.context.trace_id:032x}" == other


def test_a_failure_is_marked_without_its_words(collector: InMemorySpanExporter, processes: list[SpanTracer]) -> None:
    """An exception goes on its way and leaves its class in the span, and nothing of its text."""
    trace.install(processes[0])
    with pytest.raises(ValueError, match="Ann"), span(names.CALL, Why(TRACE, "int_7")):
        raise ValueError("Ann, +49 170 1234567")
    (found,) = collector.get_finished_spans()
    assert (found.status.status_code, found.status.description) == (StatusCode.ERROR, "ValueError")
    assert "Ann" not in found.to_json()


def test_attributes_are_redacted(collector: InMemorySpanExporter, processes: list[SpanTracer]) -> None:
    """What looks like a person or a secret is replaced, what is not known left out, what is no plain value text."""
    trace.install(processes[0])
    with span(names.CALL, Why(TRACE, "int_7"), phone="opaque", store=None) as work:
        work.say(eater={"name": "Ann"}, pages=3, ids=["a"])
    (found,) = collector.get_finished_spans()
    assert dict(found.attributes or {}) == {
        "cause": "int_7",
        "phone": "[redacted]",
        "eater": "[redacted]",
        "pages": 3,
        "ids": "['a']",
    }


def test_a_trace_that_is_no_number_is_stable(collector: InMemorySpanExporter, processes: list[SpanTracer]) -> None:
    """A trace of another form (an operator's word) is still one trace."""
    trace.install(processes[0])
    for cause in ("a", "b"):
        with span(names.CALL, Why("by hand", cause)):
            pass
    assert len({one.context.trace_id for one in collector.get_finished_spans()}) == 1


def test_without_a_collector_nothing_is_made() -> None:
    """Where no endpoint is named there is no tracer, and every block gets the same nothing."""
    for environment in ({}, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_SDK_DISABLED": "true"}):
        configure_tracing(environment, "edge")()
        first, second = (span(names.CALL, Why(TRACE, cause)) for cause in ("a", "b"))
        assert first is second
        with first as work:
            work.say(outcome="done")


def test_an_endpoint_turns_tracing_on_until_closed() -> None:
    """Where an endpoint is named spans are made, until what was given back is called."""
    close = configure_tracing({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9/"}, "edge")
    made = span(names.CALL, Why(TRACE, "a"))
    close()
    assert made is not span(names.CALL, Why(TRACE, "a"))
    assert "tournant.telemetry.spans" in sys.modules


@pytest.mark.parametrize("number", [0, 1 << 128, -1])
def test_a_trace_is_128_bits(number: int) -> None:
    """Zero is no trace in OpenTelemetry, and what does not fit is a bug of the caller."""
    assert TRACE == "0af7651916cd43dd8448eb211c80319c"
    with pytest.raises(Impossible):
        new_trace(number)
