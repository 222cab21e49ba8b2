"""`tournant connect`: what is stored, that it may be said again, what is refused, and that secrets stay secret."""

import json
from pathlib import Path

import msgspec
import pytest
from tests.cli.installation import APP, Installation, folder, installation, server

from tournant.kernel.ids import derived
from tournant.log import PostgresStore
from tournant.log.records import PLATFORM, Account, Link, Tenant, Timer

__all__ = ["folder", "installation", "server"]

ANN = Tenant("ann", "diner")
SQUARE = ("connect", "square")
UBER = ("connect", "uber_eats")
SELLER = (*SQUARE, "--merchant", "ann/diner", "--account", "MLR1", "--secret", "code=hush-code")
EATS = (*UBER, "--merchant", "ann/diner", "--account", "eats-1", "--store", "eats-1")


async def platform(store: PostgresStore) -> list[Account]:
    """Our apps."""
    async with store.transaction(PLATFORM) as tx:
        return await tx.accounts()


async def merchant(store: PostgresStore) -> tuple[list[Account], list[Link], list[Timer]]:
    """All of Ann's."""
    async with store.transaction(ANN) as tx:
        return await tx.accounts(), await tx.links(), await tx.timers("look.")


def secrets(account: Account) -> dict[str, str]:
    assert account.credentials
    return msgspec.json.decode(account.credentials, type=dict[str, str])


def test_our_app_is_stored_sealed_and_its_address_said(installation: Installation) -> None:
    """The address for webhooks is printed, alone; secrets are kept and nowhere shown."""
    ran = installation.ok(*SQUARE, *APP, "--url", "http://127.0.0.1:8400/square/")
    assert ran.out == b"https://tournant.example/webhooks/square\n"
    assert "hush" not in ran.err
    [account] = installation.ask(platform)
    assert (account.id, account.external_id) == ("app_square", "app")
    assert json.loads(account.settings) == {
        "base_url": "http://127.0.0.1:8400/square",
        "webhook_url": "https://tournant.example/webhooks/square",
    }
    assert secrets(account) == {"client_id": "ours", "client_secret": "hush-secret", "webhook_key": "hush-key"}


def test_one_secret_of_our_app_can_be_replaced(installation: Installation) -> None:
    """What is not given again stays as it is."""
    installation.ok(*SQUARE, *APP, "--url", "http://127.0.0.1:8400/square")
    installation.ok(*SQUARE, "--app", "client_secret=newer")
    [account] = installation.ask(platform)
    assert secrets(account) == {"client_id": "ours", "client_secret": "newer", "webhook_key": "hush-key"}
    assert json.loads(account.settings)["base_url"] == "http://127.0.0.1:8400/square"


def test_a_merchant_is_connected(installation: Installation) -> None:
    """A point of sale's stores become locations, a channel's store sells for one of them, and all is looked at now."""
    installation.ok(*SQUARE, *APP)
    installation.ok(*UBER, *APP)
    ran = installation.ok(*SELLER, "--store", "L1", "--store", "L2", "--json")
    assert [one["mode"] for one in json.loads(ran.out)["links"]] == ["observe", "observe"]
    installation.ok(*EATS, "--location", "L2")
    accounts, links, timers = installation.ask(merchant)
    seller, eats = (next(one for one in accounts if one.partner == partner) for partner in ("square", "uber_eats"))
    assert {one.store: one.location for one in links} == {
        "L1": derived(seller.id, "Location", "L1"),
        "L2": derived(seller.id, "Location", "L2"),
        "eats-1": derived(seller.id, "Location", "L2"),
    }
    link = next(one.id for one in links if one.account == eats.id)
    assert {(one.stream, one.name) for one in timers} == {
        *((seller.id, f"look.{name}") for name in ("menu", "availability", "hours")),
        *((link, f"look.{name}") for name in ("menu", "status", "hours", "orders")),
    }
    assert installation.ask(PostgresStore.tenants) == [ANN]


def test_the_same_again_changes_nothing(installation: Installation) -> None:
    """Every command may be repeated: accounts and links stay byte for byte."""
    every = [(*SQUARE, *APP), (*UBER, *APP), (*SELLER, "--store", "L1"), (*EATS, "--location", "L1")]
    for command in every:
        installation.ok(*command)
    before = installation.ask(merchant)[:2], installation.ask(platform)
    for command in every:
        installation.ok(*command)
    assert (installation.ask(merchant)[:2], installation.ask(platform)) == before


