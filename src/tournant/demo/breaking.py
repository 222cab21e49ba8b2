"""What people may break in a demo, from its console: each for a while, after which it mends itself.

It is the faults of single accounts that are switched, so that the faults of a partner as a whole, which belong to the
day's weather, go on beside them; and they are switched here, so that they mend although the console's process dies.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from tournant.kernel import bounds
from tournant.kernel.clock import Clock
from tournant.sandbox.faults import Faults
from tournant.sandbox.http import Answer, Json, Receive, Scope, Send, write
from tournant.sandbox.mount import Mount
from tournant.sandbox.world import Merchant, World

__all__ = ["PATH", "Breaking", "Door", "NotNow"]

PATH: Final = "/_demo/"
_FOR: Final = timedelta(seconds=bounds.BROKEN_S)
After = Callable[[float, Callable[[], Awaitable[None]]], None]
"""Does something so many seconds of the world later."""


class NotNow(Exception):  # noqa: N818 - it says what happened
    """Nothing can be broken now; the message says why."""


class Breaking:
    """Breaks what it is asked to; what is broken already stays so for as long as it was said."""

    def __init__(self, faults: Mapping[str, Faults], clock: Clock, after: After) -> None:
        """With the fault switches of each partner."""
        self._faults, self._clock, self._after = faults, clock, after
        self._stores: Sequence[str] = ()
        self._merchants: list[Merchant] = []
        self._now: dict[str, Json] = {}
        self._shut: str | None = "the restaurants are being connected; wait for the lunch rush"

    def begin(self, world: World, struck: Collection[str] = ()) -> None:
        """Learn who is there; from now on something can be broken. `struck`: sellers whom the day's weather strikes.

        Two faults after each other could outlast an order's deadline: who has had one comes last.
        """
        self._stores = [one.store_id for one in world.stores]
        # Where the most restaurants are there is the most to be seen.
        merchants = sorted(world.merchants, key=lambda one: -len(one.locations))
        self._merchants = sorted(merchants, key=lambda one: one.account.merchant_id in struck)
        self._shut = None

    def shut(self, why: str) -> None:
        """Break nothing from now on."""
        self._shut = why

    def open(self) -> None:
        """Break things again."""
        self._shut = None

    def webhooks(self) -> Json:
        """Let every webhook of the channel be lost."""

        def strike() -> str:
            self._switch("uber_eats", "webhook_loss", self._stores)
            return "Every webhook of Uber Eats is lost until {}. Watch Orders: new ones still come, found by looking."

        return self._break("webhooks", strike)

    def pos(self) -> Json:
        """Let the point of sale of one merchant answer nothing; of another one each time."""

        def strike() -> str:
            merchant = self._merchants.pop(0)
            self._merchants.append(merchant)
            self._switch("square", "dead_partner", [merchant.account.merchant_id])
            return (
                f"Square answers nothing for {merchant.name} until {{}}. Watch its row, and its orders catch up then."
            )

        return self._break("pos", strike)

    def _break(self, what: str, strike: Callable[[], str]) -> Json:
        if self._shut is not None:
            raise NotNow(self._shut)
        if what not in self._now:
            until = self._clock.now() + _FOR
            self._now[what] = {"says": strike().format(_clock(until)), "until": until.isoformat()}

            async def over() -> None:
                del self._now[what]

            self._after(bounds.BROKEN_S, over)
        return self._now[what]

    def _switch(self, partner: str, fault: str, accounts: Iterable[str]) -> None:
        """Have a fault strike every call or webhook of some accounts, until it is over."""
        struck, faults = list(accounts), self._faults[partner]
        for account in struck:
            faults.set({fault: 1}, account)

        async def over() -> None:
            for account in struck:
                faults.accounts.get(account, {}).pop(fault, None)

        self._after(bounds.BROKEN_S, over)


class Door:
    """The partners' address, with a door beside them at which something can be broken."""

    def __init__(self, partners: Mount, breaking: Breaking) -> None:
        """Everything that is not asked of the demo is the partners'."""
        self._partners = partners
        self._known = {f"{PATH}webhooks": breaking.webhooks, f"{PATH}pos": breaking.pos}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, as ASGI asks."""
        if scope["type"] == "http" and scope["path"].startswith(PATH):
            await write(send, self._answer(scope), "")
        else:
            await self._partners(scope, receive, send)

    def _answer(self, scope: Scope) -> Answer:
        if scope["method"] != "POST" or scope["path"] not in self._known:
            return Answer(404, {"error": f"there are {', '.join(self._known)} to POST to"})
        if any(name.lower() == b"origin" for name, _ in scope["headers"]):
            # A browser says from whose page it comes, and no page is one of ours: the console asks by itself.
            return Answer(403, {"error": "a page cannot ask for this"})
        try:
            return Answer(200, self._known[scope["path"]]())
        except NotNow as why:
            return Answer(409, {"error": str(why)})


def _clock(at: datetime) -> str:
    return f"{at:%H:%M:%S}"
