"""How Uber says no: a code and a message."""

from tournant.sandbox.http import Answer, Refusal

__all__ = ["answer", "refuse"]

_CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    429: "too_many_requests",
    503: "service_unavailable",
}


def answer(status: int, message: str, code: str | None = None) -> Answer:
    """Spell an error; its code follows from the status where none is given."""
    return Answer(status, {"code": code or _CODES.get(status, "internal_server_error"), "message": message})


def refuse(status: int, message: str, code: str | None = None) -> Refusal:
    """Refuse a request."""
    return Refusal(answer(status, message, code))
