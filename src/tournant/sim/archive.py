"""What there is to be read after a run: what the platform holds of a merchant, and what it wrote at the partners."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from tournant.facts import Answer, decoded
from tournant.facts.messages import ANSWER
from tournant.log import Transaction
from tournant.log.records import CanonRow, Claim, Fact, Observation
from tournant.sandbox.http import Json
from tournant.sandbox.partner import Partner
from tournant.sandbox.times import parsed

__all__ = ["Archive", "Look", "archive_of", "written"]

_READS: Final = frozenset({"menu.read", "hours.read"})
_WRITES: Final = frozenset({"menu.write", "hours.write"})
_UNANSWERED: Final = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Look:
    """What a look of the platform's showed, as its answer was committed."""

    account: str
    began: datetime
    ended: datetime
    document: Json


@dataclass(frozen=True, slots=True)
class Archive:
    """What the platform holds of one merchant."""

    facts: Sequence[Fact]
    rows: Sequence[CanonRow]
    looks: Sequence[Look]
    claims: Sequence[Claim]
    known: Sequence[tuple[str, datetime, datetime]]
    """Writes of which the platform knows that they were done: the account, when it began, when it was answered."""
    places: Mapping[str, str]
    """By account or link: the partner's id of the seller or store."""


async def archive_of(tx: Transaction, now: datetime) -> Archive:
    """Read everything of one merchant."""
    facts, observations = await tx.tail(), await tx.observations()
    while more := await tx.tail(facts[-1].sequence if facts else 0):
        facts += more
    while some := await tx.observations(observations[-1].position if observations else 0):
        observations += some
    names = {one.id: one.external_id for one in await tx.accounts()}
    answers = [(one, decoded(Answer, one.envelope)) for one in observations if one.kind == ANSWER]
    done = [(one, answer) for one, answer in answers if answer.outcome == "done"]
    looks = [await _look(tx, one, answer, names) for one, answer in done if answer.command in _READS]
    known = [(names[one.account], one.began, one.ended) for _, one in done if one.command in _WRITES]
    places = names | {one.id: one.store for one in await tx.links()}
    return Archive(facts, await tx.rows(), looks, await tx.unanswered(now - _UNANSWERED), known, places)


async def _look(tx: Transaction, seen: Observation, answer: Answer, names: Mapping[str, str]) -> Look:
    text = await tx.raw(seen.address)
    return Look(names[answer.account], answer.began, answer.ended, msgspec.json.decode(text or b"{}"))


def written(partners: Iterable[Partner]) -> dict[str, list[tuple[datetime, Json]]]:
    """By account: the menus, objects and locations that the platform wrote there, as the partner holds them."""
    found: dict[str, list[tuple[datetime, Json]]] = defaultdict(list)
    for one in (one for partner in partners for one in partner.books.writes if one.by == "api"):
        if one.what == "menu.replace":
            found[one.account].append((parsed(one.at), dict(one.value)))  # type: ignore[call-overload]  # a menu
        elif one.what == "catalog.upsert":
            found[one.account].append((parsed(one.at), {"objects": [one.value]}))
        elif one.what == "location.update":
            found[one.account].append((parsed(one.at), {"locations": [one.value]}))
    return found
