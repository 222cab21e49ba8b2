"""What can be asked of Uber Eats, as exchanges: menu, single items, status, special days, orders, a token.

Every answer is one document of the manifest, or empty where Uber says no more than yes. A Task that lacks what a
command needs is refused before anything is sent.
"""

import gzip
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeVar
from urllib.parse import quote, urlencode

import msgspec
from msgspec import UNSET, Raw, UnsetType

from tournant.sdk import Exchange, Request, Response, Task, Token, errors

__all__ = [
    "accept",
    "cancel",
    "canceled_orders",
    "created_orders",
    "deny",
    "header",
    "obtain",
    "read_details",
    "read_hours",
    "read_menu",
    "read_order",
    "read_status",
    "write_availability",
    "write_hours",
    "write_menu",
    "write_status",
]

_SCOPES: Final = "eats.store eats.store.status.write eats.order eats.store.orders.read"
_MARGIN: Final = timedelta(hours=1)
"""How much earlier than Uber we count a token as over, of thirty days."""
_ON_SALE: Final = Raw(b'{"suspension":{"suspend_until":null}}')
T = TypeVar("T")


class _Item(msgspec.Struct, frozen=True):
    id: str
    price_info: Raw | UnsetType = UNSET
    suspension_info: Raw | UnsetType = UNSET

    def sparse(self, before: "_Item") -> dict[str, Raw]:
        """The members that differ; a suspension that is gone is one that is over."""
        found: dict[str, Raw] = {}
        if self.price_info is not UNSET and _bytes(self.price_info) != _bytes(before.price_info):
            found["price_info"] = self.price_info
        if _bytes(self.suspension_info) != _bytes(before.suspension_info):
            found["suspension_info"] = _ON_SALE if self.suspension_info is UNSET else self.suspension_info
        return found


class _Menu(msgspec.Struct, frozen=True):
    items: list[_Item]


class _Holding(msgspec.Struct, frozen=True):
    """What an answer has at least, by which it is told from something else."""


class _MenuRead(_Holding, frozen=True):
    menus: list[Raw]
    items: list[Raw]


class _Status(_Holding, frozen=True):
    status: str


class _Hours(_Holding, frozen=True):
    holiday_hours: dict[str, Raw] | None


class _Store(_Holding, frozen=True):
    store_id: str


class _Orders(_Holding, frozen=True):
    orders: list[Raw]


class _Order(_Holding, frozen=True):
    id: str
    current_state: str


class _Obtained(msgspec.Struct, frozen=True):
    access_token: str
    expires_in: int


def read_menu(task: Task) -> Exchange[bytes]:
    """The whole menu."""
    return (yield from _read(_MenuRead, "menu.read", _of_store(task, 2, "menus")))


def write_menu(task: Task) -> Exchange[bytes]:
    """Put a menu in the place of the one that is there."""
    headers = {"content-encoding": "gzip"}  # Uber asks for it: menus are large
    yield Request("menu.write", "PUT", _of_store(task, 2, "menus"), gzip.compress(task.document, mtime=0), headers)
    return b""


def write_availability(task: Task) -> Exchange[bytes]:
    """Price and suspension of the items where they differ, one request each."""
    for item, members in _changed(_given(task.before), _given(task.document)):
        path = f"{_of_store(task, 2, 'menus')}/items/{quote(item, safe='')}"
        yield Request("item.write", "POST", path, msgspec.json.encode(members))
    return b""


def read_status(task: Task) -> Exchange[bytes]:
    """Whether the store takes orders."""
    return (yield from _read(_Status, "status.read", _status(task)))


def write_status(task: Task) -> Exchange[bytes]:
    """Pause the store, or take it online."""
    yield Request("status.write", "POST", _status(task), task.document)
    return b""


def read_hours(task: Task) -> Exchange[bytes]:
    """All special days."""
    return (yield from _read(_Hours, "hours.read", _of_store(task, 1, "holiday-hours")))


def write_hours(task: Task) -> Exchange[bytes]:
    """Put these special days in the place of all that are there."""
    yield Request("hours.write", "POST", _of_store(task, 1, "holiday-hours"), task.document)
    return b""


def read_details(task: Task) -> Exchange[bytes]:
    """What the store is."""
    return (yield from _read(_Store, "store.read", _of_store(task, 1)))


