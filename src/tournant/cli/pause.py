"""`tournant pause` and `tournant resume`: a location takes no orders for a while, by hand."""

from tournant.cli.acting import Manner, change

__all__ = ["pause", "resume"]


def pause(location: str, /, *, until: str | None = None, how: Manner) -> int:
    """Let a location take no orders for a while.

    Parameters
    ----------
    location
        Which one: our id, or a partner's of its store.
    until
        It takes orders again by itself at this instant, such as 2026-11-24T21:30:00Z; otherwise until `resume`.
    """
    return change("pause", location, {"until": until}, how)


def resume(location: str, /, *, how: Manner) -> int:
    """Let a location take orders again.

    Parameters
    ----------
    location
        Which one: our id, or a partner's of its store.
    """
    return change("resume", location, {}, how)
