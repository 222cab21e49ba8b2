"""Catalogs and names are kept decoded while they are unchanged, and never a moment longer."""

import pytest
from tests.orders.shell.house import SQUARE, House, Json
from tests.orders.shell.town import opened
from tests.store.values import ANN, BOB, Clock, vault

from tournant.canon import Item, Variation
from tournant.facts.rows import encode_row
from tournant.kernel import bounds
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET
from tournant.log import MemoryStore
from tournant.log.records import Tenant, Timer, Why
from tournant.orders.books import Books

TEA = Item("itm_1", "I1", UNSET, 0, name="Tea")


def cup(cents: int) -> tuple[str, str, bytes]:
    row = Variation("var_1", "V1", "itm_1", 0, name="Cup", price=Money(cents, "USD"))
    return "Variation", row.id, encode_row(row)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(Clock(), vault())


async def test_a_catalog_is_decoded_once(store: MemoryStore) -> None:
    """The same one while nothing changed, whoever asks; another one as soon as a row is another, or gone."""
    books = Books()
    async with store.transaction(ANN) as tx:
        await tx.put_rows([("Item", TEA.id, encode_row(TEA)), cup(300)])
        first = await books.book(tx)
        assert [one.name for one in first.sizes("itm_1")] == ["Cup"]
    async with store.transaction(ANN) as tx:
        assert await books.book(tx) is first
        await tx.put_rows([("Menu", "m", b"{}")])
        assert await books.book(tx) is first
        await tx.put_rows([cup(350)])
        second = await books.book(tx)
        assert [one.row.price for one in second.sizes("itm_1")] == [Money(350, "USD")]
        await tx.drop_rows([("Variation", "var_1")])
        assert (await books.book(tx)).sizes("itm_1") == []
    async with store.transaction(BOB) as tx:
        assert list((await books.book(tx)).sold()) == []


async def test_what_a_transaction_took_back_is_not_kept(store: MemoryStore) -> None:
    """A turn that fails after it has read what it wrote itself leaves nothing behind."""
    books = Books()

    async def failing_turn() -> None:
        async with store.transaction(ANN) as tx:
            await tx.put_rows([("Item", TEA.id, encode_row(TEA))])
            assert [one.name for one in (await books.book(tx)).sold()] == ["Tea"]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing_turn()
    async with store.transaction(ANN) as tx:
        assert list((await books.book(tx)).sold()) == []


async def test_names_are_kept_by_their_scope(store: MemoryStore) -> None:
    """Those of one link are not another's, and a new one is seen."""
    books = Books()
    async with store.transaction(ANN) as tx:
        await tx.put_names("lnk_1", [("Item", "x", "itm_1")])
        first = await books.names(tx, "lnk_1")
        assert first == {("Item", "x"): "itm_1"}
        assert await books.names(tx, "lnk_1") is first
        assert await books.names(tx, "lnk_2") == {}
        await tx.put_names("lnk_1", [("Item", "y", "itm_2")])
        assert len(await books.names(tx, "lnk_1")) == 2


async def test_few_catalogs_are_kept(store: MemoryStore) -> None:
    """The one that was read longest ago is forgotten."""
    books, found = Books(), []
    for number in range(bounds.BOOKS_REMEMBERED_MAX + 1):
        async with store.transaction(Tenant("org", f"mer_{number:03}")) as tx:
            found.append(await books.book(tx))
    async with store.transaction(Tenant("org", "mer_000")) as tx:
        assert await books.book(tx) is not found[0]
    async with store.transaction(Tenant("org", f"mer_{bounds.BOOKS_REMEMBERED_MAX:03}")) as tx:
        assert await books.book(tx) is found[-1]


async def ordered(house: House) -> Json:
    """A bagel is ordered; its line on the ticket."""
    order = await house.guest({"id": house.menu_id("Bagel")})
    await house.pass_(20)
    ticket = next(one for one in house.tickets if one["reference_id"] == order["id"])
    found: Json = ticket["line_items"][0]
    return found


async def test_the_next_ticket_has_the_price_of_today() -> None:
    """Between two orders the till's price changes: the second ticket has the new one."""
    house = await opened(orders={"price": "pos"})
    before = await ordered(house)
    where = f"_sandbox/merchants/{house.square.merchant}/objects/{before['catalog_object_id']}"
    said = {"path": ["item_variation_data", "price_money", "amount"], "value": 375}
    got = await house.world.call(house.world.square, f"POST /{where}", said)
    assert got.status == 200, got.document
    async with house.store.transaction(house.lease.tenant) as tx:
        await tx.set_timer(Timer(SQUARE, "look.menu", house.world.time.now(), b"", Why("trace", "test")))
    await house.pass_(60)
    after = await ordered(house)
    assert (before["base_price_money"]["amount"], after["base_price_money"]["amount"]) == (350, 375)
