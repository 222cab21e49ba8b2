"""Which answer of Uber Eats means what."""

import json
from datetime import timedelta

import pytest
from tests.sandbox.memory import BEGUN

from tournant.adapters.uber_eats.connection import CONNECTION
from tournant.kernel import bounds
from tournant.sdk import Request, Response, errors


def said(
    status: int, code: str | None = None, operation: str = "menu.write", retry_after: str = ""
) -> errors.Disposition:
    body = json.dumps({"code": code, "message": "In words."}).encode() if code else b"<html>"
    headers = {"retry-after": retry_after} if retry_after else {}
    return CONNECTION.disposition(Request(operation, "POST", "/v1/x"), Response(status, headers, body), BEGUN)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "bad_request", errors.Rejected),
        (401, "unauthorized", errors.NeedsReauth),
        (403, "resource_update_not_allowed", errors.Rejected),
        (404, "not_found", errors.Rejected),
        (409, "resource_status_conflict", errors.Clash),
        (400, "resource_status_conflict", errors.Clash),
        (409, "conflict", errors.Clash),
        (429, "too_many_requests", errors.Throttled),
        (500, "internal_server_error", errors.Transient),
        (503, "service_unavailable", errors.Transient),
    ],
)
def test_an_answer_is_a_disposition(status: int, code: str, kind: type[errors.Disposition]) -> None:
    """With Uber's own words."""
    found = said(status, code)
    assert (type(found), found.why) == (kind, f"{code}: In words.")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.PartnerBroke),
        (301, errors.PartnerBroke),
        (401, errors.NeedsReauth),
        (405, errors.Unsupported),
        (408, errors.Transient),
        (429, errors.Throttled),
        (502, errors.Transient),
    ],
)
def test_an_answer_without_a_code(status: int, kind: type[errors.Disposition]) -> None:
    """The status speaks where it can; a refusal without a code is nothing that Uber documents."""
    found = said(status)
    assert (type(found), found.why) == (kind, f"HTTP {status}")


def test_what_a_status_means_where_it_means_something_else() -> None:
    """An order that has ended is not found by a cancellation; a token is refused for good."""
    assert type(said(404, "not_found", "order.cancel")) is errors.Clash
    assert type(said(401, "invalid_client", "oauth.token")) is errors.Rejected


def test_a_reason_is_short() -> None:
    """However much Uber says."""
    assert len(said(400, "x" * 5_000).why) == bounds.REASON_CHARS_MAX


@pytest.mark.parametrize(
    ("text", "after_s"),
    [
        ("30", 30),
        ("Tue, 24 Nov 2026 18:00:00 GMT", 3_600),
        ("1" * 40, None),
        ("", None),
        ("later", None),
    ],
)
def test_when_uber_wants_to_be_asked_again(text: str, after_s: int | None) -> None:
    """Seconds or a date, from the world's now on."""
    found = said(429, "too_many_requests", retry_after=text)
    assert isinstance(found, errors.Throttled)
    assert found.until == (None if after_s is None else BEGUN + timedelta(seconds=after_s))
