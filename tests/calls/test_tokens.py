"""Tokens: asked for once however many want one, kept over a restart, renewed when refused, given up with a word."""

import asyncio
import json
from dataclasses import replace

from tests.calls.house import SQUARE, UBER, House
from tests.store.values import ANN

from tournant.kernel import bounds
from tournant.log.records import Account, Tenant
from tournant.sdk.exchange import Request


async def secrets(house: House, account: str = SQUARE) -> dict[str, str]:
    found: dict[str, str] = json.loads((await house.account(account)).credentials or b"{}")
    return found


async def test_many_wait_for_one_token(both: House) -> None:
    """Eight calls that begin at once ask for one token; all of them are made with it."""
    for _ in range(8):
        await both.ask("menu.read")
    await both.work()
    assert both.wire.operations.count("oauth.token") == 1
    assert [one.outcome for one in await both.answers()] == ["done"] * 8
    assert (await secrets(both))["access"] in both.mount.partners["square"].oauth.tokens  # type: ignore[attr-defined]  # Square's own


async def test_a_restart_asks_for_no_token(both: House) -> None:
    """The token is in the account's sealed credentials: another process uses it."""
    await both.ask("menu.read")
    await both.ask("status.read", UBER)
    await both.work()
    both.reborn()
    await both.ask("menu.read")
    await both.ask("status.read", UBER)
    await both.work()
    assert both.wire.operations.count("oauth.token") == 2
    assert set(await secrets(both, "app_uber_eats")) == {"client_id", "client_secret", "access", "ends"}


async def test_a_refused_token_is_renewed_once(house: House) -> None:
    """The partner ends all tokens: every call that met that gets one new token, and is sent again with it."""
    await house.ask("menu.read")
    await house.work()
    house.mount.partners["square"].oauth.end(house.seller["merchant_id"])  # type: ignore[attr-defined]  # Square's own
    for _ in range(5):
        await house.order()
    await house.work()
    assert [one.outcome for one in await house.answers()] == ["done"] * 6
    assert house.wire.operations.count("oauth.token") == 2
    assert await house.orders() == 5


async def test_a_token_that_never_lasts_makes_nobody_ask_for_ever(house: House) -> None:
    """The partner refuses each new token at once: single calls at growing distances, until it takes one again."""
    await house.faults(token_rotation=1)
    await house.ask("menu.read", attempts_max=50)
    for _ in range(600):
        await house.work()
        house.clock.pass_(1)
    many = len(house.wire.operations)
    assert (await house.account()).state == "connected"
    assert await house.health() == ["degraded", "ok"]
    for _ in range(600):
        await house.work()
        house.clock.pass_(1)
    # Each attempt sends at most three requests: the old token, the wish for a new one, the new one.
    assert len(house.wire.operations) - many <= 3 * (600 / (bounds.BREAKER_REST_S_MAX / 2) + 1)
    await house.faults(token_rotation=0)
    for _ in range(3):
        house.clock.pass_(bounds.CALL_REST_S_MAX)
        await house.work()
    assert [one.outcome for one in await house.answers()] == ["done"]
    assert await house.health() == ["ok", "ok"]


async def test_a_new_token_that_is_refused_once_is_no_reason_to_stop(house: House) -> None:
    """The partner ends all tokens while ours is new: the call is made again later, and nobody has to do anything."""
    await house.faults(token_rotation=1)
    await house.ask("menu.read")
    await house.work()
    await house.faults(token_rotation=0)
    house.clock.pass_(10)
    await house.work()
    assert [one.outcome for one in await house.answers()] == ["done"]
    assert (await house.account()).state == "connected"


async def test_a_token_that_was_replaced_is_never_taken_up_again(house: House) -> None:
    """The partner ends our app's token twice within what we remember of the app: the first one does not come back."""
    for _ in range(3):
        await house.ask("status.read", UBER)
        await house.work()
        if house.wire.operations.count("oauth.token") == 1:
            house.clock.pass_(bounds.APP_REMEMBERED_S)
            await house.ask("status.read", UBER)
            await house.work()
        house.mount.partners["uber_eats"].oauth.end()  # type: ignore[attr-defined]  # Uber's own
    assert [one.outcome for one in await house.answers()] == ["done"] * 4
    assert house.wire.operations.count("oauth.token") == 3


async def test_a_withdrawn_authorisation_waits_for_a_person(both: House) -> None:
    """No token to be had: the account says so, its calls wait unsent; a person connects it again and they are made."""
    whole = await both.account()
    async with both.store.transaction(ANN) as tx:
        await tx.put_account(replace(whole, credentials=b'{"refresh": "gone"}'))
    first = await both.ask("menu.read")
    await both.work()
    assert (await both.account()).state == "needs_reauth"
    assert both.wire.operations == ["oauth.token"]
    await both.order(attempts_max=1)
    both.clock.pass_(1)
    await both.work()
    assert both.wire.operations == ["oauth.token"]
    assert [one.outcome for one in await both.answers()] == ["unsent"]
    async with both.store.transaction(ANN) as tx:
        await tx.put_account(whole)
    both.clock.pass_(10)
    await both.work()
    assert [(one.intent, one.outcome) for one in await both.answers()][1:] == [(first, "done")]


