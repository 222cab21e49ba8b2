"""Which answer of Square means what."""

import json
from datetime import timedelta

import pytest
from tests.sandbox.memory import BEGUN

from tournant.adapters.square.connection import CONNECTION
from tournant.kernel import bounds
from tournant.sdk import Request, Response, errors


def said(status: int, *codes: str, operation: str = "catalog.upsert", **headers: str) -> errors.Disposition:
    found = [
        {"category": "INVALID_REQUEST_ERROR", "code": code, "detail": "In words.", "field": "id"} for code in codes
    ]
    body = json.dumps({"errors": found}).encode() if codes else b"<html>"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return CONNECTION.disposition(Request(operation, "POST", "/v2/x"), Response(status, named, body), BEGUN)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, "UNAUTHORIZED", errors.NeedsReauth),
        (401, "ACCESS_TOKEN_EXPIRED", errors.NeedsReauth),
        (401, "ACCESS_TOKEN_REVOKED", errors.NeedsReauth),
        (401, "CLIENT_DISABLED", errors.NeedsReauth),
        (403, "INSUFFICIENT_SCOPES", errors.Rejected),
        (400, "INVALID_VALUE", errors.Rejected),
        (404, "NOT_FOUND", errors.Rejected),
        (400, "VERSION_MISMATCH", errors.Clash),
        (409, "VERSION_MISMATCH", errors.Clash),
        (409, "CONFLICT", errors.Clash),
        (400, "IDEMPOTENCY_KEY_REUSED", errors.Duplicate),
        (405, "METHOD_NOT_ALLOWED", errors.Unsupported),
        (501, "NOT_IMPLEMENTED", errors.Unsupported),
        (408, "REQUEST_TIMEOUT", errors.Transient),
        (500, "INTERNAL_SERVER_ERROR", errors.Transient),
        (503, "SERVICE_UNAVAILABLE", errors.Transient),
        (429, "RATE_LIMITED", errors.Throttled),
    ],
)
def test_a_code_is_a_disposition(status: int, code: str, kind: type[errors.Disposition]) -> None:
    """With Square's own words."""
    found = said(status, code)
    assert type(found) is kind
    assert found.why == f"{code} id: In words."


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.PartnerBroke),
        (404, errors.PartnerBroke),
        (302, errors.PartnerBroke),
        (401, errors.NeedsReauth),
        (429, errors.Throttled),
        (500, errors.Transient),
        (504, errors.Transient),
    ],
)
def test_an_answer_without_a_code(status: int, kind: type[errors.Disposition]) -> None:
    """The status speaks where it can; a refusal without a code is nothing that Square documents."""
    found = said(status)
    assert (type(found), found.why) == (kind, f"HTTP {status}")


def test_an_order_that_does_not_take_a_change_is_a_clash() -> None:
    """Square calls that a bad request; of other operations it is a rejection."""
    for operation in ("order.update", "order.pay", "payment.create"):
        assert type(said(400, "BAD_REQUEST", operation=operation)) is errors.Clash
    assert type(said(400, "PAYMENT_AMOUNT_MISMATCH", operation="payment.create")) is errors.Clash
    assert type(said(400, "BAD_REQUEST", operation="order.create")) is errors.Rejected


def test_a_token_that_cannot_be_had_is_rejected() -> None:
    """Another one would have to be got with the same secret."""
    assert type(said(401, "UNAUTHORIZED", operation="oauth.token")) is errors.Rejected
    assert type(said(429, "RATE_LIMITED", operation="oauth.token")) is errors.Throttled


def test_a_reason_names_no_guest() -> None:
    """Of operations on orders only codes and fields are kept, because a detail quotes what was sent; all are short."""
    assert said(400, "INVALID_PHONE_NUMBER", operation="order.create").why == "INVALID_PHONE_NUMBER id"
    assert said(400, "INVALID_VALUE", operation="orders.search").why == "INVALID_VALUE id"
    assert len(said(400, *["INVALID_VALUE"] * 100).why) == bounds.REASON_CHARS_MAX


@pytest.mark.parametrize(
    ("text", "after_s"),
    [
        ("7", 7),
        ("Tue, 24 Nov 2026 17:02:00 GMT", 120),
        ("Tue, 24 Nov 2026 16:00:00 GMT", 0),
        ("9" * 30, None),
        ("99999999", bounds.RETRY_AFTER_S_MAX),
        ("soon", None),
        ("-5", None),
        ("Tue, 24 Nov 2026 17:02:00", None),
    ],
)
def test_when_square_wants_to_be_asked_again(text: str, after_s: int | None) -> None:
    """Seconds or a date, from the world's now on, for no longer than a day; what is neither is not believed."""
    found = said(429, "RATE_LIMITED", retry_after=text)
    assert isinstance(found, errors.Throttled)
    assert found.until == (None if after_s is None else BEGUN + timedelta(seconds=after_s))
