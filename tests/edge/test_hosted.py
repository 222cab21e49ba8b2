"""Hosted endpoints: verified, answered from what the store holds."""

import pytest
from tests.edge import serving
from tests.edge.serving import KEY, House
from tests.store.values import ANN

MENU = "/hosted/tin/stores/s%201/menu"
SIGNED = {"x-tin": serving.sign(KEY, b"/stores/s 1/menu")}


async def test_a_partner_pulls_what_the_store_holds(house: House) -> None:
    """The document of the account's store is what is answered; another account's is not."""
    async with house.store.transaction(ANN) as tx:
        await tx.put_shadow("acc_tin/s 1", "menu", b'{"menu": 1}')
    async with house.client.get(MENU, params={"account": "T-1"}, headers=SIGNED) as answer:
        assert (answer.status, await answer.read()) == (200, b'{"menu": 1}')
        assert answer.content_type == "application/json"
    assert (await house.get(f"{MENU}?account=T-2", **SIGNED)) == (404, "there is no such account here\n")


async def test_an_endpoint_may_need_no_document(quick: House) -> None:
    """One that names no resource is answered by the adapter alone."""
    headers = {"x-tin": serving.sign(KEY, b"/stores/s1/open")}
    async with quick.client.post("/hosted/tin/stores/s1/open?account=T-1", headers=headers) as answer:
        assert answer.status == 204


@pytest.mark.parametrize(
    ("path", "signed", "said"),
    [
        ("/hosted/tin/stores/s1/menu?account=T-1", "", (401, "the signature does not fit what was sent\n")),
        ("/hosted/tin/stores/s1/menu", "/stores/s1/menu", (400, "the query names no account\n")),
        ("/hosted/tin/stores/s1/hours", "", (404, "there is no such endpoint here\n")),
        ("/hosted/tin/stores/s1/open", "", (405, "this takes POST only\n")),
        ("/hosted/square/stores/s1/menu", "", (404, "there is no such partner here\n")),
        ("/hosted/copper/stores/s1/menu", "", (404, "there is no such partner here\n")),
        ("/hosted/", "", (404, "there is nothing here\n")),
    ],
)
async def test_what_is_wrong_is_said(quick: House, path: str, signed: str, said: tuple[int, str]) -> None:
    """A wrong signature, a request that names nothing, an unknown path, method and partner, each in one sentence."""
    assert await quick.get(path, **{"x-tin": serving.sign(KEY, signed.encode())}) == said


async def test_an_adapter_that_breaks_is_answered_for(quick: House) -> None:
    """A bug in an adapter's answer is 500 in one sentence, and the edge serves on."""
    headers = {"x-tin": serving.sign(KEY, b"/stores/broken/menu")}
    status, said = await quick.get("/hosted/tin/stores/broken/menu?account=T-1", **headers)
    assert (status, said) == (500, "this failed by a mistake of ours, deliver again later\n")
    assert (await quick.tin("e1"))[0] == 202
