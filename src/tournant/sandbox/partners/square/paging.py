"""Pages: a cursor says after which place the next page begins, and for which question it was made."""

import base64
import binascii
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import TypeVar

from tournant.sandbox.http import Json, encoded
from tournant.sandbox.partners.square.errors import refuse

__all__ = ["page"]

_T = TypeVar("_T")


def page(
    found: Sequence[_T], place: Callable[[_T], int], question: Json, limit: int
) -> tuple[Sequence[_T], str | None]:
    """Cut one page out of what was found, in the order of its places, and give the cursor of the next.

    A place never moves while data changes, so that an element which stays is given exactly once whatever comes and
    goes between two pages.
    """
    mark = blake2b(encoded({**question, "cursor": None}), digest_size=6).hexdigest()
    after = _place(question.get("cursor"), mark)
    rest = sorted(found, key=place)
    if after is not None:
        rest = [one for one in rest if place(one) > after]
    shown = rest[:limit]
    if len(rest) <= limit:
        return shown, None
    text = f"{mark}.{place(shown[-1])}"
    return shown, base64.urlsafe_b64encode(text.encode()).decode()


def _place(cursor: str | None, mark: str) -> int | None:
    if not cursor:
        return None
    try:
        made_for, _, place = base64.urlsafe_b64decode(cursor).decode().partition(".")
    except (binascii.Error, UnicodeDecodeError):
        made_for, place = "", ""
    if made_for != mark or not place.isdecimal():
        raise refuse(400, "INVALID_CURSOR", "The cursor is not valid for this request.", "cursor")
    return int(place)
