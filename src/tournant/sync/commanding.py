"""What people command: links go live or back, what was held back is followed, questions are answered, values are set.

A command is done in one turn, as everything is, and answered in it; what it came to are the facts with its cause.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from tournant.facts.commands import ORDER_WORDS, Command
from tournant.facts.sync import ModeChanged
from tournant.log.records import Observation
from tournant.sync.decide.plan import CannotPlan
from tournant.sync.deciding import decide
from tournant.sync.editing import edit
from tournant.sync.going_live import first_writes, read_before_live, step_of
from tournant.sync.leaving import left_at
from tournant.sync.library import Library
from tournant.sync.looking import Sighting
from tournant.sync.matching import match, unmatch
from tournant.sync.partners import MENU, Partners, spot_of
from tournant.sync.turn import Turn, Wanted
from tournant.sync.wish import CannotBe, Wish
from tournant.sync.writing import written_place

__all__ = ["Commander"]

_AT_A_PLACE: Final = frozenset({"live", "observe", "look", "release", "match", "unmatch", "decide"})
"""What is commanded about a link or an account; everything else is about the catalog."""


@dataclass(frozen=True, slots=True)
class Commander:
    """Does what people want."""

    turn: Turn
    partners: Partners
    library: Library
    take_in: Callable[[Sighting], Awaitable[None]]
    """How a look is taken in."""

    async def obey(self, seen: Observation) -> None:
        """Do one command, or say why not."""
        wanted = Wanted(seen.why.cause, seen.why)
        try:
            command = msgspec.json.decode(await self.library.text(seen.address), type=Command)
        except msgspec.DecodeError:
            # Written by a later Tournant, or too long ago: whoever waits for an answer gets one.
            self.turn.answer(wanted, refused="this command is not known here")
            return
        if command.do in ORDER_WORDS:
            return
        wish = Wish(self.turn, self.partners, self.library, command, seen.address, seen.why)
        try:
            said = await self._do(wish)
        except (CannotBe, CannotPlan) as why:
            self.turn.answer(wanted, refused=str(why))
        else:
            self.turn.answer(wanted, said=said)

    async def _do(self, wish: Wish) -> str | None:
        command, desk = wish.command, self.turn.desk
        if command.do in _AT_A_PLACE and command.target not in desk.links and command.target not in desk.accounts:
            raise CannotBe(f"there is no link or account {command.target}")
        if command.do == "release":
            await self._release(wish)
            return None
        return await _DOES[command.do](wish)

    async def _release(self, wish: Wish) -> None:
        """Follow what was held back."""
        command, desk = wish.command, self.turn.desk
        place = (command.target, command.args.get("resource", MENU))
        spot, shadow = spot_of(desk, self.partners, place), desk.shadow(place)
        if spot is None or shadow.seen is None or shadow.held != shadow.seen.address:
            raise CannotBe("nothing is held back here")
        text = await self.library.text(shadow.seen.address)
        wish.note_act(command.target)
        await self.take_in(Sighting(spot, shadow.seen, text, wish.why, released=True))


async def _observe(wish: Wish) -> str:
    command, link = wish.command, wish.turn.desk.links.get(wish.command.target)
    if link is None:
        raise CannotBe("only a link can be observed")
    left = await left_at(wish.turn.desk, wish.partners, link, wish.library)
    if link.mode != "observe":
        wish.turn.change_link(replace(link, mode="observe"))
        wish.turn.note(link.id, ModeChanged(link.id, "observe", command.by, command.reason), wish.why, command.by)
    return f"it only observes now: nothing is written to its partner any more{f'; {left}' if left else ''}"


async def _look(wish: Wish) -> str:
    """Have everything looked at that was looked at before, at a link, or at its account for what that has for all."""
    turn, target = wish.turn, wish.command.target
    account = turn.desk.account_of(target)
    targets = {target, account.id} if account else {target}
    places = [place for place in turn.desk.shadows if place[0] in targets]
    for place in places:
        turn.look(place, turn.now, wish.why)
    return f"{', '.join(sorted(resource for _, resource in places)) or 'nothing'} will be read now"


async def _live(wish: Wish) -> str:
    """Let a link be written, if what would be written is what the person read."""
    command, turn, desk = wish.command, wish.turn, wish.turn.desk
    place = written_place(desk, command.target, wish.partners)
    link, seen = desk.links.get(command.target), desk.shadow(place).seen if place else None
    if place is None or link is None or seen is None:
        raise CannotBe("this link was not looked at yet")
    looks = {one: desk.shadow(one).seen for one in read_before_live(desk, wish.partners, link.id)}
    texts = {one: await wish.library.text(look.address) for one, look in looks.items() if look}
    preview = command.args.get("preview", "")
    if preview != step_of(first_writes(desk, wish.partners, link.id, texts), texts):
        raise CannotBe("what would be written is not what was previewed any more: preview again")
    turn.change_link(replace(link, mode="live"))
    shadow = desk.shadow(place)
    # Anew, whenever a link goes live: what its channel shows then was there before. A till's menu is other places' too.
    if shadow.live_since is None or (place[0] == link.id and link.mode != "live"):
        turn.put(place, msgspec.structs.replace(shadow, live_since=turn.now, based=False))
    turn.note(link.id, ModeChanged(link.id, "live", command.by, command.reason, preview), wish.why, command.by)
    turn.dirty[link.id] = wish.why
    return "it is live now: what was previewed is written, and from now on every change"


_DOES: Final[Mapping[str, Callable[[Wish], Awaitable[str | None]]]] = {
    "observe": _observe,
    "look": _look,
    "live": _live,
    "match": match,
    "unmatch": unmatch,
    "decide": decide,
    "set": edit,
    "86": edit,
    "un86": edit,
    "pause": edit,
    "resume": edit,
}
