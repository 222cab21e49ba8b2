"""A claimed call, understood: what shall be asked, at which account, under which lease."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from tournant.calls.decide import Unfit
from tournant.calls.places import Seat
from tournant.facts.messages import CALL, Call, decoded
from tournant.kernel import check
from tournant.log.records import Account, Claim, Lease, Tenant
from tournant.sdk.connection import Command, Connection

__all__ = ["NEEDS_REAUTH", "Connections", "Job", "call_of", "understood"]

Connections = Callable[[str], Connection | None]
"""How a partner is talked to, by its name; None for one that we do not know."""
NEEDS_REAUTH = "needs_reauth"
"""The state of an account that has to be connected again by a person; any other state is good."""


@dataclass(frozen=True, slots=True)
class Job:
    """A call that can be made."""

    lease: Lease
    claim: Claim
    call: Call
    account: Account
    connection: Connection
    command: Command
    degraded: bool = False
    """Some link of the account is marked as out of order."""

    @property
    def key(self) -> tuple[Tenant, str, int]:
        """This attempt, among all."""
        return self.lease.tenant, self.claim.intent.id, self.claim.attempt

    @property
    def seat(self) -> Seat:
        """Who wants a place among those that are out."""
        return Seat(self.lease.tenant, self.account.partner, self.account.id, self.command.lane == "order")


def call_of(claim: Claim) -> Call:
    """What an intent asks for; Unfit where it cannot be read."""
    check.require(claim.intent.kind == CALL, f"an intent of kind {claim.intent.kind!r}, which nobody makes")
    try:
        return decoded(Call, claim.intent.body)
    except msgspec.DecodeError as why:
        raise Unfit(f"the call cannot be read: {why}") from None


def understood(lease: Lease, claim: Claim, accounts: Mapping[str, Account], connections: Connections) -> Job:
    """The job that a claim is; Unfit with the reason where it is none."""
    call = call_of(claim)
    account = accounts.get(call.account)
    if account is None:
        raise Unfit(f"there is no account {call.account}")
    connection = connections(account.partner)
    if connection is None:
        raise Unfit(f"nobody here knows how to talk to {account.partner}")
    command = connection.commands.get(call.command)
    if command is None:
        raise Unfit(f"{account.partner} has no command {call.command}")
    return Job(lease, claim, call, account, connection, command)
