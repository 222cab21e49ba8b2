"""`tournant connect`: our app at a partner, and merchants' accounts and stores there."""

import os
from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter

from tournant.cli.io import print_json, say
from tournant.cli.offices import in_office
from tournant.cli.secrets import read_pairs
from tournant.control import BadInput, connecting
from tournant.control.reading import adapter
from tournant.log.records import Link

__all__ = ["connect"]

Many = Annotated[tuple[str, ...], Parameter(negative="")]


@Parameter(name="*")
@dataclass(frozen=True)
class OurApp:
    """Our app at the partner."""

    app: Many = ()
    """A secret of our app, as name=value, name=@file or name=- for standard input; may be given several times."""
    url: str | None = None
    """Where the partner is, if it is not the real one: of a sandbox, http://127.0.0.1:8400/square."""


@Parameter(name="*")
@dataclass(frozen=True)
class TheirAccount:
    """A merchant's account at the partner."""

    merchant: str | None = None
    """Whose account, as ORG/MERCHANT."""
    account: str | None = None
    """The partner's own id of the account."""
    secret: Many = ()
    """A secret of the account, in the same forms as --app; may be given several times."""
    store: Many = ()
    """A store of the account, by the partner's id; may be given several times."""
    location: str | None = None
    """For which location a channel's stores sell: its id, or the point of sale's id of the store."""


def connect(
    partner: str,
    /,
    *,
    ours: OurApp = OurApp(),
    theirs: TheirAccount = TheirAccount(),
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Connect a partner: our app there first, then each merchant's account with its stores. May be repeated.

    Parameters
    ----------
    partner
        Which one.
    json
        As JSON.
    """
    if not (ours.app or ours.url or theirs != TheirAccount()):
        raise BadInput("give --app for our app at the partner, or --merchant and --account for a merchant's account")
    app = connecting.App(read_pairs("--app", ours.app), ours.url) if ours.app or ours.url else None
    their = _theirs(theirs) if theirs != TheirAccount() else None

    async def work(office: connecting.Office) -> tuple[str | None, connecting.Connected | None]:
        address = await connecting.store_app(office, partner, app) if app else None
        return address, await connecting.connect(office, partner, their) if their else None

    address, connected = in_office(os.environ, work)
    if json:
        print_json(_as_json(address, connected))
        return 0
    if address:
        say(f"{adapter(partner).name} has to send its webhooks to this address:")
        print(address)
    if connected:
        say(f"account {connected.account}")
        for link in connected.links:
            print(f"{link.id}\t{link.mode}\t{link.store}\t{link.location}")
    return 0


def _theirs(said: TheirAccount) -> connecting.Theirs:
    if not (said.merchant and said.account):
        raise BadInput("--merchant and --account belong together, and the other options of an account to both")
    secrets = read_pairs("--secret", said.secret)
    return connecting.Theirs(connecting.tenant_of(said.merchant), said.account, secrets, said.store, said.location)


def _as_json(address: str | None, connected: connecting.Connected | None) -> dict[str, object]:
    links = connected.links if connected else ()
    return {
        "webhook_url": address,
        "account": connected.account if connected else None,
        "links": [_link(one) for one in links],
    }


def _link(one: Link) -> dict[str, str]:
    return {"id": one.id, "store": one.store, "location": one.location, "mode": one.mode, "health": one.health}
