"""`tournant set`: a price, a name, a description, opening hours, by hand."""

from tournant.cli.acting import Manner, change

__all__ = ["set_"]


def set_(thing: str, field: str, value: str, /, *, how: Manner) -> int:
    """Set a value by hand: it is the latest edit, holds everywhere, and is written to every live link.

    Parameters
    ----------
    thing
        What is changed: our id, or a partner's.
    field
        price, name or description; of a location: hours.
    value
        The price in currency units, as 6.75; the text; or all hours, as
        "mon-fri 11:00-22:00, sat 12:00-23:00". A place that is closed is paused.
    """
    return change("set", thing, {"field": field, "value": value}, how)
