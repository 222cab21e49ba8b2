"""What a channel should show against what it shows: planned where a link is live, compared where a person asks.

seen, no write open, canonical rows there ──► plan ──► nothing to do: agreed
                                                ├────► live: a document to write
                                                └────► observed only: a preview for a person
"""

from typing import Any

import msgspec

from tournant.facts.sync import Agreed, Quarantined
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET
from tournant.lens import Refused
from tournant.log.records import Link, Why
from tournant.project import Link as Settings
from tournant.sdk import Manifest
from tournant.sync.decide.plan import Plan, Unwritable, fingerprint, plan
from tournant.sync.desk import Desk
from tournant.sync.looking import document_of
from tournant.sync.turn import PlannedWrite, Turn

__all__ = ["CannotPlan", "currency_of", "link_settings", "planned", "settle_plan"]


class CannotPlan(Exception):  # noqa: N818 - it says what happened
    """There is nothing to compare yet, or it cannot be compared."""


def link_settings(link: Link) -> Settings:
    """How a location's catalog is shown on a link."""
    return Settings(location=link.location)


def currency_of(desk: Desk, link: Link) -> str | None:
    """What a link's location charges in: what the location says, else what all prices of the catalog are in."""
    location: Any = desk.rows.get("Location", {}).get(link.location)
    said = getattr(location, "currency", None)
    if said and said is not UNSET:
        return str(said)
    prices = (getattr(row, "price", None) for kind in ("Variation", "Item") for row in desk.rows.get(kind, {}).values())
    found = {price.currency for price in prices if isinstance(price, Money)}
    return found.pop() if len(found) == 1 else None


def planned(desk: Desk, link: Link, manifest: Manifest, text: bytes) -> Plan:
    """What would be written to a link, given the document that was seen there. CannotPlan says why not."""
    document = document_of(manifest, "menu")
    currency = currency_of(desk, link)
    if document is None or not desk.rows.get("Item"):
        raise CannotPlan("the point of sale was not read yet")
    if currency is None:
        raise CannotPlan("nobody says in which currency this location charges")
    lens = document.lens(currency)
    try:
        return plan(desk.listed(), manifest.capability, link_settings(link), lens, lens.decode(text))
    except Refused as why:
        raise CannotPlan(f"the menu on {manifest.name} cannot be read: {why}") from None
    except Unwritable as why:
        raise CannotPlan(f"the menu cannot be written to {manifest.name}: {why}") from None


def settle_plan(turn: Turn, link: Link, manifest: Manifest, text: bytes, why: Why) -> None:
    """Note that a link agrees, or write to it if it is live."""
    place = (link.id, "menu")
    shadow = turn.desk.shadow(place)
    seen, connection = shadow.seen, manifest.connection
    if seen is None or connection is None:
        return
    try:
        found = planned(turn.desk, link, manifest, text)
    except CannotPlan as reason:
        turn.note(link.id, Quarantined(*place, seen.address, 1, [str(reason)]), why)
        return
    step = fingerprint(text, found.document)
    if not found.changes or (not found.differences and shadow.written == step):
        # What differs beyond what guests get was written from here once already: the partner keeps its own form of it.
        if not shadow.agrees:
            turn.note(link.id, Agreed(*place, seen.began, seen.ended), why)
        turn.put(place, msgspec.structs.replace(shadow, agrees=True))
        return
    turn.put(place, msgspec.structs.replace(shadow, agrees=False))
    resource = connection.resource("menu")
    if link.mode == "live" and resource and resource.write and shadow.refused != step:
        turn.writes.append(PlannedWrite(place, found, step, resource.write, why))
