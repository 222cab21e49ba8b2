"""Conflicts: changes behind which another person's may be lost, because both came at once or look like our own."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tournant.control.choosing import Choice, chosen
from tournant.control.history import all_facts, read
from tournant.kernel import bounds
from tournant.log.port import Store

__all__ = ["Conflict", "conflicts"]

_KINDS: Final = frozenset({"unsure", "edit_refused"})


@dataclass(frozen=True, slots=True)
class Conflict:
    """One of them."""

    merchant: str
    target: str
    """The link or account at which it was seen."""
    cell: list[str]
    ruling: str
    """late, ambiguous, hold, masked: taken for our own. overruled: two people, at once. undone: it cannot be so."""
    why: str | None
    """Of what was undone: why it cannot be so."""
    at: datetime
    trace: str
    cause: str


async def conflicts(store: Store, choice: Choice) -> list[Conflict]:
    """The youngest ones at the merchants that are meant, the youngest first."""
    found: deque[Conflict] = deque()
    for tenant in await chosen(store, choice):
        mine: deque[Conflict] = deque(maxlen=bounds.CONFLICTS_SHOWN_MAX)
        async with store.transaction(tenant) as tx:
            async for one in all_facts(tx, _KINDS):
                says, fact = read(one), one.fact
                why = fact.why
                ruling, because = (says.ruling, None) if fact.kind == "unsure" else ("undone", says.why)
                told = (tenant.label, says.target, says.cell, ruling, because)
                mine.append(Conflict(*told, fact.at, why.trace, why.cause))
        found.extend(mine)
    return sorted(found, key=lambda one: one.at, reverse=True)[: bounds.CONFLICTS_SHOWN_MAX]