def created_orders(task: Task) -> Exchange[bytes]:
    """Orders that nobody has answered, the oldest first."""
    return (yield from _read(_Orders, "order.list", _of_store(task, 1, "created-orders")))


def canceled_orders(task: Task) -> Exchange[bytes]:
    """Orders that were cancelled in the last two hours."""
    return (yield from _read(_Orders, "order.canceled", _of_store(task, 1, "canceled-orders")))


def read_order(task: Task) -> Exchange[bytes]:
    """One order."""
    return (yield from _read(_Order, "order.read", f"/v2/eats/order/{quote(_needed(task, 'order'), safe='')}"))


def accept(task: Task) -> Exchange[bytes]:
    """Say yes to an order."""
    body: dict[str, str | int] = {"reason": _needed(task, "reason")}
    if task.args.get("external_reference"):
        body["external_reference_id"] = task.args["external_reference"]
    if task.args.get("pickup_time"):
        body["pickup_time"] = _unix_s(task.args["pickup_time"])
    return (yield from _answer(task, "order.accept", "accept_pos_order", body))


def deny(task: Task) -> Exchange[bytes]:
    """Say no to an order."""
    reason = {"code": _needed(task, "code"), "explanation": _needed(task, "explanation")}
    return (yield from _answer(task, "order.deny", "deny_pos_order", {"reason": reason}))


def cancel(task: Task) -> Exchange[bytes]:
    """Take back an order that was accepted."""
    return (yield from _answer(task, "order.cancel", "cancel", {"reason": _needed(task, "reason")}))


def obtain(app: Mapping[str, str], _: Mapping[str, str], now: datetime) -> Exchange[Token]:
    """One token for all stores of the application."""
    form = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    form |= {"grant_type": "client_credentials", "scope": _SCOPES}
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = yield Request("oauth.token", "POST", "/oauth/v2/token", urlencode(form).encode(), headers)
    said = _understood(_Obtained, answer)
    return Token(said.access_token, now + timedelta(seconds=said.expires_in) - _MARGIN)


def header(access: str) -> Mapping[str, str]:
    """The header that carries a token."""
    return {"authorization": f"Bearer {access}"}


def _read(kind: type[_Holding], operation: str, path: str) -> Exchange[bytes]:
    answer = yield Request(operation, "GET", path)
    _understood(kind, answer)
    return answer.body


def _answer(task: Task, operation: str, how: str, body: Mapping[str, object]) -> Exchange[bytes]:
    path = f"/v1/eats/orders/{quote(_needed(task, 'order'), safe='')}/{how}"
    yield Request(operation, "POST", path, msgspec.json.encode(body))
    return b""


def _changed(before: Mapping[str, _Item], after: Mapping[str, _Item]) -> Iterator[tuple[str, dict[str, Raw]]]:
    new = after.keys() - before.keys()
    if new:
        raise errors.Rejected(f"items are on the menu after a menu was written, not before: {', '.join(sorted(new))}")
    sparse = ((one, item.sparse(before[one])) for one, item in after.items())
    return ((one, members) for one, members in sparse if members)


def _given(document: bytes) -> dict[str, _Item]:
    try:
        return {item.id: item for item in msgspec.json.decode(document, type=_Menu).items}
    except (msgspec.DecodeError, RecursionError) as why:
        raise errors.Rejected(f"what is to be written is no menu: {why}") from why


def _understood(kind: type[T], answer: Response) -> T:
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.DecodeError, RecursionError) as why:
        raise errors.PartnerBroke(f"the answer is not as documented: {why}") from why


def _needed(task: Task, name: str) -> str:
    found = task.args.get(name)
    if not found:
        raise errors.Rejected(f"the command needs {name!r}")
    return found


def _unix_s(text: str) -> int:
    if not text.isdecimal():
        raise errors.Rejected(f"'pickup_time' is in seconds since 1970, not {text!r}")
    return int(text)


def _of_store(task: Task, version: int, *parts: str) -> str:
    return "/".join((f"/v{version}/eats/stores", _store(task), *parts))


def _status(task: Task) -> str:
    return f"/v1/eats/store/{_store(task)}/status"


def _store(task: Task) -> str:
    """The store of a Task: where none is said, the account's own, which has the same id."""
    return quote(task.store or task.account, safe="")


def _bytes(raw: Raw | UnsetType) -> bytes:
    return b"" if raw is UNSET else bytes(raw)
