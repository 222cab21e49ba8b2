"""What going live would write for a link, and to whom: its menu, counts, hours, pauses. A person reads that first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tournant.control.errors import BadInput
from tournant.control.matching import proposed_on
from tournant.control.naming import names_of
from tournant.control.reading import adapter
from tournant.log.port import Store, Transaction
from tournant.log.records import Tenant
from tournant.project import Loss
from tournant.sync.decide.plan import CannotPlan
from tournant.sync.desk import Desk, Place, read_desk
from tournant.sync.going_live import FirstWrite, Texts, first_writes, read_before_live, step_of
from tournant.sync.partners import AVAILABILITY, places_of, spot_of
from tournant.sync.planning import is_compared
from tournant.sync.writing import written_place

__all__ = ["Change", "Note", "Preview", "preview"]

_UNSAID: Final = (None, "nothing", "available")
"""How a difference words what is as good as not said."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that would be written."""

    partner: str
    at: str
    """The partner's id of the account or the store that is written."""
    resource: str
    """menu, availability (counts), hours or status (pauses)."""
    cell: Sequence[str]
    name: str | None
    """What it is called, of which this is a value."""
    shows: str | None
    wanted: str | None

    @property
    def says_something(self) -> bool:
        """Whether a person need read it: of what is new there, not that it is on sale, or that nothing hangs on it."""
        return (None if self.shows in _UNSAID else self.shows) != (None if self.wanted in _UNSAID else self.wanted)


@dataclass(frozen=True, slots=True)
class Note:
    """What else comes of it."""

    partner: str
    at: str
    resource: str
    says: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be written now."""

    link: str
    fingerprint: str
    """What `live` has to be told, so that nothing else is written than what was read."""
    differences: list[Change]
    """In what guests get and staff see, the menu's first."""
    changes: bool
    """Whether anything would be written at all."""
    losses: tuple[Loss, ...]
    """What the partner cannot hold."""
    notes: list[Note]
    undecided: int = 0
    """How many things there are probably ours, and nobody has said so: ours would be put beside them."""


async def preview(store: Store, tenant: Tenant, link_id: str) -> Preview:
    """Compare what a link shows with what it would show. BadInput where there is nothing to compare yet."""
    async with store.transaction(tenant) as tx:
        desk = await read_desk(tx)
        if link_id not in desk.links:
            raise BadInput(f"there is no link {link_id}")
        place = written_place(desk, link_id, adapter)
        if place is None:
            raise BadInput(f"nothing is written to the partner of the link {link_id}")
        texts = await _texts(tx, desk, link_id)
        if place not in texts:
            raise BadInput(f"the link {link_id} was not looked at yet")
        try:
            found = first_writes(desk, adapter, link_id, texts)
            left = len(await proposed_on(tx, desk, link_id))
        except CannotPlan as why:
            raise BadInput(str(why)) from None
    names = names_of(desk)
    return Preview(
        link_id,
        step_of(found, texts),
        [change for one in found for change in _changes(desk, one, names)],
        any(one.plan is not None and one.plan.changes for one in found),
        tuple(loss for one in found if one.plan for loss in one.plan.losses),
        [*(note for one in found for note in _notes(desk, one)), *_unseen(desk, link_id, texts)],
        left,
    )


async def _texts(tx: Transaction, desk: Desk, link: str) -> Texts:
    looks = {place: desk.shadow(place).seen for place in read_before_live(desk, adapter, link)}
    found = {place: await tx.raw(seen.address) for place, seen in looks.items() if seen}
    return {place: text for place, text in found.items() if text is not None}


def _changes(desk: Desk, one: FirstWrite, names: Mapping[str, str]) -> Iterator[Change]:
    partner, at = _at(desk, one.place[0])
    for each in one.differences:
        name = next((names[id_] for id_ in each.cell[1:-1] if id_ in names), None)
        yield Change(partner, at, one.place[1], each.cell, name, each.shows, each.wanted)


def _notes(desk: Desk, one: FirstWrite) -> Iterator[Note]:
    if one.said:
        yield Note(*_at(desk, one.place[0]), one.place[1], one.said)


def _unseen(desk: Desk, link: str, texts: Texts) -> Iterator[Note]:
    for place in places_of(desk, link, adapter):
        if place not in texts and _is_written(desk, place):
            yield Note(*_at(desk, place[0]), place[1], "it was not looked at yet, so nothing is known of it")


def _is_written(desk: Desk, place: Place) -> bool:
    """Whether we ever write anything there; special days of a channel, say, are only carried."""
    spot = spot_of(desk, adapter, place)
    return spot is not None and (is_compared(spot.manifest.role, place[1]) or place[1] == AVAILABILITY)


def _at(desk: Desk, target: str) -> tuple[str, str]:
    """The partner, and its id of what is written."""
    link, account = desk.links.get(target), desk.account_of(target)
    return (account.partner if account else "", link.store if link else account.external_id if account else "")
