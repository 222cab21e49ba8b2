"""Checks that survive `python -O`: what must hold, or there is a bug.

A failed check raises `Impossible`: not weather, to be retried, but a mistake of ours, to be reported. What comes from
outside (a document, a partner, a person) is never checked with these; it is refused with an error of its own.
"""

from typing import NoReturn

__all__ = ["Impossible", "ensure", "never", "require"]


class Impossible(Exception):  # noqa: N818 - it says what happened, as every failure here does
    """This should never happen: a bug in Tournant, please report it."""

    def __init__(self, what: str) -> None:
        """Say what was found where something else had to be."""
        super().__init__(f"{what} ({self.__doc__})")
        self.what = what


def require(holds: bool, what: str) -> None:  # noqa: FBT001 - the condition is the argument
    """Before the work: the caller keeps its side, or it is a bug of the caller."""
    if not holds:
        raise Impossible(what)


def ensure(holds: bool, what: str) -> None:  # noqa: FBT001 - the condition is the argument
    """After the work: we kept our side, or it is a bug of ours."""
    if not holds:
        raise Impossible(what)


def never(what: str) -> NoReturn:
    """Mark a place that cannot be reached."""
    raise Impossible(what)
