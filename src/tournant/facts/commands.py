"""What a person wants done, on its way to whoever works for the merchant. A fact with it as its cause answers it."""

from typing import Final, Literal

import msgspec

__all__ = ["CATALOG", "ORDER_WORDS", "Command", "answer_stream", "operator"]

CATALOG: Final = "catalog"
"""What facts about edits are about that a person makes here, and not at a partner."""


ORDER_WORDS: Final = frozenset({"order_by_hand", "order_again", "order_cancel", "order_handled"})
"""What is said of orders: the room orders does and answers these, sync all others."""


def answer_stream(command: str) -> str:
    """The stream of facts in which a command is answered."""
    return f"command:{command}"


def operator(name: str) -> str:
    """The source of what a person sets here, as registers and facts name it."""
    return f"operator:{name}"


class Command(msgspec.Struct, frozen=True, omit_defaults=True):
    """The payload of an observation of kind `command`."""

    do: Literal[
        "live",
        "observe",
        "look",
        "release",
        "match",
        "unmatch",
        "decide",
        "set",
        "86",
        "un86",
        "pause",
        "resume",
        "order_by_hand",
        "order_again",
        "order_cancel",
        "order_handled",
    ]
    """live, observe: the mode of a link. look: read it again now. release: follow what was held back. match, unmatch:
    which things on a channel are ours. decide: what is meant where a person is asked. order_…: what a person says of an
    order, for the room orders. The others change the catalog."""
    target: str
    """A link; for `look`, `release` and `decide` an account too; for order_… the order's stream,
    `order:<link>:<partner's id>`; for a change of the catalog our id of what changes."""
    by: str
    """Who wants it."""
    args: dict[str, str] = {}
    """match: our ids with the partner's, or `all`. decide: `cell`, `take`. set: `field`, `value`. 86, un86: `location`,
    `until`. pause: `until`. live: `preview`. release: `resource`."""
    reason: str | None = None
