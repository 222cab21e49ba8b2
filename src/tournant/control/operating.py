"""What an operator does by hand: values, sold out, hours, pauses; and links, accounts and questions that wait for him.

Everything is a command of the merchant: durable, done by whoever works for the merchant, written down with who and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tournant import telemetry
from tournant.control.choosing import EVERYBODY, Choice, chosen, the_one
from tournant.control.commanding import command
from tournant.control.connecting import Office
from tournant.control.errors import BadInput
from tournant.control.naming import location_meant, thing_meant
from tournant.facts.commands import Command
from tournant.kernel import ids
from tournant.log.records import Tenant, Why
from tournant.sync.desk import read_desk

__all__ = ["Act", "Done", "act", "act_at"]


@dataclass(frozen=True, slots=True)
class Act:
    """What is wanted."""

    do: Literal["set", "86", "un86", "pause", "resume", "look", "release", "match", "unmatch", "decide"]
    target: str
    """Ours or a partner's id."""
    by: str
    reason: str | None
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it."""

    command: str
    """Its id: all that follows has it as its cause."""
    merchant: str
    target: str
    """Our id of what was meant."""
    said: str | None


async def act(office: Office, choice: Choice, wanted: Act) -> Done:
    """Change the catalog. BadInput where it cannot be; Unanswered where nobody works for the merchant."""
    tenant = await the_one(office.store, choice)
    args = dict(wanted.args)
    async with office.store.transaction(tenant) as tx:
        desk = await read_desk(tx)
    if wanted.do in ("pause", "resume") or args.get("field") == "hours":
        target = location_meant(desk, wanted.target).id
    else:
        target = thing_meant(desk, wanted.target).id
    if "location" in args:
        args["location"] = location_meant(desk, args["location"]).id
    return await _give(office, tenant, Command(wanted.do, target, wanted.by, args, wanted.reason))


async def act_at(office: Office, wanted: Act) -> Done:
    """Do something at a link or an account. BadInput and Unanswered as above."""
    for tenant in await chosen(office.store, EVERYBODY):
        async with office.store.transaction(tenant) as tx:
            is_theirs = await tx.link(wanted.target) is not None or await tx.account(wanted.target) is not None
        if is_theirs:
            one = Command(wanted.do, wanted.target, wanted.by, dict(wanted.args), wanted.reason)
            return await _give(office, tenant, one)
    raise BadInput(f"there is no link or account {wanted.target}; `tournant links` lists them")


async def _give(office: Office, tenant: Tenant, wanted: Command) -> Done:
    why = Why(telemetry.new_trace(office.source.draw()), ids.mint("Command", office.source))
    done = await command(office.store, tenant, wanted, why, office.clock.now())
    return Done(why.cause, tenant.label, wanted.target, done.said)
