"""Names: each once, each documented, each metric there."""

import ast
import re

import pytest
from tests.house import tree

from tournant.telemetry import REGISTRY, exposition, metrics, names

KINDS = {names.Event: "Log events", names.Metric: "Metrics", names.Span: "Spans"}
PAGE = "docs/reference/telemetry.md"


def of(kind: type[str]) -> list[str]:
    return [str(value) for value in vars(names).values() if isinstance(value, kind) and type(value) is kind]


def documented(page: str, title: str) -> list[str]:
    hit = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return re.findall(r"^\| `([^`]+)` \|", hit[1] if hit else "", re.MULTILINE)


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_is_documented(kind: type[str]) -> None:
    """The reference lists exactly the names that there are, each once."""
    assert sorted(documented(tree.read(PAGE), KINDS[kind])) == sorted(of(kind))


def test_every_name_is_explained() -> None:
    """Each constant has a sentence below it."""
    body = tree.parsed(tree.read("src/tournant/telemetry/names.py")).body
    silent = [
        node.target.id
        for node, below in zip(body, [*body[1:], ast.Pass()], strict=True)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if not (isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant))
    ]
    assert silent == []


def test_names_have_their_form() -> None:
    """Metrics are `tournant_…`, spans are `room.work`, events are words in lower case."""
    assert [name for name in of(names.Metric) if not re.fullmatch(r"tournant_[a-z_]+", name)] == []
    assert [name for name in of(names.Span) if not re.fullmatch(r"[a-z]+\.[a-z_]+", name)] == []
    assert [name for name in of(names.Event) if not re.fullmatch(r"[a-z]+(_[a-z]+)+", name)] == []


def test_every_metric_is_there() -> None:
    """Each name of a metric is one of the registry, and the other way round; only counters end with `_total`."""
    found = {metric.name + ("_total" if metric.type == "counter" else "") for metric in REGISTRY.collect()}
    assert found == set(of(names.Metric))
    assert {name for name in found if name.endswith("_total")} == {
        f"{metric.name}_total" for metric in REGISTRY.collect() if metric.type == "counter"
    }


def test_the_exposition_is_text() -> None:
    """A scraper gets every metric with its help, in Prometheus' form."""
    metrics.WEBHOOKS.labels("square", "taken").inc()
    kind, text = exposition()
    assert kind.startswith("text/plain")
    assert b'tournant_webhooks_total{outcome="taken",partner="square"}' in text
    assert b"# HELP tournant_webhook_queue " in text
    assert b"_created" not in text


def test_a_label_has_known_values() -> None:
    """What is not known becomes `other`."""
    assert metrics.one_of("square", {"square"}) == "square"
    assert metrics.one_of("'; drop", {"square"}) == metrics.OTHER
