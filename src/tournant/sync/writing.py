"""Where the menu of a link is written, and what would be written there."""

from tournant.sync import channel, pos
from tournant.sync.decide.plan import Plan
from tournant.sync.desk import Desk, Place
from tournant.sync.partners import MENU, Partners, Spot

__all__ = ["plan_of", "written_place"]


def plan_of(desk: Desk, spot: Spot, text: bytes) -> Plan:
    """What would be written at a place. CannotPlan says why not."""
    return pos.plan_for(desk, spot, text) if spot.manifest.role == "pos" else channel.plan_for(desk, spot, text)


def written_place(desk: Desk, target: str, partners: Partners) -> Place | None:
    """Where the menu of a link is written: at the link, or at the account that has one for all of its stores."""
    link = desk.links.get(target)
    account = desk.account_of(target)
    connection = partners(account.partner).connection if account else None
    resource = connection.resource(MENU) if connection else None
    if account is None or resource is None or resource.write is None:
        return None
    if resource.scope == "account":
        return account.id, MENU
    return (link.id, MENU) if link else None
