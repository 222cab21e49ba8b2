"""`tournant links`: which links there are and how each stands."""

import getpass
import os
from collections.abc import Sequence
from typing import Annotated

from cyclopts import App, Parameter

from tournant.cli import matching
from tournant.cli.acting import AsJson, change_at
from tournant.cli.io import instant, print_json, print_table, say
from tournant.cli.offices import in_office
from tournant.control import links, previewing
from tournant.control.commanding import Unanswered
from tournant.control.connecting import Office
from tournant.facts.commands import Command
from tournant.facts.sync import CommandDone

__all__ = ["app"]

FAILED = 1
app = App(help="Links: which location sells at which store of which partner, and how that stands.")
app.command(matching.proposals)
app.command(matching.match)
app.command(matching.unmatch)
_CHANGE = ("to", "what", "name", "value", "there now", "would be there")
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
    if found:
        print_table("Links", _HEAD, (_line(one) for one in found))
    else:
        say("nothing is connected yet; `tournant connect` connects a partner")
    return 0


@app.command
def preview(link: str, /, *, json: Annotated[bool, Parameter(negative="")] = False) -> int:
    """Show what would be written for a link if it were live, and to whom, and what its partner cannot hold.

    Parameters
    ----------
    link
        Its id, as the list of links shows it.
    json
        As JSON.
    """

    async def work(office: Office) -> previewing.Preview:
        return await previewing.preview(office.store, await links.merchant_of(office.store, link), link)

    found = in_office(os.environ, work)
    if json:
        print_json(found)
        return 0
    told = [one for one in found.differences if one.says_something]
    if told:
        print_table("What would be written", _CHANGE, (_change(one) for one in told))
    for loss in found.losses:
        say(f"{loss}")
    for note in found.notes:
        say(f"{note.partner} {note.at}, {note.resource}: {note.says}")
    if not (found.changes or found.differences):
        say("nothing would be written")
    if found.undecided:
        several = f"{found.undecided} things there are" if found.undecided > 1 else "1 thing there is"
        say(f"{several} probably ours, and ours would be put beside; read the proposals first:")
        say(f"tournant links proposals {link}")
    say("to let this link go live with exactly this:")
    print(f"tournant links live {link} --preview {found.fingerprint}")
    return 0


@app.command
def live(link: str, /, *, preview: str, reason: str | None = None) -> int:
    """Let a link go live: from now on its partner is written what it should show.

    Parameters
    ----------
    link
        Its id, as the list of links shows it.
    preview
        The fingerprint of the preview that you have read; refused where something else would be written by now.
    reason
        Why; it is kept with the change.
    """
    return _ask(Command("live", link, getpass.getuser(), {"preview": preview}, reason))


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
    return _ask(Command("observe", link, getpass.getuser(), reason=reason))


@app.command
def release(target: str, /, *, reason: str, resource: str = "menu", json: AsJson = False) -> int:
    """Follow a look that was held back because it would change too much at once.

    Parameters
    ----------
    target
        The link or the account, as the attention list shows it.
    reason
        Why; it is kept with the change.
    resource
        Of what.
    json
        What came of it, as JSON.
    """
    return change_at(("release", target, reason), {"resource": resource}, json=json)


@app.command
def look(target: str, /, *, json: AsJson = False) -> int:
    """Have a link, or an account, read again now.

    Parameters
    ----------
    target
        Its id.
    json
        What came of it, as JSON.
    """
    return change_at(("look", target, None), {}, json=json)


def _ask(wanted: Command) -> int:
    async def work(office: Office) -> CommandDone:
        return await links.ask(office, wanted)

    try:
        done = in_office(os.environ, work)
    except Unanswered as why:
        say(f"tournant: {why}")
        return FAILED
    if done.said:
        say(done.said)
    return 0


def _change(one: previewing.Change) -> Sequence[str]:
    to = f"{one.partner} {one.at}"
    return (to, one.resource, one.name or "-", " ".join(one.cell), _shown(one.shows), _shown(one.wanted))


def _shown(value: str | None) -> str:
    return "-" if value is None else value


def _line(one: links.Standing) -> Sequence[str]:
    place = (one.id, one.merchant, one.location, one.partner, one.store)
    looked = instant(one.looked) if one.looked else "never"
    return (*place, one.mode, one.health, looked, "yes" if one.agrees else "no")
