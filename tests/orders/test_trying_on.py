"""A partner that is away for some minutes costs nothing that there is still time for."""

import pytest
from tests.orders.given import ACCEPT, MARGIN, Case, accepted, opened, received

from tournant.kernel import bounds


def away(case: Case, side: str, begin: float, end: float) -> float:
    """Nothing reaches a partner: each try comes back at once, and nothing was sent. Returns when it was tried last."""
    now = begin
    while now < end:
        out = case.state.channel.out if side == "channel" else case.state.pos.out
        if out is None:
            now = max(now + 1, min(case.timers.values()).timestamp() - NOON_S)
            case.wake(now)
        else:
            case.reply(now, side, "unsent")
        other = case.state.channel.out
        if side == "pos" and other is not None and other.command == "order.read":
            case.read(now, "placed" if case.state.channel.order == "received" else "accepted")
    return now


NOON_S = accepted().state.known.timestamp()  # type: ignore[union-attr]  # it is known


def test_an_accept_is_sent_when_the_channel_is_back() -> None:
    """The channel is away for ten minutes of eleven and a half: the accept goes out within half a minute after it."""
    case = received(ACCEPT)
    now = away(case, "channel", 3, 600)
    out = case.state.channel.out
    if out is None:
        case.wake(now + 30)
    assert case.out("channel").command in ("order.accept", "order.read")
    if case.out("channel").command == "order.read":
        assert "order.accept" in case.read(now + 31, "placed").commands


def test_a_ticket_is_made_when_the_till_is_back() -> None:
    """The till is away for eight minutes of the nine and a half before the margin: the order is not denied for that."""
    case = received()
    now = away(case, "pos", 3, 480)
    assert now + 31 < MARGIN
    then = [*case.wake(now + 31).commands, "" if case.state.pos.out is None else case.out("pos").command]
    assert "ticket.create" in then


def test_a_void_is_sent_when_the_till_is_back() -> None:
    """Nobody wants the order and the till is away: a person is told after some minutes, and the void goes on trying."""
    case = opened()
    case.read(20, "cancelled")
    now = away(case, "pos", 21, 3_000)
    assert "stop" in case.state.alarms
    tries = case.state.pos.tries
    assert bounds.ORDER_WRITES_MAX < tries < bounds.ORDER_WRITES_MAX + 3_000 / 300 + 1  # calmly
    if case.state.pos.out is None:
        case.wake(now + 300)
    assert case.reply(now + 301, "pos", "done").lowered == ["stop"]


@pytest.mark.parametrize("side", ["pos", "channel"])
def test_it_ends_with_the_life_of_the_order(side: str) -> None:
    """What never gets through is tried no more when the order's life is over."""
    case = opened()
    if side == "pos":
        case.read(20, "cancelled")
    else:
        case.word(20, "cancel")
    away(case, side, 21, 86_400)
    case.wake(86_401)
    while case.state.pos.out is not None or case.state.channel.out is not None:
        case.reply(86_402, "pos" if case.state.pos.out else "channel", "unsent")
    assert case.state.closed is not None
    assert not [one for one in case.wake(90_000).commands if one in ("ticket.void", "order.cancel")]
