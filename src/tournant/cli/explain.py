"""`tournant explain`: why a value is what it is, on each partner, now."""

import os
from collections.abc import Iterator
from typing import Final

from tournant.cli.acting import ANYBODY, AsJson, Whose
from tournant.cli.io import instant, print_json
from tournant.cli.offices import in_office
from tournant.control.chains import At, Explained
from tournant.control.connecting import Office
from tournant.control.explaining import explain as explained
from tournant.control.grounds import Look
from tournant.facts.commands import CATALOG

__all__ = ["explain"]

_PATHS_SHOWN: Final = 4
"""How many places in a document a line names; as JSON, all."""


def explain(thing: str, field: str | None = None, /, *, whose: Whose = ANYBODY, json: AsJson = False) -> int:
    """Say why a value is what it is: who decided it, and what each link shows, was written and has confirmed.

    Parameters
    ----------
    thing
        What is explained: our id, or a partner's; an order too.
    field
        Which of its fields, as price, hours, or the ticket of an order; all that are kept in agreement if none is said.
    json
        As JSON.
    """

    async def work(office: Office) -> list[Explained]:
        return await explained(office.store, whose.choice(), thing, field)

    found = in_office(os.environ, work)
    if json:
        print_json(found)
        return 0
    for one in found:
        print("\n".join(_told(one)))
    return 0


def _told(one: Explained) -> Iterator[str]:
    named = f" ({one.name})" if one.name else ""
    yield f"{one.kind} {one.id}{named}, {one.field}: {_value(one.value)}"
    for decision in one.decisions:
        look = decision.look
        why = f", because {decision.reason}" if decision.reason else ""
        yield f"  {instant(decision.at)}  {_value(decision.value)}  said by {decision.source}{why}"
        yield f"      {_seen(look)}"
        yield f"      fact {decision.sequence}, cause {decision.cause}, trace {decision.trace}"
    for at in one.links:
        yield from _at(at)


def _at(at: At) -> Iterator[str]:
    yield f"  {at.partner} {at.store} ({at.link}, {at.mode}): {_verdict(at)}"
    if at.look:
        yield f"      {_seen(at.look)}"
    if at.paths:
        more = len(at.paths) - _PATHS_SHOWN
        paths = ", ".join(at.paths[:_PATHS_SHOWN]) + (f" and {more} more" if more > 0 else "")
        yield f"      stands at {paths} of {at.external_id or 'what has no id of its own'}"
    if at.write:
        one = at.write
        what = f"{_value(one.shows)} → {_value(one.wanted)}" if one.named else "with the whole document"
        yield f"      written {instant(one.planned)}: {what}; intent {one.intent} {one.state or 'not kept any more'}"
        if one.call:
            why = f": {one.call.why}" if one.call.why else ""
            yield f"      answered {instant(one.call.ended)}: {one.call.outcome}, attempt {one.call.attempt}{why}"
        yield f"      came to {one.settled}" if one.settled else "      no look has shown it yet"
    if at.verified:
        yield f"      confirmed by the look {_between(at.verified.began, at.verified.ended)}"


def _seen(look: Look) -> str:
    """What was read; a person's command is read too."""
    document = f", document {look.address}" if look.address else ""
    if look.resource == CATALOG:
        return f"commanded {instant(look.ended)}{document}"
    return f"seen {_between(look.began, look.ended)}{document}"


def _verdict(at: At) -> str:
    if at.agrees is None:
        return at.why_not or "nothing is known"
    if at.agrees:
        return f"shows {_value(at.shows)}, as it should"
    asks = "; a person is asked" if at.asked else ""
    return f"shows {_value(at.shows)}, should be {_value(at.should_be)}{asks}"


def _value(value: str | None) -> str:
    return "nothing" if value is None else value


def _between(began: object, ended: object) -> str:
    return f"between {began:%Y-%m-%d %H:%M:%S} and {ended:%H:%M:%S}Z"
