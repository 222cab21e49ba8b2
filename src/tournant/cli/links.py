"""`tournant links`: which links there are and how each stands."""

import getpass
import os
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from cyclopts import App, Parameter

from tournant.cli.io import print_json, print_table, say
from tournant.cli.offices import in_office
from tournant.control import links
from tournant.control.commanding import Unanswered
from tournant.control.connecting import Office

__all__ = ["app"]

FAILED = 1
app = App(help="Links: which location sells at which store of which partner, and how that stands.")
_HEAD = ("link", "merchant", "location", "partner", "store", "mode", "health", "last look", "agrees")


@app.default
def list_(*, json: Annotated[bool, Parameter(negative="")] = False) -> int:
    """List all links with their mode, their health and when they were last looked at.

    Parameters
    ----------
    json
        As JSON.
    """

    async def work(office: Office) -> list[links.Standing]:
        return await links.list_links(office.store)

    found = in_office(os.environ, work)
    if json:
        print_json(found)
        return 0
    print_table("Links", _HEAD, (_line(one) for one in found))
    return 0


@app.command
def observe(link: str, /, *, reason: str | None = None) -> int:
    """Let a link only be looked at: nothing is written to its partner any more.

    Parameters
    ----------
    link
        Its id, as the list of links shows it.
    reason
        Why; it is kept with the change.
    """

    async def work(office: Office) -> None:
        await links.observe(office, link, getpass.getuser(), reason)

    try:
        in_office(os.environ, work)
    except Unanswered as why:
        say(f"tournant: {why}")
        return FAILED
    return 0


def _line(one: links.Standing) -> Sequence[str]:
    looked = [view.looked for view in one.resources if view.looked]
    agree = all(view.agrees for view in one.resources)
    place = (one.id, one.merchant, one.location, one.partner, one.store)
    return (*place, one.mode, one.health, _instant(max(looked, default=None)), "yes" if looked and agree else "no")


def _instant(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}Z" if at else "never"
