"""`tournant 86` and `tournant un86`: sold out, and on sale again, by hand."""

from tournant.cli.acting import Manner, change

__all__ = ["eighty_six", "un_eighty_six"]


def eighty_six(thing: str, /, *, location: str | None = None, until: str | None = None, how: Manner) -> int:
    """Mark an item, a size or a modifier as sold out.

    Parameters
    ----------
    thing
        What is sold out: our id, or a partner's.
    location
        Only there: our id of the location, or a partner's of its store.
    until
        It is on sale again by itself at this instant, such as 2026-11-24T21:30:00Z.
    """
    return change("86", thing, {"location": location, "until": until}, how)


def un_eighty_six(thing: str, /, *, location: str | None = None, how: Manner) -> int:
    """Put an item, a size or a modifier on sale again; an item with all of its sizes.

    Parameters
    ----------
    thing
        What is on sale: our id, or a partner's.
    location
        Only there: our id of the location, or a partner's of its store.
    """
    return change("un86", thing, {"location": location}, how)