def test_what_the_partner_renewed_survives_the_same_again(installation: Installation) -> None:
    """A refresh token that came for the code stays; another code replaces it, and the authorisation is alive again."""
    installation.ok(*SQUARE, *APP)
    installation.ok(*SELLER)

    async def renewed(store: PostgresStore) -> None:
        async with store.transaction(ANN) as tx:
            [account] = await tx.accounts()
            kept = {**secrets(account), "refresh": "theirs"}
            del kept["code"]
            changed = Account(account.id, "square", "MLR1", "reauth", account.settings, msgspec.json.encode(kept))
            await tx.put_account(changed)

    installation.ask(renewed)
    installation.ok(*SELLER)
    [kept] = installation.ask(merchant)[0]
    assert (secrets(kept)["refresh"], kept.state) == ("theirs", "reauth")
    installation.ok(*SELLER[:-1], "code=another")
    [fresh] = installation.ask(merchant)[0]
    assert (secrets(fresh)["code"], "refresh" in secrets(fresh), fresh.state) == ("another", False, "active")


def test_secrets_come_from_files_and_standard_input(installation: Installation, tmp_path: Path) -> None:
    """A value that begins with @ names a file, `-` is standard input; a line break at the end is no part of it."""
    file = tmp_path / "key"
    file.write_text("from-file\n")
    given = ("--app", f"webhook_key=@{file}", "--app", "client_secret=-", "--app", "client_id=ours")
    installation.ok(*SQUARE, *given, stdin=b"from-stdin\n")
    [account] = installation.ask(platform)
    assert secrets(account) == {"client_id": "ours", "client_secret": "from-stdin", "webhook_key": "from-file"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("connect", "nobody", *APP), "there is no adapter for 'nobody'"),
        (SQUARE, "give --app for our app"),
        ((*SQUARE, *APP[:4]), "--app: Square also needs webhook_key"),
        ((*SQUARE, *APP, "--app", "key=x"), "--app: Square has no secret 'key' here"),
        ((*SQUARE, *APP, "--app", "client_id=x"), "client_id is given twice"),
        ((*SQUARE, "--app", "client_id"), "--app: what is given for 'client_id' is not of the form name=value"),
        ((*SQUARE, "--app", "client_id=@/nowhere"), "/nowhere cannot be read"),
        ((*SQUARE, *APP, "--url", "square.example"), "--url: square.example does not begin with https://"),
        (SELLER, "our app at Square is not known yet"),
        ((*SQUARE, *APP, *SELLER[2:6]), "--secret: Square also needs code"),
        ((*SQUARE, "--merchant", "ann", "--account", "M"), "--merchant: 'ann' is not of the form ORG/MERCHANT"),
        ((*SQUARE, "--merchant", "platform/x", "--account", "M"), "'platform' is the platform itself"),
        ((*SQUARE, "--merchant", "ann/diner"), "--merchant and --account belong together"),
        ((*SQUARE, *APP, *SELLER[2:], "--location", "L1"), "the stores of Square are locations by themselves"),
        ((*UBER, *APP, *EATS[2:]), "which location the store eats-1 of Uber Eats sells for is not said"),
        ((*UBER, *APP, *EATS[2:], "--location", "L9"), "--location: L9 is not known; stores of this merchant: none"),
    ],
)
def test_what_cannot_be_is_refused(installation: Installation, arguments: tuple[str, ...], said: str) -> None:
    """One sentence with the option that is meant, exit 2, no secret in it, and no account made."""
    ran = installation.run(*arguments)
    assert ran.code == 2
    assert said in ran.sentence
    assert "hush" not in ran.err
    assert installation.ask(merchant)[:2] == ([], [])


def test_an_account_has_one_merchant(installation: Installation) -> None:
    """An account that another merchant has connected is refused, and stays where it is."""
    installation.ok(*SQUARE, *APP)
    installation.ok(*SELLER)
    ran = installation.run(*SQUARE, "--merchant", "bob/grill", *SELLER[4:])
    assert (ran.code, ran.sentence) == (2, "--account: MLR1 of Square is an account of another merchant")
    assert installation.ask(PostgresStore.tenants) == [ANN]


def test_a_live_link_does_not_move(installation: Installation) -> None:
    """Another location is taken while a link observes, and refused while it is live."""
    for command in [(*SQUARE, *APP), (*UBER, *APP), (*SELLER, "--store", "L1", "--store", "L2")]:
        installation.ok(*command)
    installation.ok(*EATS, "--location", "L1")
    installation.ok(*EATS, "--location", "L2")

    async def live(store: PostgresStore) -> None:
        async with store.transaction(ANN) as tx:
            for one in await tx.links():
                await tx.put_link(Link(one.id, one.location, one.account, one.store, "live", "ok", one.settings))

    installation.ask(live)
    ran = installation.run(*EATS, "--location", "L1")
    assert ran.code == 2
    assert "let it observe before it moves" in ran.sentence


def test_a_database_that_is_away_is_one_sentence(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends with 1: nothing is wrong with what was said."""
    monkeypatch.setenv("TOURNANT_DATABASE_URL", "postgresql://localhost:1/none")
    ran = installation.run(*SQUARE, *APP)
    assert ran.code == 1
    assert ran.sentence.startswith("the database cannot be reached")
