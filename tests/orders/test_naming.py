"""Names of orders in the log: what is put together is taken apart again, and nothing else is."""

import pytest

from tournant.orders.decide import naming


def test_a_stream_is_taken_apart_as_it_was_put_together() -> None:
    """Whatever a channel calls its order."""
    for external_id in ("X-9", "a:b:c", ""):
        assert naming.split(naming.stream("lnk_1", external_id)) == ("lnk_1", external_id)


@pytest.mark.parametrize("name", ["", "order", "order:lnk_1", "orders:lnk_1", "sync:lnk_1:menu", "X-9"])
def test_another_stream_is_no_order(name: str) -> None:
    """Neither one that is cut short, nor a list, nor another room's, nor a channel's bare id."""
    assert naming.split(name) is None


def test_whose_a_stream_is() -> None:
    """An order's link, a list's account or target, and nobody of anything else."""
    assert naming.whose(naming.stream("lnk_1", "X-9")) == "lnk_1"
    assert naming.whose(f"{naming.LISTS}acc_1") == "acc_1"
    assert naming.whose("sync:lnk_1:menu") is None


def test_a_call_has_the_same_id_in_every_run() -> None:
    """Of one merchant, order and number; another one of each has another."""
    stream = naming.stream("lnk_1", "X-9")
    assert naming.intent_id("org/mer", stream, 3) == naming.intent_id("org/mer", stream, 3)
    others = {naming.intent_id(*said) for said in (("org/two", stream, 3), ("org/mer", stream, 4), ("org/mer", "s", 3))}
    assert len(others | {naming.intent_id("org/mer", stream, 3)}) == 4
