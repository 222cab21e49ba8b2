"""Square as one application: which operation is where, and who may call it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, ClassVar, Final

from typing_extensions import override

from tournant.sandbox.http import Answer, Handler, Json, Request, Route
from tournant.sandbox.partner import Partner
from tournant.sandbox.partners.square import catalog_reads, errors, limits, order_search
from tournant.sandbox.partners.square.catalog_writes import CatalogWrites
from tournant.sandbox.partners.square.events import MANNER, Events
from tournant.sandbox.partners.square.inventory import Inventory
from tournant.sandbox.partners.square.oauth import OAuth
from tournant.sandbox.partners.square.orders import Orders
from tournant.sandbox.partners.square.payments import Payments
from tournant.sandbox.partners.square.seller import Seller
from tournant.sandbox.partners.square.staff import Staff
from tournant.sandbox.ports import Ports
from tournant.sandbox.webhooks import Manner

__all__ = ["Square"]

_CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_Operation = Callable[[Seller, Request], Answer | Awaitable[Answer]]


class Square(Partner):
    """The point of sale."""

    name: ClassVar[str] = "square"
    title: ClassVar[str] = "Square"
    manner: ClassVar[Manner] = MANNER

    def __init__(self, ports: Ports, *, faults: Mapping[str, float] | None = None) -> None:
        """Begin without sellers; the application's id and secret are fixed, so that a world can know them."""
        self.sellers: dict[str, Seller] = {}
        self.oauth = OAuth(self, "sq0idp-sandbox", "sq0csp-sandbox-secret")
        self.events = Events(self)
        self.catalog = CatalogWrites(self, self.mint, self.events.catalog_changed)
        self.inventory = Inventory(self, self.events)
        self.orders = Orders(self, self.events, self.inventory)
        self.payments = Payments(self, self.orders)
        self.staff = Staff(self)
        super().__init__(ports, faults=faults)

    def mint(self, kind: str) -> str:
        """Draw an id as Square's look."""
        return self.ports.dice.token(_CAPITALS, 24 if kind == "catalog" else 13, "square", kind)

    @override
    def operations(self) -> Iterable[Route]:
        for method, path, operation in (
            ("GET", "/v2/catalog/list", catalog_reads.list_catalog),
            ("POST", "/v2/catalog/search", catalog_reads.search),
            ("GET", "/v2/catalog/info", lambda _, __: catalog_reads.info()),
            ("POST", "/v2/catalog/batch-retrieve", catalog_reads.batch_retrieve),
            ("GET", "/v2/catalog/object/{object_id}", catalog_reads.retrieve),
            ("POST", "/v2/catalog/batch-upsert", self.catalog.batch_upsert),
            ("POST", "/v2/catalog/object", self.catalog.upsert_object),
            ("DELETE", "/v2/catalog/object/{object_id}", self.catalog.delete),
            ("POST", "/v2/catalog/batch-delete", self.catalog.batch_delete),
            ("POST", "/v2/inventory/changes/batch-create", self.inventory.change),
            ("POST", "/v2/inventory/counts/batch-retrieve", self.inventory.retrieve),
            ("GET", "/v2/inventory/{catalog_object_id}", self.inventory.of_object),
            ("GET", "/v2/locations", _locations),
            ("GET", "/v2/locations/{location_id}", _location),
            ("PUT", "/v2/locations/{location_id}", self.staff.update_location),
            ("POST", "/v2/orders/search", order_search.search),
            ("POST", "/v2/orders/batch-retrieve", self.orders.batch_retrieve),
            ("POST", "/v2/orders/{order_id}/pay", self.payments.pay),
            ("POST", "/v2/orders", self.orders.create),
            ("GET", "/v2/orders/{order_id}", self.orders.retrieve),
            ("PUT", "/v2/orders/{order_id}", self.orders.update),
            ("POST", "/v2/payments", self.payments.create),
        ):
            yield Route(method, path, self._for_a_seller(operation))
        yield Route("POST", "/oauth2/token", self._limited(self.oauth.obtain))
        yield Route("POST", "/oauth2/revoke", self._limited(self.oauth.revoke))

    @override
    def controls(self) -> Iterable[Route]:
        return self.staff.controls()

    @override
    def failure(self, status: int, why: str) -> Answer:
        return errors.answer(status, why)

    @override
    def whose(self, request: Request) -> str:
        token = self.oauth.tokens.get(request.bearer)
        return token.seller if token else ""

    @override
    def rotate(self, request: Request) -> None:
        token = self.oauth.tokens.get(request.bearer)
        if token:
            self.oauth.end(token.seller)

    @override
    def state(self) -> Json:
        return {"merchants": [_summary(one) for one in self.sellers.values()]}

    def _limited(self, operation: Handler) -> Handler:
        def handle(request: Request) -> Answer | Awaitable[Answer]:
            self._count(request)
            return operation(request)

        return handle

    def _for_a_seller(self, operation: _Operation) -> Handler:
        def handle(request: Request) -> Answer | Awaitable[Answer]:
            self._count(request)
            request.account = self.oauth.seller(request.bearer)
            return operation(self.sellers[request.account], request)

        return handle

    def _count(self, request: Request) -> None:
        if not self.limits.admits(limits.APPLICATION, self.oauth.client_id, self.now(), request.path):
            raise errors.refuse(429, "RATE_LIMITED", "Application is rate limited, please try again in a few minutes")


def _locations(seller: Seller, _: Request) -> Answer:
    return Answer(200, {"locations": sorted(seller.locations.values(), key=lambda one: one["name"])})


def _location(seller: Seller, request: Request) -> Answer:
    return Answer(200, {"location": seller.location(request.params["location_id"])})


def _summary(seller: Seller) -> Json:
    found: dict[str, Any] = {"id": seller.id, "name": seller.name, "currency": seller.currency}
    found["locations"] = [one["name"] for one in seller.locations.values()]
    found["objects"] = sum(not one.body["is_deleted"] for one in seller.catalog.objects.values())
    found["sold_out_counts"] = sum(one.quantity <= 0 for one in seller.stock.counts.values())
    return found | {"orders": len(seller.orders)}
