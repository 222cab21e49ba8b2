"""`tournant attention`: everything that waits for a person."""

import os

from tournant.cli.acting import ANYBODY, AsJson, Whose
from tournant.cli.io import instant, print_json, print_table, say
from tournant.cli.offices import in_office
from tournant.control.attention import Matter
from tournant.control.attention import attention as waiting
from tournant.control.connecting import Office

__all__ = ["attention"]

_HEAD = ("what", "merchant", "where", "since", "why", "what to do")


def attention(*, whose: Whose = ANYBODY, json: AsJson = False) -> int:
    """List everything that waits for a person: why, since when, and what to do about it.

    Parameters
    ----------
    json
        As JSON.
    """

    async def work(office: Office) -> list[Matter]:
        return await waiting(office.store, whose.choice(), office.clock.now())

    found = in_office(os.environ, work)
    if json:
        print_json(found)
    elif found:
        print_table("Waits for you", _HEAD, (_line(one) for one in found))
    else:
        say("nothing waits for you")
    return 0


def _line(one: Matter) -> tuple[str, ...]:
    where = f"{one.target} ({one.partner})" if one.partner else one.target
    since = instant(one.since) if one.since else "-"
    why = f"{one.why}; until {instant(one.until)}" if one.until else one.why
    return one.kind, one.merchant, where, since, why, one.do
