"""Intents: calls that shall be made, durable before they are sent.

    waiting ──claim──► claimed ──settle──► settled
       ▲ │                │      └─unclaim (in the same transaction): it was never claimed
       │ └─withdraw─►     └─put_back─► waiting (another attempt)
       │   withdrawn (only if nobody ever claimed it)

A claim is committed, with its attempt number, before anything is sent; a claim without an answer is *unknown*, whoever
finds it (`unanswered`). An answer settles only the attempt that it answers.
"""

from collections.abc import Sequence
from datetime import datetime

from tournant.kernel import bounds, check
from tournant.log.errors import SlotTaken
from tournant.log.personal import known_keys, needed_keys, opened, sealed
from tournant.log.records import Claim, Intent, Personal, State, Why
from tournant.log.session import Row, Session

__all__ = ["Outbox"]


class Outbox(Session):
    """One merchant's intents."""

    __slots__ = ()

    async def enqueue(self, intent: Intent) -> bool:
        """Write an intent; False where one with its key is there, SlotTaken where its slot has an open one."""
        why, slot = intent.why, intent.slot
        keys = await needed_keys(self, [intent.personal.subject] if intent.personal else [])
        what = (intent.id, intent.key, intent.kind, slot, intent.body, why.trace, why.cause, self.epoch, intent.due)
        if await self.value("enqueue", *what, *sealed(self, intent.personal, keys)) is not None:
            self.news = True
            return True
        if slot is not None and await self.value("intent_with_key", intent.key) is None:
            raise SlotTaken(slot)
        return False

    async def claim(self, by: str, now: datetime, limit: int = bounds.INTENTS_CLAIMED_MAX) -> list[Claim]:
        """Claim intents that are due; commit before sending the first of them."""
        rows = await self.select("claim_intents", now, by, min(limit, bounds.INTENTS_CLAIMED_MAX))
        self.claimed.update((row["id"], row["attempt"]) for row in rows)
        return await self._claims(rows)

    async def unanswered(self, claimed_until: datetime, limit: int = bounds.INTENTS_CLAIMED_MAX) -> list[Claim]:
        """Claims at or before a time that nobody answered: what became of them is unknown."""
        return await self._claims(
            await self.select("unanswered_intents", claimed_until, min(limit, bounds.INTENTS_CLAIMED_MAX))
        )

    async def settle(self, intent_id: str, attempt: int, outcome: bytes) -> bool:
        """Settle an intent; False where another attempt is out, or it is settled: then this answer decides nothing.

        The outcome is without personal data: a partner's answer is kept as a payload, and the outcome has its address.
        """
        return await self.value("settle_intent", intent_id, attempt, outcome) is not None

    async def put_back(self, intent_id: str, attempt: int, due: datetime) -> bool:
        """Let an intent wait until `due` for another attempt; False where this attempt is not the one that is out."""
        if await self.value("put_back_intent", intent_id, attempt, due) is None:
            return False
        self.news = True
        return True

    async def unclaim(self, intent_id: str, attempt: int, due: datetime) -> None:
        """Let an intent wait until `due` as if this attempt had never been claimed.

        Only in the transaction that claimed it: after that, nobody knows any more that nothing was sent.
        """
        mine = (intent_id, attempt) in self.claimed
        done = mine and await self.value("unclaim_intent", intent_id, attempt, due) is not None
        check.require(done, f"the intent {intent_id} was not claimed just now")
        self.news = True

    async def withdraw(self, intent_id: str) -> bool:
        """Withdraw an intent; False where anybody ever claimed it: then it may have been sent."""
        return await self.value("withdraw_intent", intent_id) is not None

    async def intent_state(self, intent_id: str) -> tuple[State, bytes | None] | None:
        """What became of an intent, with its outcome once settled; None where there is none."""
        for row in await self.select("intent_state", intent_id):
            return State(row["state"]), row["outcome"]
        return None

    async def _claims(self, rows: Sequence[Row]) -> list[Claim]:
        keys = await known_keys(self, (row["subject"] for row in rows if row["subject"]))
        claims = (_claim(row, opened(self, row, keys)) for row in rows)
        return sorted(claims, key=lambda one: (one.at, one.intent.due, one.intent.id))


def _claim(row: Row, personal: Personal | None) -> Claim:
    intent = Intent(
        id=row["id"],
        key=row["key"],
        kind=row["kind"],
        body=row["body"],
        why=Why(row["trace"], row["cause"]),
        due=row["due_at"],
        slot=row["slot"],
        personal=personal,
    )
    return Claim(intent, row["attempt"], row["epoch"], row["claimed_by"], row["claimed_at"])
