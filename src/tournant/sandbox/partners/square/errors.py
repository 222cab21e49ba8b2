"""How Square says no: a list of errors, each with a category and a code."""

from tournant.sandbox.http import Answer, Json, Refusal

__all__ = ["answer", "error", "refuse", "unauthorized"]

_CATEGORIES = {401: "AUTHENTICATION_ERROR", 403: "AUTHENTICATION_ERROR", 429: "RATE_LIMIT_ERROR"}
_CODES = {400: "BAD_REQUEST", 404: "NOT_FOUND", 429: "RATE_LIMITED", 500: "INTERNAL_SERVER_ERROR"} | {
    502: "BAD_GATEWAY",
    503: "SERVICE_UNAVAILABLE",
}
_BROKEN = 500


def error(status: int, code: str, detail: str, field: str | None = None) -> Json:
    """Spell one error."""
    category = "API_ERROR" if status >= _BROKEN else _CATEGORIES.get(status, "INVALID_REQUEST_ERROR")
    found = {"category": category, "code": code, "detail": detail}
    return found | ({"field": field} if field else {})


def answer(status: int, detail: str) -> Answer:
    """Spell an error whose code follows from the status."""
    return Answer(status, {"errors": [error(status, _CODES.get(status, "BAD_REQUEST"), detail)]})


def refuse(status: int, code: str, detail: str, field: str | None = None) -> Refusal:
    """Refuse a request with a code."""
    return Refusal(Answer(status, {"errors": [error(status, code, detail, field)]}))


def unauthorized(code: str = "UNAUTHORIZED") -> Refusal:
    """Refuse a token."""
    said = "has expired" if code == "ACCESS_TOKEN_EXPIRED" else "is not valid"
    return refuse(401, code, f"The access token {said}.")
