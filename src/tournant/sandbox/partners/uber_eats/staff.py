"""What guests, couriers and people at the tablet do at Uber Eats, and what a world sets up: the control operations.

POST /_sandbox/stores                               a store; gives the application's id and secret
GET  /_sandbox/stores/{store_id}                    everything that guests see of it
PUT  /_sandbox/stores/{store_id}/menu               a menu made in Uber's own menu maker
POST /_sandbox/stores/{store_id}/items/{item_id}    one item edited there, sparsely
POST /_sandbox/stores/{store_id}/hours               the hours of every menu: {"service_availability": […]}
POST /_sandbox/stores/{store_id}/status             paused or put online at the tablet
POST /_sandbox/stores/{store_id}/orders             a guest orders (see `cart`)
GET  /_sandbox/orders/{order_id}                    the order as it is
POST /_sandbox/orders/{order_id}                    {"to": "accept" | "deny" | "cancel" | "finish", "by": …}
POST /_sandbox/tokens                               ends every token
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final, Protocol

from tournant.sandbox.http import Answer, Json, Request, Route
from tournant.sandbox.partner import CONTROL, actor, refuse_control
from tournant.sandbox.partners.uber_eats.events import Events
from tournant.sandbox.partners.uber_eats.menus import Menus
from tournant.sandbox.partners.uber_eats.oauth import OAuth
from tournant.sandbox.partners.uber_eats.orders import Orders
from tournant.sandbox.partners.uber_eats.store import Store
from tournant.sandbox.ports import Ports

__all__ = ["Staff"]

_SETTINGS: Final = frozenset({"id", "currency", "external_status", "order_manager"})
_STEPS: Final = {
    "accept": ("CREATED", "ACCEPTED", "accepted"),
    "deny": ("CREATED", "DENIED", "denied"),
    "cancel": ("CREATED ACCEPTED", "CANCELED", "cancelled"),
    "finish": ("ACCEPTED", "FINISHED", "finished"),
}


class _UberEats(Protocol):
    """What staff needs of the partner."""

    stores: dict[str, Store]
    oauth: OAuth
    menus: Menus
    orders: Orders
    events: Events
    ports: Ports

    def now(self) -> datetime: ...
    def until(self, text: str | None) -> datetime | None: ...
    def wrote(self, by: str, account: str, what: str, ref: str, value: object) -> None: ...


class Staff:
    """Everybody but the application."""

    def __init__(self, uber: _UberEats) -> None:
        """Act on this partner."""
        self._uber = uber

    def controls(self) -> Iterator[Route]:
        """Give the control operations."""
        yield Route("POST", f"{CONTROL}stores", self._open)
        yield Route("POST", f"{CONTROL}tokens", self._end_tokens)
        yield Route("GET", f"{CONTROL}orders/{{order_id}}", self._read)
        yield Route("POST", f"{CONTROL}orders/{{order_id}}", self._step)
        here = f"{CONTROL}stores/{{store_id}}"
        for method, path, do in (
            ("GET", "", self._everything),
            ("PUT", "/menu", self._menu),
            ("POST", "/items/{item_id}", self._item),
            ("POST", "/hours", self._hours),
            ("POST", "/status", self._status),
            ("POST", "/orders", self._order),
        ):
            yield Route(method, f"{here}{path}", self._at(do))

    def _at(self, do: Callable[[Store, Request], Json]) -> Callable[[Request], Answer]:
        def handle(request: Request) -> Answer:
            store = self._uber.stores.get(request.params["store_id"])
            if store is None:
                raise refuse_control(404, f"there is no store {request.params['store_id']}")
            return Answer(200, do(store, request))

        return handle

    def _open(self, request: Request) -> Answer:
        asked, uber = request.document, self._uber
        store_id = asked.get("id") or uber.ports.dice.uuid("uber_eats", "store")
        details = {"name": asked["name"], "store_id": store_id, "status": "active", "timezone": "America/New_York"}
        details |= {name: value for name, value in asked.items() if name not in _SETTINGS}
        manager = asked.get("order_manager", uber.oauth.client_id)
        store = Store(store_id, details, asked.get("currency", "USD"), manager)
        store.external_status = asked.get("external_status", True)
        uber.stores[store_id] = store
        client = {"client_id": uber.oauth.client_id, "client_secret": uber.oauth.client_secret}
        return Answer(201, {"store_id": store_id, **client})

    def _everything(self, store: Store, _: Request) -> Json:
        shown = store.shown_status(self._uber.now())
        tickets = self._uber.orders.tickets.values()
        orders = [ticket.order for ticket in tickets if ticket.store is store]
        return {"menu": store.menu, "status": shown, "holiday_hours": store.holiday_hours, "orders": orders}

    def _menu(self, store: Store, request: Request) -> Json:
        self._uber.menus.replace(store, request.document, actor(request))
        return {}

    def _item(self, store: Store, request: Request) -> Json:
        self._uber.menus.change_item(store, request.params["item_id"], request.document, actor(request))
        return {}

    def _hours(self, store: Store, request: Request) -> Json:
        hours = request.document["service_availability"]
        menus = [one | {"service_availability": hours} for one in store.menu.get("menus", ())]
        self._uber.menus.replace(store, store.menu | {"menus": menus}, actor(request))
        return {}

    def _status(self, store: Store, request: Request) -> Json:
        asked, uber = request.document, self._uber
        store.status, store.paused_by = asked["status"], asked.get("reason", "PAUSED_BY_RESTAURANT")
        store.paused_until = uber.until(asked.get("paused_until"))
        shown = store.shown_status(uber.now())
        uber.wrote("staff", store.id, "store.status", store.id, shown)
        uber.events.status(store.id, shown)
        return shown

    def _order(self, store: Store, request: Request) -> Json:
        return {"order": self._uber.orders.place(store, request.document)}

    def _read(self, request: Request) -> Answer:
        return Answer(200, {"order": self._ticket(request)})

    def _step(self, request: Request) -> Answer:
        order, asked = self._ticket(request), request.document
        before, after, what = _STEPS[asked["to"]]
        if order["current_state"] not in before.split():
            raise refuse_control(409, f"the order is {order['current_state']}")
        moved = self._uber.orders.move(order["id"], after, asked.get("by", "staff"), what)
        return Answer(200, {"order": moved})

    def _ticket(self, request: Request) -> Json:
        found = self._uber.orders.tickets.get(request.params["order_id"])
        if found is None:
            raise refuse_control(404, f"there is no order {request.params['order_id']}")
        return found.order

    def _end_tokens(self, _: Request) -> Answer:
        self._uber.oauth.end()
        return Answer(200, {})
