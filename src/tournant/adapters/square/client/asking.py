"""How Square is asked and understood: its version in every request, JSON in and out, lists page by page."""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

import msgspec
from msgspec import Raw

from tournant.kernel import bounds
from tournant.sdk import Exchange, Request, Response, Task, errors

__all__ = ["VERSION", "Page", "ask", "given", "key", "listed", "needed", "pages", "understood"]

VERSION: Final = "2025-08-20"
T = TypeVar("T")


class Page(msgspec.Struct, frozen=True):
    """What every list has besides its own member."""

    cursor: str | None = None


P = TypeVar("P", bound=Page)


def ask(operation: str, line: str, body: object = None) -> Request:
    """One request: `ask("catalog.list", "GET /v2/catalog/list")`."""
    method, _, path = line.partition(" ")
    return Request(operation, method, path, msgspec.json.encode(body) if body else b"", {"square-version": VERSION})


def understood(kind: type[T], answer: Response) -> T:
    """What an answer says; PartnerBroke where it is not what Square documents."""
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.DecodeError, RecursionError) as why:
        raise errors.PartnerBroke(f"the answer is not as documented: {why}") from why


def pages(request: Callable[[str | None], Request], kind: type[P]) -> Exchange[list[P]]:
    """All pages of a list, by the cursor that each gives for the next."""
    found: list[P] = []
    while not found or found[-1].cursor:
        if len(found) == bounds.PAGES_READ_MAX:
            raise errors.PartnerBroke(f"a list has no end: more than {bounds.PAGES_READ_MAX:,} pages")
        answer = yield request(found[-1].cursor if found else None)
        found.append(understood(kind, answer))
    return found


def given(kind: type[T], document: bytes, what: str) -> T:
    """The document of a Task; Rejected where it is none."""
    try:
        return msgspec.json.decode(document, type=kind)
    except (msgspec.DecodeError, RecursionError) as why:
        raise errors.Rejected(f"what is to be written is no {what}: {why}") from why


def needed(task: Task, name: str) -> str:
    """An argument that a command cannot do without."""
    found = task.args.get(name)
    if not found:
        raise errors.Rejected(f"the command needs {name!r}")
    return found


def key(task: Task, number: int) -> str:
    """The idempotency key of the n-th request of a Task, counted from 0: the same for every attempt."""
    return f"{task.key}-{number + 1}" if number else task.key


def listed(**lists: Iterable[Raw]) -> bytes:
    """A document of lists whose elements keep their bytes."""
    return msgspec.json.encode({name: list(elements) for name, elements in lists.items()})
