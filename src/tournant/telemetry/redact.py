"""Redaction: what looks like a secret or like a person's data is replaced before a line or a span leaves the process.

It goes by the words of a key (`access_token`, `eaterPhone`), in whatever is nested below it too, and by what a text
looks like: a bearer token, the user part of a URL, an e-mail address. It is the second fence. The first is that rooms
name ids and never hand a document, a name or a header to a log.
"""

import itertools
import re
from collections.abc import Collection, Mapping
from typing import Final

from tournant.kernel import bounds

__all__ = ["REPLACED", "fields", "value"]

REPLACED: Final = "[redacted]"
"""What stands where something was."""

_TELLING: Final = re.compile(
    "_(?:(?:token|secret|password|credential|cookie|phone|email|mail|eater|customer|guest|recipient|courier|address)s?"
    "|passwd|passphrase|authori[sz]ation|signature|bearer|jwt|telephone|mobile|street|latitude|longitude|birthday|iban"
    "|pan|cvv|(?:api|webhook|master|private|signing|access)_keys?|(?:first|last|full|given|family|display|contact)_name"
    "|delivery_notes?|card_number|pin_code)_"
)
"""Words of a key. Some say it only in pairs: an idempotency key is no secret, the name of a partner no person's."""
_PART: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_INSIDE: Final = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), r"\1 " + REPLACED),
    (re.compile(r"(?<=://)[^/\s@]+@"), REPLACED + "@"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), REPLACED),
)


def fields(given: Mapping[str, object]) -> dict[str, object]:
    """Fields that may leave."""
    return {key: value(key, one) for key, one in given.items()}


def value(key: str, given: object, level: int = 0) -> object:
    """What may leave of a value with this key."""
    if given is None:
        return None
    if _telling(key):
        return REPLACED
    if isinstance(given, bool | int | float):
        return given
    if isinstance(given, bytes):
        return _bytes(given)
    return _nested(given, level) if isinstance(given, Mapping | list | tuple | set | frozenset) else text(str(given))


def text(given: str) -> str:
    """What may leave of a text."""
    cut = given[: bounds.LOG_TEXT_CHARS_MAX]
    for pattern, instead in _INSIDE:
        cut = pattern.sub(instead, cut)
    return cut if len(given) <= bounds.LOG_TEXT_CHARS_MAX else f"{cut} … ({len(given):,} characters)"


def _nested(given: Mapping[object, object] | Collection[object], level: int) -> object:
    if level >= bounds.LOG_LEVELS_MAX:
        return f"<{type(given).__name__}>"
    if isinstance(given, Mapping):
        pairs = itertools.islice(given.items(), bounds.LOG_PARTS_MAX)
        return {str(key): value(str(key), one, level + 1) for key, one in pairs}
    return [value("", one, level + 1) for one in itertools.islice(given, bounds.LOG_PARTS_MAX)]


def _bytes(given: bytes) -> str:
    """A hash or an address in full, anything longer only by its length."""
    return given.hex() if len(given) <= bounds.LOG_BYTES_MAX else f"<{len(given):,} bytes>"


def _telling(key: str) -> bool:
    words = "_".join(part.lower() for part in _PART.findall(key))
    return _TELLING.search(f"_{words}_") is not None
