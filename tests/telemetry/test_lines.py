"""Log lines: what is in them, where they go, what never leaves."""

import io
import json
from typing import Any

import pytest
from tests.telemetry.conftest import NOW

from tournant import telemetry
from tournant.kernel import bounds
from tournant.log.records import Why
from tournant.telemetry import metrics, names, redact

LOG = telemetry.logger("edge")
WHY = Why("0af7651916cd43dd8448eb211c80319c", "evt_1")


def written(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def break_at(what: str) -> None:
    raise ValueError(what)


def test_a_line_is_one_object(lines: io.StringIO) -> None:
    """A line is a JSON object with time, level, event, room, and the ids of what it is about."""
    LOG.about(WHY, "org/mer").info(names.CALL_ENDED, outcome="done", calls=2)
    assert written(lines) == [
        {
            "at": NOW.isoformat(),
            "level": "info",
            "event": "call_ended",
            "room": "edge",
            "trace": WHY.trace,
            "cause": "evt_1",
            "tenant": "org/mer",
            "outcome": "done",
            "calls": 2,
        }
    ]


def test_a_line_below_the_level_is_not_written(lines: io.StringIO) -> None:
    """A logger that was made before hears of the level, and says nothing below it."""
    telemetry.configure("warning", json=True, now=lambda: NOW, stream=lines)
    LOG.debug(names.WEBHOOK_TAKEN)
    LOG.info(names.CALL_BEGAN)
    LOG.warning(names.RECEIVING_STOPPED)
    LOG.error(names.REQUEST_BROKE)
    assert [line["level"] for line in written(lines)] == ["warning", "error"]


def test_a_line_for_a_terminal_is_no_json(lines: io.StringIO) -> None:
    """The readable form has the same fields, redacted alike, and no colours where it is no terminal."""
    telemetry.configure("debug", json=False, now=lambda: NOW, stream=lines)
    LOG.info(names.CALL_ENDED, outcome="done", eater="opaque")
    text = lines.getvalue()
    assert "call_ended" in text
    assert "outcome=done" in text
    assert "opaque" not in text
    assert "\x1b" not in text


def test_a_traceback_is_kept_to_its_end(lines: io.StringIO) -> None:
    """Of a failure the end of the traceback is in the line, however long it is, without what looks secret."""
    try:
        break_at("x" * bounds.LOG_TEXT_CHARS_MAX + " Authorization: Bearer abc.def")
    except ValueError:
        LOG.exception(names.REQUEST_BROKE)
    found = written(lines)[0]["exception"]
    assert found.endswith(f"Authorization: Bearer {redact.REPLACED}")
    assert len(found) < bounds.LOG_TEXT_CHARS_MAX + len(redact.REPLACED)


def test_a_line_that_cannot_be_written_breaks_nothing() -> None:
    """A stream that is closed loses the line, which is counted, and the work goes on."""
    closed = io.StringIO()
    telemetry.configure("warning", json=True, now=lambda: NOW, stream=closed)
    closed.close()
    before = metrics.REGISTRY.get_sample_value(names.LINES_LOST) or 0
    LOG.warning(names.RECEIVING_STOPPED)
    telemetry.configure("warning", json=True, now=lambda: NOW)
    assert metrics.REGISTRY.get_sample_value(names.LINES_LOST) == before + 1


SECRETS = ["access_token", "refreshToken", "client_secret", "Authorization", "X-Square-Signature", "password", "apiKey"]
PEOPLE = ["phone", "eaterPhone", "eater", "guests", "customer_id", "email", "deliveryAddress", "first_name", "courier"]


@pytest.mark.parametrize("key", [*SECRETS, "webhook_key", "cookies", "master_key", *PEOPLE])
def test_a_telling_key_is_replaced(key: str) -> None:
    """Keys of secrets and of people lose their value, however they are spelled and whatever it is."""
    for given in ("opaque", 4917012345, b"opaque", {"a": 1}, ["a"]):
        assert redact.fields({key: given, "deep": [{key: given}]}) == {
            key: redact.REPLACED,
            "deep": [{key: redact.REPLACED}],
        }


@pytest.mark.parametrize(
    "key", ["partner", "command", "idempotency_key", "name", "account", "company", "store", "panel", "emailed_at"]
)
def test_a_harmless_key_is_kept(key: str) -> None:
    """What an operator needs stays readable."""
    assert redact.fields({key: "square"}) == {key: "square"}


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("postgresql://ann:pw@host/db", f"postgresql://{redact.REPLACED}@host/db"),
        ("said bearer abc-123", f"said bearer {redact.REPLACED}"),
        ("write to ann@example.org", f"write to {redact.REPLACED}"),
        ("evt_1 at 12:00 of 3", "evt_1 at 12:00 of 3"),
    ],
)
def test_a_telling_text_is_cleaned(given: str, left: str) -> None:
    """A bearer token, the user part of a URL and an e-mail address are replaced inside a text."""
    assert redact.fields({"why": given}) == {"why": left}


def test_what_is_long_is_cut() -> None:
    """Bytes, texts, lists and levels beyond their bounds are named by their size or cut."""
    assert redact.value("body", b"a" * 33) == "<33 bytes>"
    assert redact.value("payload", b"\x01" * 32) == "01" * 32
    assert str(redact.value("why", "x" * 5_000)).endswith("… (5,000 characters)")
    assert redact.value("ids", list(range(50))) == list(range(bounds.LOG_PARTS_MAX))
    deep: object = 1
    for _ in range(10_000):
        deep = [deep]
    assert redact.value("deep", deep) == [[[["<list>"]]]]
