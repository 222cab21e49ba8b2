"""The application: finds the page or act that a request is for, and answers whatever happens with a sentence."""

import mimetypes
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from tournant import telemetry
from tournant.console import acting, pages, render
from tournant.console.asking import Asking, View
from tournant.console.guard import admit
from tournant.console.http import SAFE, Answer, Receive, Refused, Request, Scope, Send, fields, page, read, write
from tournant.console.live import Live
from tournant.console.parts import Parts
from tournant.console.render import Page, Part
from tournant.console.waiting import waits
from tournant.kernel import ids
from tournant.log.errors import StoreError
from tournant.telemetry import names

__all__ = ["Console"]

LOG: Final = telemetry.logger("console")
_STATIC: Final = frozenset({"console.css", "console.js", "mark.svg"})
_Made = Callable[..., Awaitable[Page]]
_PAGES: Final[tuple[tuple[re.Pattern[str], _Made], ...]] = (
    (re.compile(r"/"), pages.fleet),
    (re.compile(r"/restaurants/([\w-]+)"), pages.restaurant),
    (re.compile(r"/orders"), pages.orders),
    (re.compile(r"/orders/(order:.+)"), pages.order),
    (re.compile(r"/decisions"), pages.decisions),
    (re.compile(r"/decisions/(dec_[0-9a-f]+)"), pages.decision),
)
_LOOK: Final = re.compile(r"/restaurants/([\w-]+)/look")


class Console:
    """All pages and acts, as one ASGI application."""

    def __init__(self, parts: Parts) -> None:
        """With the store that it asks, and what a demo has besides."""
        self._parts = parts
        self._ask = Asking(parts)
        self._live = Live(parts.store, parts.clock)

    def close(self) -> None:
        """End what would never end by itself: the process is about to stop."""
        self._live.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, as ASGI asks."""
        if scope["type"] != "http":
            return
        try:
            request = await read(scope, receive)
            admit(request)
            if request.path == "/live" and request.method == "GET":
                await self._live.stream(lambda: self._parts_of(_watched(request)), receive, send)
                return
            answer = await self._answered(request)
        except Refused as refused:
            answer = self._sorry(refused.status, str(refused))
        except (StoreError, TimeoutError) as why:
            answer = self._sorry(503, f"The store is away: {str(why) or 'it does not answer in time'}.")
        except Exception:  # a bug of ours: it is said, and the process serves on
            LOG.exception(names.REQUEST_BROKE, path=scope["path"])
            answer = self._sorry(500, "This failed by a mistake of ours; the log says more.")
        await write(send, answer, head=scope["method"] == "HEAD")

    async def _answered(self, request: Request) -> Answer:
        if request.method == "POST":
            return await self._acted(request)
        if request.method not in ("GET", "HEAD"):
            raise Refused(405, "there are pages to GET and acts to POST")
        if request.path.startswith("/static/") or request.path == "/favicon.ico":
            return _static(request.path.rpartition("/")[2])
        view = await self._ask.view()
        shown = await self._shown(request, view)
        return page(render.html(shown, await self._common(request, view)))

    async def _acted(self, request: Request) -> Answer:
        if request.path == "/theme":
            return acting.theme(request)
        if request.path == "/demo/break":
            return await acting.break_something(self._ask, request)
        view = await self._ask.view()
        if request.path == "/decisions":
            return await acting.settle(self._ask, view, request)
        if request.path == "/orders":
            return await acting.say(self._ask, view, request)
        if hit := _LOOK.fullmatch(request.path):
            return await acting.look(self._ask, view, request, hit[1])
        raise Refused(404, "there is no such act")

    async def _shown(self, request: Request, view: View) -> Page:
        for pattern, make in _PAGES:
            if hit := pattern.fullmatch(request.path):
                return await make(self._ask, view, request, *hit.groups())
        raise Refused(404, "there is nothing here")

    async def _parts_of(self, request: Request) -> dict[str, Part]:
        view = await self._ask.view()
        return render.parts(await self._shown(request, view), await self._common(request, view))

    async def _common(self, request: Request, view: View) -> dict[str, Any]:
        """What every page shows."""
        lines = waits(view)
        said = await acting.outcome(self._ask, view, request)
        return {
            **self._bare(request.cookies),
            "waiting": len(lines),
            "deciding": sum(one.word != "alarm" for one in lines),
            "links": _links(view),
            "said": said,
            "alarmed": _alarmed(view),
        }

    def _bare(self, cookies: Mapping[str, str]) -> dict[str, Any]:
        theme, now = cookies.get("theme"), self._parts.clock.now()
        return {
            "now": now,
            "speed": self._parts.speed,
            "demo": self._parts.demo,
            "theme": theme if theme in ("light", "dark") else "auto",
            "waiting": 0,
            "deciding": 0,
            "links": 0,
            "alarmed": 0,
            "said": None,
            "broken": [one.says for one in self._ask.broken.values() if one.until > now],
            "once": lambda: ids.mint("Command", self._parts.ids),
        }

    def _sorry(self, status: int, why: str) -> Answer:
        sentence = why[:1].upper() + why[1:].rstrip(".") + "."
        shown = Page("sorry", "Not here" if status == 404 else "Not done", "", {"why": sentence}, live=False)  # noqa: PLR2004 - as HTTP has it
        return page(render.html(shown, self._bare({})), status)


def _links(view: View) -> int:
    return sum(len(one.cells) for one in view.standings)


def _alarmed(view: View) -> int:
    """How many orders need a person."""
    return sum(bool(one.alarms) for one in view.orders)


def _watched(request: Request) -> Request:
    """The page that is watched, as if it were asked for."""
    path, _, query = request.query.get("page", "/").partition("?")
    return Request("GET", path, dict(fields(query.encode())), request.headers, request.cookies, request.client)


def _static(name: str) -> Answer:
    name = "mark.svg" if name == "favicon.ico" else name
    if name not in _STATIC:
        raise Refused(404, "there is nothing here")
    kind = mimetypes.guess_type(name)[0] or "text/plain"
    headers = {"content-type": f"{kind}; charset=utf-8", "cache-control": "max-age=31536000, immutable", **SAFE}
    return Answer(200, (render.FOLDER / "static" / name).read_bytes(), headers)