async def test_the_apps_secret_is_wrong(house: House) -> None:
    """Where the token is the app's, it is the app that a person has to set right, and not the merchant's account."""
    app = await house.account("app_uber_eats")
    async with house.store.transaction(Tenant("platform", "platform")) as tx:
        await tx.put_account(replace(app, credentials=b'{"client_id": "x", "client_secret": "y"}'))
    await house.ask("status.read", UBER)
    await house.work()
    assert (await house.account("app_uber_eats")).state == "needs_reauth"
    house.clock.pass_(bounds.APP_REMEMBERED_S)
    await house.work()
    assert (await house.account(UBER)).state == "connected"
    assert house.wire.operations == ["oauth.token"]


async def test_a_newer_secret_is_tried(house: House) -> None:
    """The secret was replaced while ours was refused: the new one is tried, and nobody has to do anything."""
    whole = await house.account()
    async with house.store.transaction(ANN) as tx:
        await tx.put_account(replace(whole, credentials=b'{"refresh": "old"}'))

    async def replaced(_: Request) -> None:
        house.wire.after = None
        async with house.store.transaction(ANN) as tx:
            await tx.put_account(whole)

    house.wire.after = replaced
    await house.ask("menu.read")
    await house.work()
    assert house.wire.operations == ["oauth.token", "oauth.token", "catalog.list"]
    assert (await house.account()).state == "connected"


async def test_a_code_is_good_once(house: House) -> None:
    """A code becomes a token and a refresh token, and is gone; what else was told stays."""
    code = house.mount.partners["square"].oauth.code(house.seller["merchant_id"])  # type: ignore[attr-defined]  # Square's own
    account = await house.account()
    async with house.store.transaction(ANN) as tx:
        await tx.put_account(replace(account, credentials=json.dumps({"code": code, "scope": "all"}).encode()))
    await house.ask("menu.read")
    await house.work()
    assert set(await secrets(house)) == {"access", "ends", "refresh", "scope"}
    assert [one.outcome for one in await house.answers()] == ["done"]


async def test_a_token_that_came_is_written_though_its_caller_died(house: House) -> None:
    """The process stops while a token is on its way: it is waited for and written, and the next life asks for none."""
    there, go = asyncio.Event(), asyncio.Event()

    async def stop(_: Request) -> None:
        there.set()
        await go.wait()

    house.wire.after = stop
    await house.ask("menu.read")
    await house.begin()
    await there.wait()
    closing = asyncio.create_task(house.caller.close())
    go.set()
    await closing
    house.wire.after = None
    house.reborn()
    await house.work()
    house.clock.pass_(1)
    await house.work()
    assert house.wire.operations == ["oauth.token", "catalog.list"]


async def test_a_crash_before_the_token_is_written_costs_a_request(house: House) -> None:
    """Killed between the partner's answer and our commit: Square's refresh token is good still, and brings another."""

    async def die(request: Request) -> None:
        if request.operation == "oauth.token":
            raise RuntimeError("killed")

    house.wire.after = die
    await house.ask("menu.read")
    await house.work()
    assert set(await secrets(house)) == {"refresh"}
    house.wire.after = None
    house.reborn()
    await house.work()
    house.clock.pass_(1)
    await house.work()
    assert [one.outcome for one in await house.answers()] == ["done"]


async def test_somebody_elses_token_is_used(house: House) -> None:
    """Another process renewed the token meanwhile: ours is refused, and what the store has is used, unasked."""
    await house.ask("menu.read")
    await house.work()
    first = house.caller
    house.mount.partners["square"].oauth.end(house.seller["merchant_id"])  # type: ignore[attr-defined]  # Square's own
    house.reborn()
    await house.ask("menu.read")
    await house.work()
    house.caller = first
    await house.ask("menu.read")
    await house.work()
    assert house.wire.operations.count("oauth.token") == 2
    assert [one.outcome for one in await house.answers()] == ["done"] * 3


async def test_an_account_without_credentials_is_not_asked_for(house: House) -> None:
    """Credentials that cannot be read are no token, and say so."""
    account: Account = await house.account()
    async with house.store.transaction(ANN) as tx:
        await tx.put_account(replace(account, credentials=b"not json"))
    await house.ask("menu.read", attempts_max=1)
    await house.work()
    (answer,) = await house.answers()
    assert (answer.outcome, house.wire.operations) == ("unsent", [])
    assert answer.why
    assert "cannot be read" in answer.why
