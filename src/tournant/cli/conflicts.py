"""`tournant conflicts`: changes behind which another person's may be lost, and answers where a person is asked."""

import os
from typing import Literal

from cyclopts import App

from tournant.cli.acting import ANYBODY, AsJson, Whose, change_at
from tournant.cli.io import instant, print_json, print_table, say
from tournant.cli.offices import in_office
from tournant.control.conflicts import Conflict, conflicts
from tournant.control.connecting import Office

__all__ = ["app"]

app = App(help="Conflicts: changes that came at once or look like our own, and questions that you can answer.")
_HEAD = ("when", "merchant", "where", "what", "ruling", "trace")


@app.default
def list_(*, whose: Whose = ANYBODY, json: AsJson = False) -> int:
    """List the latest changes behind which another person's may be lost, the youngest first.

    Parameters
    ----------
    json
        As JSON.
    """

    async def work(office: Office) -> list[Conflict]:
        return await conflicts(office.store, whose.choice())

    found = in_office(os.environ, work)
    if json:
        print_json(found)
    elif found:
        print_table("Conflicts", _HEAD, (_line(one) for one in found))
    else:
        say("no conflicts")
    return 0


@app.command
def decide(target: str, cell: str, /, *, take: Literal["theirs", "ours"], reason: str, json: AsJson = False) -> int:
    """Answer a question of the attention list: what is shown there is meant, or what the catalog says.

    Parameters
    ----------
    target
        The link or the account that asks.
    cell
        What it asks about, as the attention list spells it: a list of texts in JSON.
    take
        theirs: what is shown there becomes the catalog's; ours: the next write restores what the catalog says.
    reason
        Why; it is kept with the change.
    json
        What came of it, as JSON.
    """
    return change_at(("decide", target, reason), {"cell": cell, "take": take}, json=json)


def _line(one: Conflict) -> tuple[str, ...]:
    return (
        instant(one.at),
        one.merchant,
        one.target,
        " ".join(one.cell),
        f"{one.ruling}: {one.why}" if one.why else one.ruling,
        one.trace,
    )
