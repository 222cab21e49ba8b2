"""What one command is done with, and what is written down of it."""

from dataclasses import dataclass

from tournant.facts.commands import Command
from tournant.facts.sync import PersonActed
from tournant.log.records import Why
from tournant.sync.library import Library
from tournant.sync.partners import Partners
from tournant.sync.turn import Turn

__all__ = ["CannotBe", "Wish"]


class CannotBe(Exception):  # noqa: N818 - it says what happened
    """A command is refused; the message is one sentence for the person. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A command in the turn in which it is done."""

    turn: Turn
    partners: Partners
    library: Library
    command: Command
    address: bytes
    """Of the command itself, as it is kept."""
    why: Why

    def note_act(self, stream: str) -> None:
        """Write down who did what, and why."""
        one = self.command
        self.turn.note(stream, PersonActed(one.do, one.target, one.by, one.args, one.reason), self.why, one.by)
