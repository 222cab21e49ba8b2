"""What is traced, and what traces it: the forms that stand between rooms and OpenTelemetry."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from tournant.telemetry.names import Span

__all__ = ["Tracer", "Work", "Written"]


class Written(Protocol):
    """Where something comes from, as records have it (`log.records.Why`)."""

    @property
    def trace(self) -> str:
        """The trace that it is part of."""

    @property
    def cause(self) -> str:
        """The id of the one thing that caused it."""


class Work(Protocol):
    """Work that is being traced."""

    def say(self, **attributes: object) -> None:
        """Add what is known only now."""


class Tracer(Protocol):
    """What makes spans."""

    def span(
        self, name: Span, why: Written, makes: str | None, attributes: Mapping[str, object]
    ) -> AbstractContextManager[Work]:
        """Work, from where the block begins to where it ends."""
