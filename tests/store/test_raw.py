"""Payload bytes: kept once at an address that is made of them, and given back as they were."""

from hypothesis import given
from hypothesis import strategies as st
from tests.store.values import ANN, BOB, vault

from tournant.log import Store
from tournant.log.raw import packed, unpacked
from tournant.log.records import Payload


async def test_a_payload_comes_back_byte_for_byte(store: Store) -> None:
    """What was kept is fetched by its address, large and empty ones too."""
    texts = [b"", b"\x00\xff", b'{"items": []}' * 10_000]
    async with store.transaction(ANN) as tx:
        where = [await tx.keep(Payload(text)) for text in texts]
    async with store.transaction(ANN) as tx:
        assert [await tx.raw(one) for one in where] == texts
        assert await tx.raw(b"nowhere") is None


async def test_the_same_bytes_have_the_same_address(store: Store) -> None:
    """Keeping a payload twice keeps it once; other bytes are elsewhere."""
    async with store.transaction(ANN) as tx:
        assert await tx.keep(Payload(b"a")) == await tx.keep(Payload(b"a"))
        assert await tx.keep(Payload(b"a")) != await tx.keep(Payload(b"b"))


async def test_an_address_is_good_for_its_own_merchant(store: Store) -> None:
    """Another organisation finds nothing at it."""
    async with store.transaction(ANN) as tx:
        where = await tx.keep(Payload(b"a"))
    async with store.transaction(BOB) as tx:
        assert await tx.raw(where) is None


@given(st.binary(max_size=2_000), st.sampled_from([None, "order-1"]))
def test_packing_loses_nothing(text: bytes, subject: str | None) -> None:
    """Whatever was packed, sealed or not, is unpacked as it was."""
    payload = Payload(text, subject)
    key = b"k" * 32 if subject else None
    body = packed(vault(), ANN, payload, key)
    assert unpacked(vault(), ANN, body, (subject, key) if subject and key else None) == text
