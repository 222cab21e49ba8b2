"""Probes: alive, ready, counted; at the edge and alone."""

import aiohttp
import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from tests.edge import serving
from tests.edge.serving import House
from tests.store import values
from typing_extensions import override

from tournant.edge import Probes, answering
from tournant.kernel import bounds
from tournant.log import MemoryStore
from tournant.log.errors import DatabaseAway
from tournant.log.records import Tenant
from tournant.telemetry import trace
from tournant.telemetry.spans import SpanTracer, span_id


class Silent(MemoryStore):
    """A store that does not answer as one would wish."""

    failure: Exception | None = None

    @override
    async def tenant_of(self, partner: str, external_id: str) -> Tenant | None:
        if self.failure:
            raise self.failure
        return await super().tenant_of(partner, external_id)


async def test_a_process_that_can_work_says_so(house: House) -> None:
    """The edge lives, is ready, and shows what it counted, on both stores."""
    await house.tin("e1")
    assert await house.get("/healthz") == (200, "ok\n")
    assert await house.get("/readyz") == (200, "ok\n")
    async with house.client.get("/metrics") as answer:
        assert answer.content_type == "text/plain"
        assert 'tournant_webhooks_total{outcome="taken",partner="tin"}' in await answer.text()


async def test_probes_alone() -> None:
    """A process without webhooks serves the probes, says why it is not ready, and has nothing else."""
    store = Silent(values.Clock(), values.vault())
    probes = Probes(answering(store))
    async with serving.serving(probes) as base, aiohttp.ClientSession(base) as client:

        async def get(path: str) -> tuple[int, str]:
            async with client.get(path) as answer:
                return answer.status, await answer.text()

        assert await get("/readyz") == (200, "ok\n")
        store.failure = DatabaseAway("the database cannot be reached: it is not there")
        assert await get("/readyz") == (503, "the database cannot be reached: it is not there\n")
        store.failure = TimeoutError()
        assert await get("/readyz") == (503, f"the database did not answer within {bounds.READY_WAIT_S_MAX} seconds\n")
        assert (await get("/healthz"))[0] == 200
        assert (await get("/metrics"))[0] == 200
        assert await get("/webhooks/tin") == (404, "there are probes here and nothing else\n")
        async with client.post("/healthz") as answer:
            assert answer.status == 404
        probes.draining = True
        assert await get("/readyz") == (503, "this process is draining\n")


@pytest.mark.parametrize("path", ["/", "/webhooks", "/webhooks/", "/metrics/more"])
async def test_there_is_nothing_else(quick: House, path: str) -> None:
    """Any other path is not found."""
    assert await quick.get(path) == (404, "there is nothing here\n")


async def test_a_delivery_is_the_root_of_its_trace(quick: House) -> None:
    """The span of a delivery has the trace of its observation, no parent, and the id that its consequences derive."""
    collector = InMemorySpanExporter()
    tracer = SpanTracer(SimpleSpanProcessor(collector), "tournant-edge")
    trace.install(tracer)
    try:
        await quick.tin("e1")
    finally:
        trace.install(None)
        tracer.close()
    ((observation, _, _),) = await quick.kept()
    (span,) = collector.get_finished_spans()
    assert f"{span.context.trace_id:032x}" == observation.why.trace
    assert (span.parent, span.context.span_id) == (None, span_id(observation.why.trace, "e1"))
    assert dict(span.attributes or {}) == {"cause": "e1", "partner": "tin", "kind": "webhook"}
