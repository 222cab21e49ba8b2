"""The people of a demo: who confirm matches, take links live, and work through what waits for them, as operators do.

Everything goes through `control`. What they are asked they answer from memory: whether it was them (`memory`).
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tournant.canon.order_status import ENDED
from tournant.control import BadInput
from tournant.control.asked import questions
from tournant.control.attention import attention
from tournant.control.choosing import EVERYBODY
from tournant.control.commanding import Unanswered
from tournant.control.connecting import Office
from tournant.control.links import Standing, View, ask, list_links, merchant_of
from tournant.control.operating import Act, act_at
from tournant.control.orders import list_orders, say
from tournant.control.previewing import preview
from tournant.demo.memory import meant
from tournant.facts.commands import Command
from tournant.kernel import bounds
from tournant.sandbox.world import Truth

__all__ = ["Late", "People"]

_BY: Final = "demo"
_REASON: Final = "the demo's people"
_SEE_TO: Final = timedelta(seconds=bounds.PEOPLE_SEE_TO_S)
_MENU: Final = "menu"
_HOURS: Final = "hours"
_POS: Final = "square"


class Late(Exception):  # noqa: N818 - it says what happened
    """What people wait for did not come."""


@dataclass
class People:
    """They remember which orders were ever put before them."""

    office: Office
    orders: set[str] = field(default_factory=set)
    """The partner's ids."""
    answered: int = 0
    _next: datetime | None = None
    """When they next see to orders."""

    async def go_live(self) -> None:
        """Read what would change on every link, confirm what is the same, and say that it may begin."""
        await self.until(lambda found: all(_menu(one).looked for one in found), "every menu was looked at")
        found = await list_links(self.office.store)
        for link in [one for one in found if one.partner != _POS]:
            await self._match(link.id)
        for link in sorted(found, key=lambda one: one.partner != _POS):
            await self._live(link.id)

    async def agreed(self) -> None:
        """Wait until every link shows what it should."""
        await self.until(lambda found: all(_menu(one).agrees for one in found), "every link agrees")

    async def all_agree(self, since: datetime) -> bool:
        """Whether every link was looked at since then, and shows what it should."""
        links = await list_links(self.office.store)
        found = [_menu(one) for one in links]
        # Hours that are changed at a till while its webhooks are lost are seen at the next look alone.
        found += [each for one in links if one.partner == _POS for each in one.resources if each.resource == _HOURS]
        return all(one.agrees and one.looked is not None and one.looked > since for one in found)

    async def until(self, holds: Callable[[list[Standing]], bool], what: str) -> None:
        """Look at the links until something holds; Late where that does not come."""
        for _ in range(bounds.PEOPLE_LOOKS_MAX):
            if holds(await list_links(self.office.store)):
                return
            await self.office.clock.pause(bounds.PEOPLE_LOOK_S)
        raise Late(f"it never came that {what}")

    async def work(self, truth: Truth) -> None:
        """Work through what waits for people, until this is given up; they remember what they did themselves."""
        while True:
            found = await attention(self.office.store, EVERYBODY, self.office.clock.now())
            self.orders |= {one.target.rsplit(":", 1)[-1] for one in found if one.kind == "order"}
            for one in found:
                if one.kind == "held":
                    await self._act(Act("release", one.target, _BY, _REASON))
            if any(one.kind == "question" for one in found):
                await self._answer(truth)
            await self._see_to()
            await self.office.clock.pause(bounds.PEOPLE_LOOK_S)

    async def _answer(self, truth: Truth) -> None:
        """Answer what is asked of the restaurants' people."""
        for one in await questions(self.office.store, EVERYBODY):
            await self._act(Act("decide", one.target, _BY, _REASON, {"cell": one.cell, "take": meant(truth, one)}))

    async def _see_to(self) -> None:
        """Now and then see to orders that have waited for a while and are over, or at the till: nothing hangs on it."""
        now = self.office.clock.now()
        if self._next is not None and now < self._next:
            return
        self._next, long_ago = now + _SEE_TO / 2, now - _SEE_TO
        for one in await list_orders(self.office.store, EVERYBODY, open_only=False):
            waits = any(alarm.since < long_ago for alarm in one.alarms)
            if waits and (one.state in ENDED or (one.state, one.ticket) == ("accepted", "open")):
                with suppress(BadInput, Unanswered):  # As in _act.
                    await say(self.office, "order_handled", one.order, _BY, _REASON)

    async def _act(self, wanted: Act) -> None:
        try:
            await act_at(self.office, wanted)
            self.answered += 1
        except (BadInput, Unanswered):
            return  # It settled itself meanwhile, or is done later; what still waits is on the list again.

    async def _match(self, link: str) -> None:
        tenant = await merchant_of(self.office.store, link)
        command = Command("match", link, _BY, {"all": "names"}, _REASON)
        for _ in range(bounds.PEOPLE_TRIES_MAX):
            try:
                await ask(self.office, command)
            except Unanswered:
                continue
            except BadInput as why:
                if "no proposal" in str(why) or "nothing" in str(why):
                    return
                raise Late(f"{tenant.label}: {why}") from None
            return

    async def _live(self, link: str) -> None:
        """What changed since it was read is read again."""
        tenant = await merchant_of(self.office.store, link)
        said = "it was never asked"
        for _ in range(bounds.PEOPLE_TRIES_MAX):
            try:
                found = await preview(self.office.store, tenant, link)
                await ask(self.office, Command("live", link, _BY, {"preview": found.fingerprint}, _REASON))
            except (BadInput, Unanswered) as why:
                said = str(why)
                await self.office.clock.pause(bounds.PEOPLE_LOOK_S)
                continue
            return
        raise Late(f"the link {link} did not go live: {said}")


def _menu(link: Standing) -> View:
    return next(one for one in link.resources if one.resource == _MENU)
