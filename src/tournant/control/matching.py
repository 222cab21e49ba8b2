"""Which things on a channel are probably ours, and nobody has said so yet."""

from collections.abc import Callable
from functools import partial

from tournant.control.errors import BadInput
from tournant.control.reading import adapter
from tournant.log.port import Store, Transaction
from tournant.log.records import Tenant
from tournant.sync.decide.match import SURE, Proposal
from tournant.sync.decide.plan import CannotPlan
from tournant.sync.desk import Desk, read_desk
from tournant.sync.matching import undecided
from tournant.sync.partners import MENU, spot_of

__all__ = ["SURE", "Proposal", "proposed", "proposed_on", "to_compare"]


async def proposed(store: Store, tenant: Tenant, link: str) -> list[Proposal]:
    """The proposals of a link. BadInput where nothing can be compared (yet)."""
    async with store.transaction(tenant) as tx:
        desk = await read_desk(tx)
        if link not in desk.links:
            raise BadInput(f"there is no link {link}")
        try:
            return await proposed_on(tx, desk, link)
        except CannotPlan as why:
            raise BadInput(str(why)) from None


async def proposed_on(tx: Transaction, desk: Desk, link: str) -> list[Proposal]:
    """The same, of a desk that was read; none at a point of sale. CannotPlan where nothing can be compared yet."""
    return (await to_compare(tx, desk, link))()


async def to_compare(tx: Transaction, desk: Desk, link: str) -> Callable[[], list[Proposal]]:
    """The same, with all that it needs read, for who does such long work elsewhere."""
    spot, seen = spot_of(desk, adapter, (link, MENU)), desk.shadow((link, MENU)).seen
    if spot is None or spot.manifest.role != "channel":
        return list
    text = await tx.raw(seen.address) if seen else None
    if text is None:
        raise CannotPlan(f"the link {link} was not looked at yet")
    return partial(undecided, desk, spot, text)
