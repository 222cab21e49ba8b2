"""What each kind of observation does to a turn."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from tournant.facts import Answer, Pointer, Received, decoded
from tournant.facts.commands import Command
from tournant.facts.messages import ANSWER, COMMAND, WEBHOOK
from tournant.facts.sync import AccountEnded, ModeChanged, WriteSettled
from tournant.log.records import Account, Observation, Why
from tournant.sdk import Resource
from tournant.sync import channel, pos
from tournant.sync.decide import state
from tournant.sync.decide.plan import CannotPlan, Plan, fingerprint
from tournant.sync.decide.state import Seen
from tournant.sync.desk import Desk, Place
from tournant.sync.library import Library
from tournant.sync.looking import Sighting, note_unreadable
from tournant.sync.partners import MENU, Partners, Spot, spot_of
from tournant.sync.turn import ORIGIN, Turn, Wanted

__all__ = ["Handler", "plan_of", "written_place"]

_OVER: Final = frozenset({"refused", "unsent", "clash", "broke"})
"""What a write comes to that is over at once."""


def plan_of(desk: Desk, spot: Spot, text: bytes) -> Plan:
    """What would be written at a place. CannotPlan says why not."""
    return pos.plan_for(desk, spot, text) if spot.manifest.role == "pos" else channel.plan_for(desk, spot, text)


def written_place(desk: Desk, target: str, partners: Partners) -> Place | None:
    """Where the menu of a link is written: at the link, or at the account that has one for all of its stores."""
    link = desk.links.get(target)
    account = desk.account_of(target)
    connection = partners(account.partner).connection if account else None
    resource = connection.resource(MENU) if connection else None
    if account is None or resource is None or resource.write is None:
        return None
    if resource.scope == "account":
        return account.id, MENU
    return (link.id, MENU) if link else None


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
                await self._on_command(seen)
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
        if sighting.spot.manifest.role == "pos":
            await pos.take_in(self.turn, sighting, self.library)
        elif sighting.spot.place[1] == MENU:
            await channel.take_in(self.turn, sighting, self.library)

    def _on_written(self, spot: Spot, answer: Answer, why: Why) -> None:
        """An answer to a write: refused or never sent, it is over; else a look has to show what became of it."""
        shadow = self.turn.desk.shadow(spot.place)
        write = shadow.open.get(answer.intent)
        if write is None or shadow.write != answer.intent:
            return
        if answer.outcome in _OVER:
            self.turn.note(spot.place[0], WriteSettled(*spot.place, write.intent, answer.outcome, answer.why), why)
            left = {id_: one for id_, one in shadow.open.items() if id_ != write.intent}
            refused = write.step if answer.outcome == "refused" else shadow.refused
            shadow = msgspec.structs.replace(shadow, write=None, open=left, refused=refused)
            self.turn.put(spot.place, shadow)
            self.turn.look(spot.place, self.turn.now, why)
            return
        write = state.answered(write, answer)
        self.turn.put(spot.place, msgspec.structs.replace(shadow, open={**shadow.open, write.intent: write}))
        self.turn.look(spot.place, state.next_look(write, spot.resource, self.turn.now), why)

    # ------------------------------------------------------------------ commands

    async def _on_command(self, seen: Observation) -> None:
        command = msgspec.json.decode(await self.library.text(seen.address), type=Command)
        wanted = Wanted(command, seen.why.cause, seen.why)
        if command.target not in self.turn.desk.links and command.target not in self.turn.desk.accounts:
            self.turn.answer(wanted, refused=f"there is no link or account {command.target}")
            return
        do: Callable[[Wanted], Awaitable[None]] = {
            "observe": self._observe,
            "look": self._look,
            "live": self._live,
            "release": self._release,
        }[command.do]
        await do(wanted)

    async def _observe(self, wanted: Wanted) -> None:
        command, link = wanted.command, self.turn.desk.links.get(wanted.command.target)
        if link is None:
            self.turn.answer(wanted, refused="only a link can be observed")
            return
        if link.mode != "observe":
            self.turn.change_link(replace(link, mode="observe"))
            self.turn.note(link.id, ModeChanged(link.id, "observe", command.by, command.reason), wanted.why, command.by)
        self.turn.answer(wanted)

    async def _look(self, wanted: Wanted) -> None:
        for place in self.turn.desk.shadows:
            if place[0] == wanted.command.target:
                self.turn.look(place, self.turn.now, wanted.why)
        self.turn.answer(wanted)

    async def _live(self, wanted: Wanted) -> None:
        """Let a link be written, if what would be written is what the person read."""
        command, desk = wanted.command, self.turn.desk
        place = written_place(desk, command.target, self.partners)
        spot = spot_of(desk, self.partners, place) if place else None
        link, seen = desk.links.get(command.target), desk.shadow(place).seen if place else None
        if spot is None or place is None or link is None or seen is None:
            self.turn.answer(wanted, refused="this link was not looked at yet")
            return
        text = await self.library.text(seen.address)
        try:
            found = plan_of(desk, spot, text)
        except CannotPlan as why:
            self.turn.answer(wanted, refused=str(why))
            return
        preview = command.args.get("preview", "")
        if preview != fingerprint(text, found.document):
            self.turn.answer(wanted, refused="what would be written is not what was previewed any more: preview again")
            return
        self.turn.change_link(replace(link, mode="live"))
        shadow = desk.shadow(place)
        if shadow.live_since is None:
            self.turn.put(place, msgspec.structs.replace(shadow, live_since=self.turn.now, based=False))
        fact = ModeChanged(link.id, "live", command.by, command.reason, preview)
        self.turn.note(link.id, fact, wanted.why, command.by)
        self.turn.dirty[link.id] = wanted.why
        self.turn.answer(wanted)

    async def _release(self, wanted: Wanted) -> None:
        """Follow what was held back."""
        command, desk = wanted.command, self.turn.desk
        place = (command.target, command.args.get("resource", MENU))
        spot, shadow = spot_of(desk, self.partners, place), desk.shadow(place)
        if spot is None or shadow.seen is None or shadow.held != shadow.seen.address:
            self.turn.answer(wanted, refused="nothing is held back here")
            return
        text = await self.library.text(shadow.seen.address)
        await self.take_in(Sighting(spot, shadow.seen, text, wanted.why, released=True))
        self.turn.answer(wanted)
