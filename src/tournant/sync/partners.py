"""What a place is: its account and link, its partner's manifest, the resource, and how its documents are read."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from tournant.lens import Lens
from tournant.log.records import Account, Link
from tournant.sdk import Manifest, Resource
from tournant.sync.desk import Desk, Place

__all__ = ["AVAILABILITY", "HOURS", "MENU", "STATUS", "Partners", "Spot", "places_of", "shown_at", "spot_of"]

Partners = Callable[[str], Manifest]
"""The manifest of a partner, by its name."""
MENU: Final = "menu"
AVAILABILITY: Final = "availability"
HOURS: Final = "hours"
STATUS: Final = "status"


@dataclass(frozen=True, slots=True)
class Spot:
    """One resource at one target, with all that it takes to work on it."""

    place: Place
    account: Account
    link: Link | None
    """Where the target is a link."""
    manifest: Manifest
    resource: Resource
    partners: Partners
    """The manifests of all."""

    def lens(self, currency: str | None) -> Lens | None:
        """How its documents are read and written; None where they are not mapped."""
        connection = self.manifest.connection
        name = connection.commands[self.resource.read].answers if connection else None
        return self._lens(name, currency)

    def written_lens(self) -> Lens | None:
        """How what is written is made, where that is another document than what is read."""
        connection, write = self.manifest.connection, self.resource.write
        command = connection.commands[write] if connection and write else None
        return self._lens(command.takes if command else None, None)

    def beside(self, name: str) -> "Spot | None":
        """Another resource of the same target."""
        resource = self.manifest.connection.resource(name) if self.manifest.connection else None
        return None if resource is None else replace(self, place=(self.place[0], name), resource=resource)

    def _lens(self, name: str | None, currency: str | None) -> Lens | None:
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
    return Spot(place, account, desk.links.get(target), manifest, resource, partners)


def places_of(desk: Desk, target: str, partners: Partners) -> list[Place]:
    """Everything that is written for a link, or for an account as a whole."""
    link, account = desk.links.get(target), desk.account_of(target)
    connection = partners(account.partner).connection if account else None
    if account is None or connection is None:
        return []
    found: list[Place] = []
    for resource in connection.resources:
        owner = account.id if resource.scope == "account" else link.id if link else None
        if resource.write is not None and owner is not None:
            found.append((owner, resource.name))
    return found


def shown_at(spot: Spot) -> list[Place]:
    """Where one looks for what a write has done: of a count, at what is sold out then, too."""
    is_count = spot.manifest.role == "pos" and spot.place[1] == AVAILABILITY
    return [spot.place, (spot.place[0], MENU)] if is_count else [spot.place]
