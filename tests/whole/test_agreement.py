"""A point of sale and a channel kept in agreement by the real processes, over HTTP, on a real database."""

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass

from tests.whole.conftest import Json, Whole, folder, whole

__all__ = ["folder", "whole"]
PATIENCE_S = 90.0


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait for what partners' people would see; there is no signal for that but looking."""
    waiting = threading.Event()
    for _ in range(int(PATIENCE_S * 10)):
        if holds():
            return
        waiting.wait(0.1)
    raise AssertionError(f"it never came: {what}")


def item(number: int, name: str, cents: int) -> Json:
    data = {"name": "Regular", "pricing_type": "FIXED_PRICING", "price_money": {"amount": cents, "currency": "USD"}}
    size = {"type": "ITEM_VARIATION", "id": f"#v{number}", "item_variation_data": data}
    return {"type": "ITEM", "id": f"#i{number}", "item_data": {"name": name, "variations": [size]}}


@dataclass
class Restaurant:
    """One location on Square and on Uber Eats."""

    whole: Whole
    seller: str
    store: str

    @classmethod
    def open(cls, whole: Whole, *items: Json) -> "Restaurant":
        sandbox, edge = whole.sandbox, whole.platform.urls["edge"]
        seller = sandbox("POST /square/_sandbox/merchants", {"name": "Ann's"})
        store = sandbox("POST /uber_eats/_sandbox/stores", {"name": "Ann's"})
        sandbox(f"POST /square/_sandbox/merchants/{seller['merchant_id']}/catalog", {"objects": list(items)})
        location = seller["locations"][0]["id"]
        for partner, secrets, key in (("square", seller, "hush"), ("uber_eats", store, store["client_secret"])):
            ours = [
                f"client_id={secrets['client_id']}",
                f"client_secret={secrets['client_secret']}",
                f"webhook_key={key}",
            ]
            app = [word for one in ours for word in ("--app", one)]
            said = whole.tournant("connect", partner, "--url", f"{sandbox.url}/{partner}", *app, "--json")
            url = f"{edge}/webhooks/{partner}"
            assert said["webhook_url"].endswith(f"/webhooks/{partner}")
            sandbox(f"POST /{partner}/_sandbox/webhooks", {"url": url, "key": key})
        merchant = ("--merchant", "org/ann")
        account = ("--account", seller["merchant_id"], "--secret", f"code={seller['code']}", "--store", location)
        whole.tournant("connect", "square", *merchant, *account)
        channel = ("--account", store["store_id"], "--store", store["store_id"], "--location", location)
        whole.tournant("connect", "uber_eats", *merchant, *channel)
        return cls(whole, seller["merchant_id"], store["store_id"])

    def go_live(self) -> None:
        """A person reads what would change, and says so."""
        until(self._is_looked_at, "every menu is looked at")
        for link in self.whole.tournant("links", "--json"):
            found = self.whole.tournant("links", "preview", link["id"], "--json")
            words = ("--preview", found["fingerprint"], "--reason", "opening day")
            self.whole.tournant("links", "live", link["id"], *words)

    def _is_looked_at(self) -> bool:
        links = self.whole.tournant("links", "--json")
        menus = [one for link in links for one in link["resources"] if one["resource"] == "menu"]
        return all(one["looked"] for one in menus)

    def at_square(self) -> dict[str, int]:
        found = self.whole.sandbox(f"GET /square/_sandbox/merchants/{self.seller}")["objects"]
        sizes = {one["item_data"]["name"]: one["item_data"]["variations"][0] for one in found if one["type"] == "ITEM"}
        return {name: one["item_variation_data"]["price_money"]["amount"] for name, one in sizes.items()}

    def at_uber(self) -> dict[str, int]:
        menu = self.whole.sandbox(f"GET /uber_eats/_sandbox/stores/{self.store}")["menu"]
        titles = {next(iter(one["title"]["translations"].values())): one for one in menu.get("items", [])}
        return {name: one["price_info"]["price"] for name, one in titles.items()}

    def price_at_square(self, name: str, cents: int) -> None:
        objects = self.whole.sandbox(f"GET /square/_sandbox/merchants/{self.seller}")["objects"]
        (found,) = [one for one in objects if one["type"] == "ITEM" and one["item_data"]["name"] == name]
        path = f"/square/_sandbox/merchants/{self.seller}/objects/{found['item_data']['variations'][0]['id']}"
        self.whole.sandbox(f"POST {path}", {"path": ["item_variation_data", "price_money", "amount"], "value": cents})

    def price_at_uber(self, name: str, cents: int) -> None:
        menu = self.whole.sandbox(f"GET /uber_eats/_sandbox/stores/{self.store}")["menu"]
        (found,) = [one for one in menu["items"] if name in one["title"]["translations"].values()]
        path = f"/uber_eats/_sandbox/stores/{self.store}/items/{found['id']}"
        self.whole.sandbox(f"POST {path}", {"price_info": {"price": cents}})


def test_two_systems_agree_and_outlive_a_kill(whole: Whole) -> None:
    """Menus are published, edits on both sides meet, and a worker killed on the way loses nothing; no limit is hurt."""
    ann = Restaurant.open(whole, item(1, "Soup", 650), item(2, "Cake", 400))
    ann.go_live()
    until(lambda: ann.at_uber() == {"Soup": 650, "Cake": 400}, "the menu is on the channel")
    ann.price_at_square("Soup", 700)
    ann.price_at_uber("Cake", 444)
    until(lambda: ann.at_uber() == ann.at_square() == {"Soup": 700, "Cake": 444}, "both sides have both edits")
    os.kill(whole.platform.pids["core"], signal.SIGKILL)
    ann.price_at_square("Soup", 725)
    whole.platform.event("process_up", role="core")
    until(lambda: ann.at_uber() == {"Soup": 725, "Cake": 444}, "the next worker goes on")
    books = whole.sandbox("GET /_sandbox/state")
    assert all(partner["violations"] == [] for partner in books.values())
