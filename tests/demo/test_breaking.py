"""What people break in a demo: it strikes, it mends itself, and only who may can ask for it."""

from typing import Any

import pytest
from tests.demo.clock import Time
from tests.sandbox.books import WORLD

from tournant.demo.breaking import Breaking, Door, NotNow
from tournant.kernel import bounds
from tournant.sandbox import PARTNERS, Mount
from tournant.sandbox.dice import Dice
from tournant.sandbox.faults import Faults


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def faults() -> dict[str, Faults]:
    return {name: Faults(Dice(1)) for name in PARTNERS}


@pytest.fixture
def breaking(faults: dict[str, Faults], time: Time) -> Breaking:
    made = Breaking(faults, time, time.after)
    made.begin(WORLD)
    return made


@pytest.mark.parametrize(
    "case", [("webhooks", "uber_eats", "webhook_loss", "S"), ("pos", "square", "dead_partner", "M")]
)
async def test_what_is_broken_mends_itself(
    breaking: Breaking, faults: dict[str, Faults], time: Time, case: tuple[str, str, str, str]
) -> None:
    """It strikes every time, until the time that was said; then as often as before: the weather's rates stay."""
    what, partner, fault, account = case
    faults[partner].set({fault: 0.0})
    said = getattr(breaking, what)()
    assert said["until"][11:19] in said["says"]
    assert all(faults[partner].strike(fault, account, str(number)) for number in range(20))
    await time.pass_(bounds.BROKEN_S - 1)
    assert faults[partner].strike(fault, account, "still")
    await time.pass_(2)
    assert not any(faults[partner].strike(fault, account, f"then {number}") for number in range(20))
    assert faults[partner].accounts == {account: {}}


async def test_what_is_broken_is_not_broken_twice(breaking: Breaking, time: Time) -> None:
    """Who asks again hears what is broken already, and until when; afterwards it can be broken again."""
    first = breaking.pos()
    await time.pass_(30)
    assert breaking.pos() == first
    await time.pass_(bounds.BROKEN_S)
    assert breaking.pos()["until"] > first["until"]


def test_nothing_is_broken_before_and_after(faults: dict[str, Faults], time: Time) -> None:
    """Before everybody is connected, and while everything settles for the judge, there is a sentence instead."""
    breaking = Breaking(faults, time, time.after)
    with pytest.raises(NotNow, match="wait for the lunch rush"):
        breaking.webhooks()
    breaking.begin(WORLD)
    breaking.shut("everything settles")
    with pytest.raises(NotNow, match="everything settles"):
        breaking.pos()
    breaking.open()
    assert breaking.pos()


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("POST", "/_demo/webhooks", {}, 200),
        ("POST", "/_demo/webhooks", {"origin": "http://evil.example"}, 403),
        ("GET", "/_demo/webhooks", {}, 404),
        ("POST", "/_demo/everything", {}, 404),
        ("GET", "/", {}, 200),
    ],
)
async def test_only_who_is_no_page_may_ask(
    breaking: Breaking, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    """A page of whatever site names its origin and is refused; the partners are behind the same address."""
    door, sent = Door(Mount({}), breaking), list[dict[str, Any]]()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401 - as ASGI says it
        sent.append(message)

    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await door({"type": "http", "method": method, "path": path, "headers": pairs}, receive, send)
    assert sent[0]["status"] == status
