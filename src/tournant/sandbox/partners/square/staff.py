"""What people at the restaurant do at Square, and what a world sets up: the control operations.

POST /_sandbox/merchants                                  a seller with locations; gives its tokens
POST /_sandbox/merchants/{merchant_id}/catalog            objects made or changed at the till
POST /_sandbox/merchants/{merchant_id}/objects/{id}       one member changed: {"path": […], "value": …}
GET /_sandbox/merchants/{merchant_id}/objects/{id}        one object
DELETE /_sandbox/merchants/{merchant_id}/objects/{id}     one object deleted
POST /_sandbox/merchants/{merchant_id}/sold_out           86 by hand: object, location, sold_out, until
POST /_sandbox/merchants/{merchant_id}/counts             a count taken by staff
GET  /_sandbox/merchants/{merchant_id}/locations          every location
POST /_sandbox/merchants/{merchant_id}/locations/{id}     hours, name, status
POST /_sandbox/merchants/{merchant_id}/orders             an order rung up at the till
POST /_sandbox/merchants/{merchant_id}/orders/{id}        a fulfilment moved on, the order paid or voided
GET  /_sandbox/merchants/{merchant_id}/orders             every order
GET  /_sandbox/merchants/{merchant_id}                    everything that the seller holds
POST /_sandbox/merchants/{merchant_id}/tokens             new tokens, or {"end": true} to end the old ones
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from tournant.sandbox.http import Answer, Json, Request, Route
from tournant.sandbox.partner import CONTROL, actor, refuse_control
from tournant.sandbox.partners.square.catalog import Catalog
from tournant.sandbox.partners.square.catalog_writes import CatalogWrites
from tournant.sandbox.partners.square.events import Events
from tournant.sandbox.partners.square.inventory import Inventory
from tournant.sandbox.partners.square.oauth import OAuth
from tournant.sandbox.partners.square.orders import ENDED, Orders
from tournant.sandbox.partners.square.payments import Payments
from tournant.sandbox.partners.square.seller import Seller
from tournant.sandbox.partners.square.stock import Stock

__all__ = ["Staff"]


class _Square(Protocol):
    """What staff needs of the partner."""

    sellers: dict[str, Seller]
    oauth: OAuth
    events: Events
    catalog: CatalogWrites
    inventory: Inventory
    orders: Orders
    payments: Payments

    def mint(self, kind: str) -> str: ...
    def stamp(self) -> str: ...
    def shown(self) -> datetime: ...
    def until(self, text: str | None) -> datetime | None: ...
    def wrote(self, by: str, account: str, what: str, ref: str, value: object) -> None: ...


class Staff:
    """The people of every seller."""

    def __init__(self, square: _Square) -> None:
        """Act on this partner."""
        self._square = square

    def controls(self) -> Iterator[Route]:
        """Give the control operations."""
        yield Route("POST", f"{CONTROL}merchants", self._open)
        here = f"{CONTROL}merchants/{{merchant_id}}"
        for method, path, do in (
            ("GET", "", self._everything),
            ("POST", "/catalog", self._catalog),
            ("POST", "/objects/{object_id}", self._edit),
            ("GET", "/objects/{object_id}", self._object),
            ("DELETE", "/objects/{object_id}", self._delete),
            ("POST", "/sold_out", self._sold_out),
            ("POST", "/counts", self._count),
            ("GET", "/locations", lambda seller, _: {"locations": list(seller.locations.values())}),
            ("POST", "/locations/{location_id}", self._location),
            ("POST", "/orders", self._ring_up),
            ("GET", "/orders", lambda seller, _: {"orders": list(seller.orders.values())}),
            ("POST", "/orders/{order_id}", self._order),
            ("POST", "/tokens", self._tokens),
        ):
            yield Route(method, f"{here}{path}", self._at(do))

    def update_location(self, seller: Seller, request: Request) -> Answer:
        """PUT /v2/locations/{location_id}: the members that are named."""
        return Answer(200, {"location": self._change_location(seller, request, request.document["location"], "api")})

    def _at(self, do: Callable[[Seller, Request], Json]) -> Callable[[Request], Answer]:
        def handle(request: Request) -> Answer:
            seller = self._square.sellers.get(request.params["merchant_id"])
            if seller is None:
                raise refuse_control(404, f"there is no merchant {request.params['merchant_id']}")
            return Answer(200, do(seller, request))

        return handle

    def _open(self, request: Request) -> Answer:
        asked, square = request.document, self._square
        stock = Stock()
        catalog = Catalog(lambda body: stock.sold_out(body, square.shown()))
        merchant = asked.get("id") or square.mint("merchant")
        currency, country = asked.get("currency", "USD"), asked.get("country", "US")
        seller = Seller(merchant, asked["name"], currency, country, catalog, stock)
        square.sellers[merchant] = seller
        for one in asked.get("locations") or ({"name": asked["name"]},):
            location = one.get("id") or square.mint("location")
            seller.locations[location] = {
                "id": location,
                "timezone": "America/New_York",
                "status": "ACTIVE",
                "created_at": square.stamp(),
                "merchant_id": merchant,
                "country": country,
                "currency": currency,
                "type": "PHYSICAL",
                "business_name": asked["name"],
                **one,
            }
        code, tokens = square.oauth.code(merchant), square.oauth.grant(merchant)
        client = {"client_id": square.oauth.client_id, "client_secret": square.oauth.client_secret}
        return Answer(201, {"code": code, "locations": list(seller.locations.values()), **tokens, **client})

    def _everything(self, seller: Seller, _: Request) -> Json:
        every = [one for one in seller.catalog.objects.values() if one.parent is None and not one.body["is_deleted"]]
        return {
            "locations": list(seller.locations.values()),
            "objects": [seller.catalog.shown(one.body["id"]) for one in every],
            "orders": list(seller.orders.values()),
        }

    def _catalog(self, seller: Seller, request: Request) -> Json:
        return self._square.catalog.upsert(seller, [request.document["objects"]], "staff")

    def _object(self, seller: Seller, request: Request) -> Json:
        if seller.catalog.live(request.params["object_id"]) is None:
            raise refuse_control(404, f"there is no object {request.params['object_id']}")
        return {"object": seller.catalog.shown(request.params["object_id"])}

    def _edit(self, seller: Seller, request: Request) -> Json:
        asked = request.document
        changed = _with(self._object(seller, request)["object"], asked["path"], asked["value"])
        return self._square.catalog.upsert(seller, [[changed]], actor(request))

    def _delete(self, seller: Seller, request: Request) -> Json:
        return self._square.catalog.remove(seller, [request.params["object_id"]], "staff")

    def _sold_out(self, seller: Seller, request: Request) -> Json:
        asked, square = request.document, self._square
        place = (asked["object_id"], asked["location_id"])
        if seller.catalog.kind(place[0]) not in {"ITEM_VARIATION", "MODIFIER"}:
            raise refuse_control(404, f"there is no variation and no modifier {place[0]}")
        if asked["sold_out"]:
            seller.stock.by_hand[place] = square.until(asked.get("until"))
        else:
            seller.stock.by_hand.pop(place, None)
        square.inventory.touch(seller, place[0])
        shown = seller.catalog.shown(place[0])
        square.wrote("staff", seller.id, "catalog.sold_out", place[0], shown)
        return {"object": shown}

    def _count(self, seller: Seller, request: Request) -> Json:
        asked = request.document
        place = (asked["object_id"], seller.location(asked["location_id"])["id"])
        self._square.inventory.count(seller, place, Decimal(asked["quantity"]), self._square.shown(), "staff")
        return {"object": seller.catalog.shown(place[0])}

    def _location(self, seller: Seller, request: Request) -> Json:
        return {"location": self._change_location(seller, request, request.document, "staff")}

    def _change_location(self, seller: Seller, request: Request, said: Json, by: str) -> Json:
        location = seller.location(request.params["location_id"])
        new: Json = location | said | {"id": location["id"]}
        seller.locations[location["id"]] = new
        self._square.wrote(by, seller.id, "location.update", location["id"], new)
        self._square.events.location_changed(seller, location["id"])
        return new

    def _ring_up(self, seller: Seller, request: Request) -> Json:
        return {"order": self._square.orders.ring_up(seller, request.document["order"], actor(request))}

    def _order(self, seller: Seller, request: Request) -> Json:
        order, asked = seller.orders.get(request.params["order_id"]), request.document
        if order is None:
            raise refuse_control(404, f"there is no order {request.params['order_id']}")
        if order["state"] in ENDED:
            raise refuse_control(409, f"the order is {order['state']}")
        changed: Json = {}
        if asked.get("fulfillment"):
            changed["fulfillments"] = [one | {"state": asked["fulfillment"]} for one in order.get("fulfillments", ())]
        if asked.get("state"):
            changed["state"] = asked["state"]
        if asked.get("tender"):
            return {"order": self._square.payments.take(seller, order, asked["tender"], actor(request))}
        return {"order": self._square.orders.change(seller, order, changed, actor(request))}

    def _tokens(self, seller: Seller, request: Request) -> Json:
        if request.document.get("end"):
            self._square.oauth.end(seller.id, everything=bool(request.document.get("everything")))
            return {}
        return self._square.oauth.grant(seller.id)


def _with(value: Any, path: list[str | int], new: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Give a copy with another value at a path; None removes the member."""
    if not path:
        return new
    first, *rest = path
    if isinstance(value, list):
        return [_with(one, rest, new) if n == first else one for n, one in enumerate(value)]
    there = dict(value)
    if new is None and not rest:
        there.pop(str(first), None)
    else:
        there[str(first)] = _with(there.get(str(first), {}), rest, new)
    return there
