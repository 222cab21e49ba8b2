"""`tournant stores`: the locations, and how each stands at its partners."""

import os
from collections.abc import Iterator, Sequence

from tournant.cli.acting import ANYBODY, AsJson, Whose
from tournant.cli.io import instant, print_json, print_table, say
from tournant.cli.offices import in_office
from tournant.control.connecting import Office
from tournant.control.stores import Place
from tournant.control.stores import stores as places

__all__ = ["stores"]

_HEAD = ("location", "name", "merchant", "orders", "partner", "store", "mode", "agrees", "last look")


def stores(*, whose: Whose = ANYBODY, json: AsJson = False) -> int:
    """List the locations with their links: mode, agreement, last look.

    Parameters
    ----------
    json
        As JSON.
    """

    async def work(office: Office) -> list[Place]:
        return await places(office.store, whose.choice())

    found = in_office(os.environ, work)
    if json:
        print_json(found)
    elif not found:
        say("nothing is connected yet; `tournant connect` connects a partner")
    else:
        print_table("Stores", _HEAD, (line for one in found for line in _lines(one)))
    return 0


def _lines(place: Place) -> Iterator[Sequence[str]]:
    about = (place.location, place.name or "-", place.merchant, "paused" if place.paused else "taken")
    for one in place.links:
        last = instant(one.looked) if one.looked else "never"
        yield (*about, one.partner, one.store, one.mode, "yes" if one.agrees else "no", last)
