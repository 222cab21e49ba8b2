"""Uber Eats as one application: which operation is where, and which scope it asks for."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import ClassVar

from typing_extensions import override

from tournant.sandbox.http import Answer, Handler, Json, Request, Route
from tournant.sandbox.partner import Partner
from tournant.sandbox.partners.uber_eats import errors, limits, places
from tournant.sandbox.partners.uber_eats.events import MANNER, Events
from tournant.sandbox.partners.uber_eats.menus import Menus
from tournant.sandbox.partners.uber_eats.oauth import OAuth
from tournant.sandbox.partners.uber_eats.orders import Orders
from tournant.sandbox.partners.uber_eats.staff import Staff
from tournant.sandbox.partners.uber_eats.store import Store
from tournant.sandbox.ports import Ports
from tournant.sandbox.webhooks import Manner

__all__ = ["UberEats"]


class UberEats(Partner):
    """The delivery channel."""

    name: ClassVar[str] = "uber_eats"
    title: ClassVar[str] = "Uber Eats"
    manner: ClassVar[Manner] = MANNER

    def __init__(self, ports: Ports, *, faults: Mapping[str, float] | None = None) -> None:
        """Begin without stores; the application's id and secret are fixed, so that a world can know them."""
        self.stores: dict[str, Store] = {}
        self.oauth = OAuth(self, "uber-sandbox-client", "uber-sandbox-secret")
        self.events = Events(self, "https://api.uber.com")
        self.menus = Menus(self)
        self.orders = Orders(self, self.events, self.oauth.client_id)
        self.places = places.Places(self, self.events)
        self.staff = Staff(self)
        super().__init__(ports, faults=faults)

    @override
    def operations(self) -> Iterable[Route]:
        for method, path, scope, of_store in (
            ("GET", "/v1/eats/stores/{store_id}", "eats.store", self.places.details),
            ("GET", "/v2/eats/stores/{store_id}/menus", "eats.store", self.menus.read),
            ("PUT", "/v2/eats/stores/{store_id}/menus", "eats.store", self.menus.upload),
            ("POST", "/v2/eats/stores/{store_id}/menus/items/{item_id}", "eats.store", self.menus.update_item),
            ("GET", "/v1/eats/store/{store_id}/status", "eats.store", self.places.status),
            ("POST", "/v1/eats/store/{store_id}/status", "eats.store.status.write", self.places.set_status),
            ("GET", "/v1/eats/stores/{store_id}/holiday-hours", "eats.store", self.places.holiday_hours),
            ("POST", "/v1/eats/stores/{store_id}/holiday-hours", "eats.store", self.places.set_holiday_hours),
            ("GET", "/v1/eats/stores/{store_id}/created-orders", "eats.store.orders.read", self.orders.created),
            ("GET", "/v1/eats/stores/{store_id}/canceled-orders", "eats.order", self.orders.canceled),
        ):
            yield Route(method, path, self._guarded(scope, self._of_store(of_store)))
        for method, path, operation in (
            ("GET", "/v2/eats/order/{order_id}", self.orders.read),
            ("POST", "/v1/eats/orders/{order_id}/accept_pos_order", self.orders.accept),
            ("POST", "/v1/eats/orders/{order_id}/deny_pos_order", self.orders.deny),
            ("POST", "/v1/eats/orders/{order_id}/cancel", self.orders.cancel),
        ):
            yield Route(method, path, self._guarded("eats.order", operation))
        yield Route("GET", "/v1/eats/stores", self._guarded("eats.store", self._every_store))
        yield Route("POST", "/oauth/v2/token", self.oauth.obtain)

    @override
    def controls(self) -> Iterable[Route]:
        return self.staff.controls()

    @override
    def failure(self, status: int, why: str) -> Answer:
        return errors.answer(status, why)

    @override
    def whose(self, request: Request) -> str:
        named = [part for part in request.path.split("/") if part in self.stores or part in self.orders.tickets]
        ticket = self.orders.tickets.get(named[0]) if named else None
        return ticket.store.id if ticket else "".join(named[:1])

    @override
    def rotate(self, request: Request) -> None:
        self.oauth.end()

    @override
    def state(self) -> Json:
        return {"stores": [store.summary() for store in self.stores.values()]}

    def _guarded(self, scope: str, operation: Handler) -> Handler:
        def handle(request: Request) -> Answer | Awaitable[Answer]:
            if not self.limits.admits(limits.APPLICATION, self.oauth.client_id, self.now(), request.path):
                raise errors.refuse(429, "Too many requests.")
            self.oauth.check(request.bearer, scope)
            return operation(request)

        return handle

    def _of_store(self, operation: Callable[[Store, Request], Answer]) -> Handler:
        def handle(request: Request) -> Answer:
            store = self.stores.get(request.params["store_id"])
            if store is None:
                raise errors.refuse(404, "There is no such store.")
            request.account = store.id
            return operation(store, request)

        return handle

    def _every_store(self, request: Request) -> Answer:
        return places.page_of_stores(list(self.stores.values()), request)
