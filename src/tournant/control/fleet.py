"""The fleet: how every restaurant stands at every partner.

What is read holds for any instant; what it means at one (late, not known any more) is decided without reading again:

    store ──Fleet.read──► Standing a merchant ──judged(cell, now)──► Verdict: the first of the six states that applies
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from tournant.control.fleet_story import Place, Story, Told
from tournant.facts.orders import ORDER
from tournant.kernel import bounds
from tournant.log.port import Store, Transaction
from tournant.log.records import PLATFORM, Account, Link, Tenant
from tournant.orders.standing import decoded
from tournant.sdk import Manifest, Unknown, manifest_of
from tournant.sync.decide import state

__all__ = ["STATES", "Cell", "Fleet", "Look", "Restaurant", "Standing", "State", "Verdict", "judged", "parts"]

State = Literal["bad", "you", "late", "unknown", "way", "seen"]
STATES: Final[tuple[State, ...]] = ("bad", "you", "late", "unknown", "way", "seen")
"""In the order in which they are asked for: needs repair, waits for you, late, not known, on its way, agrees."""
_OK: Final = "ok"
_SIGNED_OUT: Final = frozenset({"ended", "needs_reauth"})
"""States of an account in which nothing can be done there."""
_MENU: Final = "menu"
_KNOWN_S: Final = {
    "menu": bounds.LOOK_MENU_S,
    "availability": bounds.LOOK_AVAILABILITY_S,
    "status": bounds.LOOK_STATUS_S,
    "hours": bounds.LOOK_HOURS_S,
}


@dataclass(frozen=True, slots=True)
class Look:
    """How one resource of a link stands."""

    place: Place
    seen: datetime | None
    """When the last look ended; None before the first."""
    agrees: bool
    differs: Told | None
    """Since when it does not."""
    held: Told | None = None
    refused: Told | None = None
    asked: tuple[Told, ...] = ()
    writes: bool = False
    """A write is on its way."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A link, which is a restaurant at a partner."""

    link: str
    location: str
    partner: str
    name: str
    """The partner's, as it writes itself."""
    role: str
    account: str
    account_state: str
    mode: str
    health: str
    looks: tuple[Look, ...]
    alarms: tuple[datetime, ...] = ()
    """Since when orders there wait for a person."""

    @property
    def seen(self) -> datetime | None:
        """The oldest of the last looks; None where something was never seen."""
        found = [one.seen for one in self.looks]
        return min((one for one in found if one is not None), default=None) if all(found) else None


@dataclass(frozen=True, slots=True)
class Restaurant:
    """A location."""

    id: str
    name: str
    about: dict[str, Any]
    """What is known of it: town, time zone, currency."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One merchant."""

    tenant: Tenant
    name: str
    restaurants: tuple[Restaurant, ...]
    cells: tuple[Cell, ...]
    version: tuple[object, ...]
    """The same as long as nothing happened by which decisions could be others."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a cell says."""

    state: State
    word: str
    """sign in, refused, alarm; held, asks you, preview; no answer, late; not seen; on its way; agrees."""
    since: datetime | None = None
    why: str | None = None

    @property
    def differs(self) -> bool:
        """Whether a verdict counts it among those that differ: a preview is named apart."""
        return self.state in ("bad", "late") or (self.state == "you" and self.word != "preview")


class Fleet:
    """Reads how everything stands; remembers what it has read of the log."""

    def __init__(self, store: Store) -> None:
        """Nothing is read yet."""
        self._store = store
        self._stories: dict[Tenant, Story] = {}

    async def read(self) -> list[Standing]:
        """Every merchant, by name."""
        found = [await self.of(one) for one in await self._store.tenants() if one != PLATFORM]
        return sorted((one for one in found if one.cells), key=lambda one: (one.name.casefold(), one.tenant))

    async def of(self, tenant: Tenant) -> Standing:
        """One merchant."""
        story = self._stories.setdefault(tenant, Story())
        async with self._store.transaction(tenant) as tx:
            await story.follow(tx)
            return await _standing(tx, tenant, story)


def judged(cell: Cell, now: datetime) -> Verdict:
    """The first state that applies."""
    if cell.account_state in _SIGNED_OUT:
        return Verdict("bad", "sign in", None, "the partner does not accept our authorisation any more")
    for one in cell.looks:
        if one.refused and not one.agrees:
            return Verdict("bad", "refused", one.refused.at, one.refused.why)
    if cell.alarms:
        return Verdict("bad", "alarm", min(cell.alarms), "an order waits for a person")
    return _asking(cell) or _late(cell, now) or _quiet(cell, now)


def _asking(cell: Cell) -> Verdict | None:
    for one in cell.looks:
        if one.held:
            return Verdict("you", "held", one.held.at, one.held.why)
        if one.asked:
            first = min(one.asked, key=lambda told: told.at)
            return Verdict("you", "asks you", first.at, first.why)
    is_seen = any(one.seen for one in cell.looks)
    return (
        Verdict("you", "preview", None, "nothing is written before somebody has read it")
        if is_seen and (cell.mode != "live")
        else None
    )


def _late(cell: Cell, now: datetime) -> Verdict | None:
    since = _differs_since(cell)
    if cell.health != _OK:
        return Verdict("late", "no answer", since, "it does not answer; it is tried again, orders first")
    for one in cell.looks:
        target = timedelta(seconds=bounds.LATE_MENU_S if one.place[1] == _MENU else bounds.LATE_OTHER_S)
        if one.differs and one.differs.at + target < now:
            return Verdict("late", "late", one.differs.at, one.differs.why)
    return None


