"""From a point of sale to a channel, as an operator does it: real processes, real HTTP, a sandbox for both partners."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from tests.cli.installation import Installation, folder, installation, server
from tests.cli.serving import Serving, serving

__all__ = ["folder", "installation", "server"]

TRIES = 40
"""How often a command is run until it says what is waited for: each takes a third of a second."""
LATTE = {
    "type": "ITEM",
    "id": "#latte",
    "item_data": {
        "name": "Latte",
        "variations": [
            {
                "type": "ITEM_VARIATION",
                "id": "#regular",
                "item_variation_data": {
                    "name": "Regular",
                    "pricing_type": "FIXED_PRICING",
                    "price_money": {"amount": 500, "currency": "USD"},
                },
            }
        ],
    },
}
PRICE = ["item_variation_data", "price_money", "amount"]


def ask(url: str, body: object = None) -> Any:  # noqa: ANN401 - any JSON
    """The answer of the sandbox's own side."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(url, data) as answer:  # noqa: S310 - an address of our own
        return json.loads(answer.read())


@pytest.fixture
def partners() -> Iterator[str]:
    """Where the simulated partners are."""
    command = [sys.executable, "-m", "tournant.cli.main", "sandbox", "--port", "0"]
    with subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.PIPE, text=True) as running:  # noqa: S603 - our own words
        assert running.stdout
        found = re.search(r"http://127\.0\.0\.1:\d+", running.stdout.readline())
        assert found
        try:
            yield found[0]
        finally:
            running.kill()


@pytest.fixture
def platform(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serving]:
    """The platform, with every call in its log."""
    assert installation.settings.database_url
    with serving({"TOURNANT_LOG_LEVEL": "debug"}) as found:
        found.up("edge", "core")
        monkeypatch.setenv("TOURNANT_PUBLIC_URL", found.urls["edge"])
        yield found


def app(partner: dict[str, Any]) -> list[str]:
    told = {name: partner[name] for name in ("client_id", "client_secret")} | {"webhook_key": "our-key"}
    return [word for name, value in told.items() for word in ("--app", f"{name}={value}")]


def previewed(installation: Installation, link: str) -> dict[str, Any]:
    """The preview of a link, when it has been looked at and its point of sale too."""
    said = ""
    for _ in range(TRIES):
        ran = installation.run("links", "preview", link, "--json")
        if ran.code == 0 and (found := json.loads(ran.out))["differences"]:
            return dict(found)
        said = ran.err
    raise AssertionError(f"there is nothing to preview: {said}")


def test_a_menu_comes_to_a_channel_and_a_new_price_follows(
    installation: Installation, platform: Serving, partners: str
) -> None:
    """Connected, looked at, read, live: the channel shows the menu; a price changed at the till comes by webhook."""
    square, uber = f"{partners}/square", f"{partners}/uber_eats"
    seller = ask(f"{square}/_sandbox/merchants", {"name": "The Copper Ladle"})
    merchant, location = seller["merchant_id"], seller["locations"][0]["id"]
    made = ask(f"{square}/_sandbox/merchants/{merchant}/catalog", {"objects": [LATTE]})
    store = ask(f"{uber}/_sandbox/stores", {"name": "The Copper Ladle"})

    theirs = ["--merchant", "ann/diner"]
    pos = [*theirs, "--account", merchant, "--secret", f"code={seller['code']}", "--store", location]
    ran = installation.ok("connect", "square", *app(seller), "--url", square, *pos)
    address = ran.out.decode().splitlines()[0]
    ask(f"{square}/_sandbox/webhooks", {"url": address, "key": "our-key"})
    channel = [*theirs, "--account", store["store_id"], "--store", store["store_id"], "--location", location]
    ran = installation.ok("connect", "uber_eats", *app(store), "--url", uber, *channel, "--json")
    [link] = json.loads(ran.out)["links"]

    found = previewed(installation, link["id"])
    installation.ok("links", "live", link["id"], "--preview", found["fingerprint"], "--reason", "read it")
    platform.event("call_ended", partner="uber_eats", command="menu.write", outcome="done")
    shown = json.dumps(ask(f"{uber}/_sandbox/stores/{store['store_id']}"))
    assert "Latte" in shown

    variation = made["objects"][0]["item_data"]["variations"][0]["id"]
    ask(f"{square}/_sandbox/merchants/{merchant}/objects/{variation}", {"path": PRICE, "value": 550})
    platform.event("webhook_taken", partner="square")
    platform.event("call_ended", partner="uber_eats", command="menu.write", outcome="done")
    assert "550" in json.dumps(ask(f"{uber}/_sandbox/stores/{store['store_id']}"))
    for partner in (square, uber):
        assert ask(f"{partner}/_sandbox/state")["violations"] == []
    assert platform.stop() == 0
