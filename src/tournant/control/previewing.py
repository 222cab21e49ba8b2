"""What a link's first write would change: read by a person before the link goes live."""

from collections.abc import Sequence
from dataclasses import dataclass

from tournant.control.errors import BadInput
from tournant.control.matching import proposed_on
from tournant.control.reading import adapter
from tournant.facts.sync import Difference
from tournant.log.port import Store
from tournant.log.records import Tenant
from tournant.project import Loss
from tournant.sync.decide.plan import CannotPlan, fingerprint
from tournant.sync.desk import read_desk
from tournant.sync.partners import spot_of
from tournant.sync.writing import plan_of, written_place

__all__ = ["Preview", "preview"]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be written now."""

    link: str
    fingerprint: str
    """What `live` has to be told, so that nothing else is written than what was read."""
    differences: Sequence[Difference]
    """In what guests get."""
    changes: bool
    """Whether the document would change at all."""
    losses: tuple[Loss, ...]
    """What the partner cannot hold."""
    undecided: int = 0
    """How many things there are probably ours, and nobody has said so: ours would be put beside them."""


async def preview(store: Store, tenant: Tenant, link_id: str) -> Preview:
    """Compare what a link shows with what it would show. BadInput where there is nothing to compare yet."""
    async with store.transaction(tenant) as tx:
        desk = await read_desk(tx)
        if link_id not in desk.links:
            raise BadInput(f"there is no link {link_id}")
        place = written_place(desk, link_id, adapter)
        spot = spot_of(desk, adapter, place) if place else None
        if place is None or spot is None:
            raise BadInput(f"nothing is written to the partner of the link {link_id}")
        seen = desk.shadow(place).seen
        text = await tx.raw(seen.address) if seen else None
        if text is None:
            raise BadInput(f"the link {link_id} was not looked at yet")
        try:
            found = plan_of(desk, spot, text)
            left = len(await proposed_on(tx, desk, link_id))
        except CannotPlan as why:
            raise BadInput(str(why)) from None
    print_ = fingerprint(text, found.document)
    return Preview(link_id, print_, found.differences, found.changes, found.losses, left)
