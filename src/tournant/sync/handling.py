"""What each kind of observation does to a turn."""

from dataclasses import dataclass, replace
from typing import Final

import msgspec

from tournant.facts import Answer, Pointer, Received, decoded
from tournant.facts.messages import ANSWER, COMMAND, WEBHOOK
from tournant.facts.sync import AccountEnded, WriteSettled
from tournant.log.records import Account, Observation, Why
from tournant.sdk import Resource
from tournant.sync import channel, pauses, pos
from tournant.sync.commanding import Commander
from tournant.sync.decide import retry, state
from tournant.sync.decide.state import OpenWrite, Seen
from tournant.sync.library import Library
from tournant.sync.looking import Sighting, note_unreadable
from tournant.sync.partners import AVAILABILITY, MENU, STATUS, Partners, Spot, shown_at, spot_of
from tournant.sync.turn import ORIGIN, Turn

__all__ = ["Handler"]

_OVER: Final = frozenset({"refused", "unsent", "clash"})
"""What a write comes to that is over at once. An answer that cannot be understood leaves open what was done."""


@dataclass(frozen=True, slots=True)
class Handler:
    """Takes observations in, one by one."""

    turn: Turn
    partners: Partners
    library: Library

    async def handle(self, seen: Observation) -> None:
        """Take in one observation."""
        match seen.kind:
            case str(kind) if kind == WEBHOOK:
                self._on_webhook(seen)
            case str(kind) if kind == ANSWER:
                await self._on_answer(seen)
            case str(kind) if kind == COMMAND:
                await Commander(self.turn, self.partners, self.library, self.take_in).obey(seen)
            case _:
                pass

    # ------------------------------------------------------------------ webhooks

    def _on_webhook(self, seen: Observation) -> None:
        """A webhook only says where to look."""
        received = decoded(Received, seen.envelope)
        account = self.turn.desk.accounts.get(seen.source)
        connection = self.partners(received.partner).connection
        if account is None or connection is None:
            return
        for point in received.points:
            resource = connection.resource(point.resource)
            if point.ended:
                self._end(account, seen.why)
            elif resource is not None:
                for target in self._targets(account, resource, point):
                    self.turn.look((target, resource.name), self.turn.now, seen.why)

    def _targets(self, account: Account, resource: Resource, point: Pointer) -> list[str]:
        if resource.scope == "account":
            return [account.id]
        links = (link for link in self.turn.desk.links.values() if link.account == account.id)
        return [link.id for link in links if point.store in (None, link.store)]

    def _end(self, account: Account, why: Why) -> None:
        if account.state != "ended":
            self.turn.end_account(replace(account, state="ended"))
            self.turn.note(account.id, AccountEnded(account.id), why)

    # ------------------------------------------------------------------ answers

    async def _on_answer(self, seen: Observation) -> None:
        answer = decoded(Answer, seen.envelope)
        room, _, about = answer.about.partition(":")
        target, _, resource = about.rpartition(":")
        spot = spot_of(self.turn.desk, self.partners, (target, resource)) if room == ORIGIN else None
        if spot is None:
            return
        why = Why(seen.why.trace, answer.intent)
        if answer.command == spot.resource.write:
            self._on_written(spot, answer, why)
        elif answer.command == spot.resource.read:
            await self._on_look(spot, seen, answer, why)

    async def _on_look(self, spot: Spot, seen: Observation, answer: Answer, why: Why) -> None:
        last = self.turn.desk.shadow(spot.place).seen
        if last is not None and answer.began < last.began:
            return  # A younger look overtook it.
        text = await self.library.text(seen.address)
        sighting = Sighting(spot, Seen(seen.address, answer.began, answer.ended), text, why)
        if answer.outcome == "broke":
            note_unreadable(self.turn, sighting, 1, [answer.why or "it is not what is documented"])
        elif answer.outcome == "done":
            await self.take_in(sighting)

    async def take_in(self, sighting: Sighting) -> None:
        """Take in a look."""
        if not sighting.released and self._is_nothing_new(sighting):
            shadow = self.turn.desk.shadow(sighting.spot.place)
            self.turn.put(sighting.spot.place, msgspec.structs.replace(shadow, seen=sighting.seen))
        elif sighting.spot.manifest.role == "pos":
            await pos.take_in(self.turn, sighting, self.library)
        elif sighting.spot.place[1] == MENU:
            await channel.take_in(self.turn, sighting, self.library)
        elif sighting.spot.place[1] == STATUS:
            await pauses.take_in(self.turn, sighting, self.library)

    def _is_nothing_new(self, sighting: Sighting) -> bool:
        """Whether a menu is byte for byte what it was, and nothing about it, or about what is counted, is open."""
        desk, spot = self.turn.desk, sighting.spot
        shadow, counts = desk.shadow(spot.place), desk.shadow((spot.place[0], AVAILABILITY))
        same = shadow.seen is not None and shadow.seen.address == sighting.seen.address
        counting = counts.write or counts.open or counts.former
        return spot.place[1] == MENU and same and state.is_quiet(shadow) and not counting

    def _on_written(self, spot: Spot, answer: Answer, why: Why) -> None:
        """An answer to a write: refused or never sent, it is over; else a look has to show what became of it."""
        shadow = self.turn.desk.shadow(spot.place)
        write = shadow.open.get(answer.intent)
        if write is None or shadow.write != answer.intent:
            return
        if answer.outcome in _OVER:
            self._end_write(spot, state.answered(write, answer), answer.outcome, why)
            return
        write = state.answered(write, answer)
        self.turn.put(spot.place, msgspec.structs.replace(shadow, open={**shadow.open, write.intent: write}))
        due = state.next_look(write, spot.resource, self.turn.now)
        for place in shown_at(spot):
            self.turn.look(place, due, why)

    def _end_write(self, spot: Spot, write: OpenWrite, outcome: str, why: Why) -> None:
        """It came to nothing for certain. A look is what another may be planned from."""
        shadow = self.turn.desk.shadow(spot.place)
        refused, vain = shadow.refused, shadow.vain
        if outcome == "refused":
            refused, vain = write.step, None
        elif outcome == "clash":
            vain = retry.counted(vain, write, self.turn.now)
        said = (outcome, write.said) if outcome != "clash" else retry.came_to(write, vain, outcome)
        self.turn.note(spot.place[0], WriteSettled(*spot.place, write.intent, *said), why)
        left = {id_: one for id_, one in shadow.open.items() if id_ != write.intent}
        self.turn.put(spot.place, msgspec.structs.replace(shadow, write=None, open=left, refused=refused, vain=vain))
        self.turn.look(spot.place, self.turn.now, why)
