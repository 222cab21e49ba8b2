"""What a link's first write would change: read by a person before the link goes live."""

from collections.abc import Sequence
from dataclasses import dataclass

from tournant.control.errors import BadInput
from tournant.control.reading import adapter
from tournant.facts.sync import Difference
from tournant.log.port import Store
from tournant.log.records import Tenant
from tournant.project import Loss
from tournant.sync.channel import CannotPlan, planned
from tournant.sync.decide.plan import fingerprint
from tournant.sync.desk import read_desk

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


async def preview(store: Store, tenant: Tenant, link_id: str) -> Preview:
    """Compare what a link shows with what it would show. BadInput where there is nothing to compare yet."""
    async with store.transaction(tenant) as tx:
        desk = await read_desk(tx)
        link = desk.links.get(link_id)
        if link is None:
            raise BadInput(f"there is no link {link_id}")
        seen = desk.shadow((link_id, "menu")).seen
        text = await tx.raw(seen.address) if seen else None
    if text is None:
        raise BadInput(f"the link {link_id} was not looked at yet")
    manifest = adapter(desk.accounts[link.account].partner)
    if manifest.role != "channel":
        raise BadInput(f"{manifest.name} is the point of sale: it is read, and nothing is written to it")
    try:
        found = planned(desk, link, manifest, text)
    except CannotPlan as why:
        raise BadInput(str(why)) from None
    step = fingerprint(text, found.document)
    return Preview(link_id, step, found.differences, found.changes, found.losses)
