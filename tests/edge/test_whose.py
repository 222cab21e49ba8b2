"""What is remembered of apps and accounts, for how long, and what makes it be read again."""

import pytest
from tests.edge import serving
from tests.edge.serving import KEY, House, app_account
from tests.store.values import ANN, BOB

from tournant.edge.whose import Accounts
from tournant.kernel import bounds
from tournant.log import MemoryStore
from tournant.log.records import PLATFORM, Account

GOOD = b'{"id": "e1", "type": "t", "account": "T-1"}'


async def post(house: House, key: str) -> int:
    return (await house.post("tin", GOOD, {"x-tin": serving.sign(key, GOOD)}))[0]


async def put_app(house: House, account: Account) -> None:
    async with house.store.transaction(PLATFORM) as tx:
        await tx.put_account(account)


async def test_a_new_key_works_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that was replaced is found by the first delivery that fits no other; the old one fits no more."""
    monkeypatch.setattr(bounds, "WEBHOOK_KEY_REREAD_S_MIN", 0)
    assert await post(house, KEY) == 202
    await put_app(house, app_account("tin", "newer"))
    assert await post(house, "newer") == 202
    assert await post(house, KEY) == 401


async def test_forgers_do_not_make_the_store_work(quick: House) -> None:
    """Within the shortest time between two readings a wrong signature is refused from memory."""
    assert await post(quick, KEY) == 202
    await put_app(quick, app_account("tin", "newer"))
    assert await post(quick, "newer") == 401


async def test_an_app_is_believed_for_a_while_only(quick: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """When what is remembered is too old, an app that is gone is gone, and one that came is there."""
    assert await post(quick, KEY) == 202
    await put_app(quick, Account("app_tin", "tin", "app", "connected", b"{}"))
    assert await post(quick, KEY) == 202
    monkeypatch.setattr(bounds, "WEBHOOK_KEY_REMEMBERED_S", 0)
    monkeypatch.setattr(bounds, "WEBHOOK_KEY_REREAD_S_MIN", 0)
    assert await post(quick, KEY) == 404
    await put_app(quick, app_account("tin"))
    assert await post(quick, KEY) == 202


@pytest.mark.parametrize(
    ("settings", "secrets"),
    [
        (b"{}", None),
        (b"{}", b'{"webhook_key": ""}'),
        (b"{}", b'{"webhook_key": 7}'),
        (b"[]", b'{"webhook_key": "k"}'),
        (b"", b'{"webhook_key": "k"}'),
    ],
)
async def test_an_app_without_a_key_verifies_nothing(
    quick: House, monkeypatch: pytest.MonkeyPatch, settings: bytes, secrets: bytes | None
) -> None:
    """Settings or secrets that are not what they have to be are no app, and never an empty key."""
    monkeypatch.setattr(bounds, "WEBHOOK_KEY_REREAD_S_MIN", 0)
    await put_app(quick, Account("app_tin", "tin", "app", "connected", settings, secrets))
    assert await post(quick, "") == 404


async def test_an_account_is_remembered_for_a_while(memory: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account that moved is found at its old merchant until its time is over, one that is missing is looked up."""
    accounts = Accounts(memory)
    assert await accounts.of("tin", "T-1") is None
    await serving.connect(memory, "tin", "T-1", BOB)
    found = await accounts.of("tin", "T-1")
    assert found
    assert (found.tenant, found.account) == (BOB, "acc_tin")
    async with memory.transaction(BOB) as tx:
        await tx.put_account(Account("acc_tin", "tin", "T-0", "closed", b"{}"))
    await serving.connect(memory, "tin", "T-1", ANN)
    assert await accounts.of("tin", "T-1") == found
    monkeypatch.setattr(bounds, "ACCOUNT_REMEMBERED_S", 0)
    moved = await accounts.of("tin", "T-1")
    assert moved
    assert moved.tenant == ANN


async def test_what_is_remembered_is_bounded(memory: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more accounts than fit the oldest is forgotten, and found again."""
    monkeypatch.setattr(bounds, "ACCOUNTS_REMEMBERED_MAX", 2)
    accounts = Accounts(memory)
    async with memory.transaction(ANN) as tx:
        for number in range(5):
            await tx.put_account(Account(f"acc_{number}", "tin", f"T-{number}", "connected", b"{}"))
    for number in (0, 1, 2, 3, 4, 0):
        owner = await accounts.of("tin", f"T-{number}")
        assert owner
        assert owner.account == f"acc_{number}"
    assert len(accounts._known) == 2  # noqa: SLF001 - what a test of a bound looks at
