"""What a place is: its account and link, its partner's manifest, the resource, and how its documents are read."""

from collections.abc import Callable
from dataclasses import dataclass

from tournant.lens import Lens
from tournant.log.records import Account, Link
from tournant.sdk import Manifest, Resource
from tournant.sync.desk import Desk, Place

__all__ = ["MENU", "Partners", "Spot", "spot_of"]

Partners = Callable[[str], Manifest]
"""The manifest of a partner, by its name."""
MENU = "menu"


@dataclass(frozen=True, slots=True)
class Spot:
    """One resource at one target, with all that it takes to work on it."""

    place: Place
    account: Account
    link: Link | None
    """Where the target is a link."""
    manifest: Manifest
    resource: Resource

    def lens(self, currency: str | None) -> Lens | None:
        """How its documents are read and written; None where they are not mapped."""
        connection = self.manifest.connection
        name = connection.commands[self.resource.read].answers if connection else None
        document = self.manifest.document(name) if name else None
        return document.lens(currency) if document else None


def spot_of(desk: Desk, partners: Partners, place: Place) -> Spot | None:
    """What a place is; None where it is not there any more, or not known."""
    target, name = place
    account = desk.account_of(target)
    manifest = partners(account.partner) if account else None
    connection = manifest.connection if manifest else None
    resource = connection.resource(name) if connection else None
    if account is None or manifest is None or resource is None:
        return None
    return Spot(place, account, desk.links.get(target), manifest, resource)
