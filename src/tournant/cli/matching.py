"""`tournant links proposals`, `match`, `unmatch`: which things on a channel are ours."""

import os
from typing import Literal

from tournant.cli.acting import AsJson, change_at
from tournant.cli.io import print_json, print_table, say
from tournant.cli.offices import in_office
from tournant.control import BadInput, links
from tournant.control.connecting import Office
from tournant.control.matching import Proposal, proposed

__all__ = ["match", "proposals", "unmatch"]

_HEAD = ("what", "here", "there", "in common", "pair")


def proposals(link: str, /, *, json: AsJson = False) -> int:
    """List what is on a channel and probably ours: until you decide, ours would be put beside it.

    Parameters
    ----------
    link
        Its id, as the list of links shows it.
    json
        As JSON.
    """

    async def work(office: Office) -> list[Proposal]:
        return await proposed(office.store, await links.merchant_of(office.store, link), link)

    found = in_office(os.environ, work)
    if json:
        print_json(found)
    elif found:
        lines = ((one.kind, one.name, one.theirs, one.by, f"{one.id}={one.external_id}") for one in found)
        print_table("Probably the same", _HEAD, lines)
    else:
        say("nothing is proposed")
    return 0


def match(
    link: str,
    /,
    *pairs: str,
    reason: str,
    all_: Literal["numbers", "names"] | None = None,
    json: AsJson = False,
) -> int:
    """Say that things on a channel are ours: they are changed in place then, under the ids that they have.

    Parameters
    ----------
    link
        Its id, as the list of links shows it.
    pairs
        Our id and the partner's, as itm_…=abc.
    reason
        Why; it is kept with the change.
    all_
        numbers: all that have a number in common; names: all proposals, those by name too.
    json
        What came of it, as JSON.
    """
    meant = {"numbers": "yes", "names": "names", None: None}[all_]
    return change_at(("match", link, reason), {**_pairs(pairs, meant is not None), "all": meant}, json=json)


def unmatch(link: str, /, *pairs: str, reason: str, all_: AsJson = False, json: AsJson = False) -> int:
    """Say that things on a channel are not ours: they are not proposed again, and matches are taken back.

    Parameters
    ----------
    link
        Its id, as the list of links shows it.
    pairs
        Our id and the partner's, as itm_…=abc.
    reason
        Why; it is kept with the change.
    all_
        All that are proposed.
    json
        What came of it, as JSON.
    """
    meant = "yes" if all_ else None
    return change_at(("unmatch", link, reason), {**_pairs(pairs, all_), "all": meant}, json=json)


def _pairs(said: tuple[str, ...], are_all: bool) -> dict[str, str | None]:  # noqa: FBT001 - read at one glance
    found: dict[str, str | None] = {}
    for pair in said:
        ours, separator, theirs = pair.partition("=")
        if not (ours and separator and theirs):
            raise BadInput(f"{pair!r} is no pair: write OURS=THEIRS")
        found[ours] = theirs
    if not found and not are_all:
        raise BadInput("say which: pairs as OURS=THEIRS, or --all")
    return found
