"""What a person wants done, on its way to whoever works for the merchant. A fact with it as its cause answers it."""

from typing import Literal

import msgspec

__all__ = ["Command", "answer_stream"]


def answer_stream(command: str) -> str:
    """The stream of facts in which a command is answered."""
    return f"command:{command}"


class Command(msgspec.Struct, frozen=True, omit_defaults=True):
    """The payload of an observation of kind `command`."""

    do: Literal["live", "observe", "look", "release"]
    """live, observe: the mode of a link. look: read it again now. release: follow what was held back."""
    target: str
    """A link; for `look` and `release` an account too."""
    by: str
    """Who wants it."""
    args: dict[str, str] = {}
    reason: str | None = None
