"""Acts: a choice that somebody made on a page, given as a command when what he read still stands.

form: what was read, which choice ─► is it so still? ─► control.commanding ─► back to the page, which says what came
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from tournant import telemetry
from tournant.console.asking import Asking, View
from tournant.console.http import Answer, Refused, Request, see
from tournant.console.pages.order import read_of
from tournant.console.parts import NotBroken
from tournant.control.commanding import Unanswered, command
from tournant.control.decisions import Decision
from tournant.control.errors import BadInput
from tournant.control.orders import Word
from tournant.facts import register
from tournant.facts.commands import Command, answer_stream
from tournant.facts.sync import CommandDone
from tournant.log.records import Tenant, Why

__all__ = ["Outcome", "break_something", "look", "outcome", "say", "settle", "theme"]

_KEY: Final = re.compile(r"command_[0-9a-z]{26}(-\d{1,2})?")
_BACK: Final = re.compile(r"/(decisions(/dec_[0-9a-f]+)?|restaurants/[\w-]+|orders(/order:[\w:.-]+)?)?")
_THEMES: Final = ("light", "dark", "auto")
_ORDER: Final[tuple[Word, ...]] = ("order_by_hand", "order_again", "order_cancel", "order_handled")
_KEPT_S: Final = 31_536_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act, as the page says it."""

    text: str


async def settle(ask: Asking, view: View, request: Request) -> Answer:
    """Settle one decision, or several at once by the same choice."""
    choice, key = request.said("choice"), _key(request)
    only = next((value for name, value in request.form if name == "only"), None)
    cases = [value.split("|") for name, value in request.form if name == "case"]
    if not cases or any(len(one) != 2 for one in cases):  # noqa: PLR2004 - the decision, and what was read of it
        raise Refused(400, "the form does not say what is decided")
    there = {one.id: one for one in await ask.decided(view, view.standings)}
    wanted = [_wanted(there.get(id_), read, (choice, only), ask.parts.by) for id_, read in cases]
    for number, (tenant, one) in enumerate(wanted):
        await _give(ask, tenant, one, f"{key}-{number}" if number else key)
    return _back(request, wanted[0][0], key, len(wanted))


def _wanted(found: Decision | None, read: str, said: tuple[str, str | None], by: str) -> tuple[Tenant, Command]:
    if found is None:
        raise Refused(409, "this is decided already, or there is nothing to decide any more; nothing was done")
    if found.read != read:
        raise Refused(409, "this is not what you read any more; read it again, nothing was done")
    wanted = found.command(said[0], by, said[1])
    if wanted is None:
        raise Refused(400, f"there is no choice {said[0]!r} here")
    return found.tenant, wanted


async def look(ask: Asking, view: View, request: Request, location: str) -> Answer:
    """Have everything of a restaurant looked at now."""
    standing, _ = view.restaurant(location)
    key, cells = _key(request), [one for one in standing.cells if one.location == location]
    for number, cell in enumerate(cells):
        wanted = Command("look", cell.link, ask.parts.by)
        await _give(ask, standing.tenant, wanted, f"{key}-{number}" if number else key)
    return _back(request, standing.tenant, key, len(cells))


async def say(ask: Asking, view: View, request: Request) -> Answer:
    """Say something of an order that waits for a person."""
    word, stream, key = request.said("word"), request.said("order"), _key(request)
    one = next((each for each in view.orders if each.order == stream), None)
    if one is None:
        raise Refused(404, "there is no such order any more")
    if read_of(one) != request.said("read"):
        raise Refused(409, "this is not what you read any more; read it again, nothing was done")
    tenant = next(each.tenant for each in view.standings if each.tenant.label == one.merchant)
    wanted = next((each for each in _ORDER if each == word), None)
    if wanted is None:
        raise Refused(400, f"there is no word {word!r} for orders")
    await _give(ask, tenant, Command(wanted, stream, ask.parts.by, {}, "said on the console"), key)
    return _back(request, tenant, key, 1)


async def break_something(ask: Asking, request: Request) -> Answer:
    """Break something of a demo."""
    demo = ask.parts.demo
    if demo is None or demo.breaking is None:
        raise Refused(404, "only in a demo can something be broken")
    what, known = request.said("what"), {"webhooks": demo.breaking.lose_webhooks, "pos": demo.breaking.kill_pos}
    if what not in known:
        raise Refused(400, f"nobody knows how to break {what!r}")
    try:
        ask.broken[what] = await known[what]()
    except NotBroken as why:
        raise Refused(409, f"nothing was broken: {why}") from None
    return see("/")


def theme(request: Request) -> Answer:
    """Show pages light, dark, or as the machine is, from now on."""
    said = request.said("theme")
    if said not in _THEMES:
        raise Refused(400, f"there is no theme {said!r}")
    kept = f"theme={said}; Path=/; Max-Age={_KEPT_S}; SameSite=Strict; HttpOnly"
    return see(_place(request), set_cookie=kept)


async def outcome(ask: Asking, view: View, request: Request) -> Outcome | None:
    """What came of the act from which somebody was sent to this page."""
    key, whose = request.query.get("did", ""), request.query.get("of", "")
    tenant = next((one.tenant for one in view.standings if one.tenant.label == whose), None)
    if tenant is None or not _KEY.fullmatch(key):
        return None
    async with ask.parts.store.transaction(tenant) as tx:
        found: Sequence[object] = [
            register.read(one.fact.kind, one.fact.version, one.fact.body)
            for one in await tx.read(answer_stream(key), limit=1)
        ]
    count = request.query.get("count", "1")
    several = f" ({count} commands)" if count.isdigit() and count != "1" else ""
    return next((Outcome(f"Done{several}: {_said(one)}.") for one in found if isinstance(one, CommandDone)), None)


def _said(done: CommandDone) -> str:
    return (done.said or "it is written down, and on its way").rstrip(".")


async def _give(ask: Asking, tenant: Tenant, wanted: Command, key: str) -> None:
    why = Why(telemetry.new_trace(ask.parts.ids.draw()), key)
    try:
        await command(ask.parts.store, tenant, wanted, why, ask.parts.clock.now())
    except BadInput as refused:
        raise Refused(409, f"it was not done: {refused}") from None
    except Unanswered as nobody:
        raise Refused(503, str(nobody)) from None


def _key(request: Request) -> str:
    """The key of this act: sent a second time, it is the same act."""
    key = request.said("once")
    if not _KEY.fullmatch(key):
        raise Refused(400, "the form has no key of its own; load the page again")
    return key


def _place(request: Request) -> str:
    """The page from which the act came, as far as it is one of ours."""
    back = next((value for name, value in request.form if name == "back"), "/")
    return back if _BACK.fullmatch(back) else "/"


def _back(request: Request, tenant: Tenant, key: str, count: int) -> Answer:
    return see(f"{_place(request)}?did={key}&of={quote(tenant.label, safe='')}&count={count}#said")