def _quiet(cell: Cell, now: datetime) -> Verdict:
    if cell.seen is None:
        return Verdict("unknown", "not looked at yet")
    for one in cell.looks:
        age = timedelta(seconds=bounds.KNOWN_LOOKS_MAX * _KNOWN_S[one.place[1]])
        if one.seen is not None and one.seen + age < now:
            return Verdict("unknown", "not seen", one.seen)
    since = _differs_since(cell)
    return Verdict("way", "on its way", since) if since else Verdict("seen", "agrees", cell.seen)


def _differs_since(cell: Cell) -> datetime | None:
    return min((one.differs.at for one in cell.looks if one.differs), default=None)


def parts(verdicts: list[Verdict]) -> dict[str, int]:
    """How many agree, are on their way, differ, are to be previewed, are not known: together they are all."""
    found = dict.fromkeys(("agree", "way", "differ", "preview", "unknown"), 0)
    names = {"seen": "agree", "way": "way", "unknown": "unknown", "you": "preview"}
    for one in verdicts:
        found["differ" if one.differs else names[one.state]] += 1
    return found


async def _standing(tx: Transaction, tenant: Tenant, story: Story) -> Standing:
    accounts = {one.id: one for one in await tx.accounts()}
    links = [one for one in await tx.links() if one.account in accounts]
    found = await tx.shadows()
    shadows = {(one.target, one.resource): state.decoded(one.body) for one in found if one.resource in _KNOWN_S}
    alarms = _alarms(one.body for one in found if one.resource == ORDER)
    cells = tuple(
        replace(_cell(link, accounts[link.account], shadows, story), alarms=alarms.get(link.id, ())) for link in links
    )
    named = sorted({link.location for link in links})
    restaurants = sorted((_restaurant(one, story) for one in named), key=lambda one: (one.name.casefold(), one.id))
    looked = tuple(sorted((place, one.seen.address) for place, one in shadows.items() if one.seen))
    version = (story.read, looked, tuple(links), tuple((one.id, one.state) for one in accounts.values()))
    merchants = [one["name"] for id_, one in sorted(story.named.items()) if id_.startswith("mer_") and one.get("name")]
    return Standing(tenant, merchants[0] if merchants else tenant.merchant, tuple(restaurants), cells, version)


def _alarms(bodies: Iterable[bytes]) -> dict[str, tuple[datetime, ...]]:
    """By link: since when orders wait for a person. Most have no alarm, and are not read for it."""
    found: dict[str, tuple[datetime, ...]] = {}
    for body in bodies:
        if b'"alarms":{"' in body:
            standing = decoded(body)
            since = [one.since for one in standing.order.alarms.values()]
            since += [own.since for own in standing.alarms.values()]
            found[standing.link] = (*found.get(standing.link, ()), *since)
    return found


def _restaurant(location: str, story: Story) -> Restaurant:
    about = story.named.get(location, {})
    return Restaurant(location, about.get("name") or location, about)


def _cell(link: Link, account: Account, shadows: dict[Place, state.Shadow], story: Story) -> Cell:
    manifest = _manifest(account.partner)
    return Cell(
        link=link.id,
        location=link.location,
        partner=account.partner,
        name=manifest.name if manifest else account.partner,
        role=manifest.role if manifest else "channel",
        account=account.id,
        account_state=account.state,
        mode=link.mode,
        health=link.health,
        looks=tuple(_looks(link, manifest, shadows, story)),
    )


def _manifest(partner: str) -> Manifest | None:
    try:
        return manifest_of(partner)
    except Unknown:
        return None  # Its adapter is not installed any more; the link is shown all the same.


def _looks(link: Link, manifest: Manifest | None, shadows: dict[Place, state.Shadow], story: Story) -> Iterator[Look]:
    """The menu, and whatever else was ever looked at."""
    connection = manifest.connection if manifest else None
    for resource in connection.resources if connection else ():
        place = (link.account if resource.scope == "account" else link.id, resource.name)
        shadow = shadows.get(place)
        if resource.name in _KNOWN_S and (shadow is not None or resource.name == _MENU):
            yield _look(link, place, shadow or state.Shadow(), story)


def _look(link: Link, place: Place, shadow: state.Shadow, story: Story) -> Look:
    seen = shadow.seen
    agrees = shadow.write is None and (shadow.agrees or place[1] != _MENU)
    # Before a write is planned it differs at the earliest since the last look, or since the catalog changed after that.
    at_least = max((one for one in (seen and seen.ended, story.changed) if one), default=None)
    differs = story.differs.get(place) or (Told(at_least) if at_least else None)
    held = story.held.get(place) or (Told(seen.ended) if seen else None)
    asked = (
        Told(one.since, one.why)
        for one in shadow.asked
        if one.cell[0] != "Availability" or link.location in one.cell[2:]
    )
    is_refused = shadow.refused is not None and shadow.write is None
    return Look(
        place,
        seen.ended if seen else None,
        agrees=agrees,
        differs=None if agrees or seen is None or link.mode != "live" else differs,
        held=held if shadow.held else None,
        refused=story.refused.get(place) if is_refused else None,
        asked=tuple(asked),
        writes=shadow.write is not None,
    )
