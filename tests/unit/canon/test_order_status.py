"""The status table against expectations stated message by message, in words and not in the table's own form."""

import itertools

import pytest

from tournant.canon import order_status
from tournant.canon.order_status import ENDED, MESSAGES, STATES, Effect, Message, State, outcome

BEFORE_FOOD = ("received", "scheduled", "accepted")
IN_KITCHEN = ("preparing", "ready")
ON_ITS_WAY = ("picked_up", "delivered")
PROGRESS = ("received", "accepted", "preparing", "ready", "picked_up", "delivered", "completed")
DEAD = ("denied", "cancelled", "failed", "expired")


def signs(message: Message) -> dict[str, str]:
    """What the table says about this message in each state."""
    return {state: outcome(state, message).effect.value for state in STATES}


def expect(**groups: str) -> dict[str, str]:
    """Spell out `sign="state state"`, with names for the signs."""
    named = {"move": ">", "move_tell": ">p", "ignore": "=", "ask": "?", "elsewhere": "~", "refuse": "!", "tell": "p"}
    return {state: named[sign] for sign, states in groups.items() for state in states.split()}


def test_it_is_complete() -> None:
    """Twelve states by fifteen messages, and nothing else."""
    assert len(STATES) == 12
    assert len(MESSAGES) == 15
    assert set(order_status.TABLE) == set(itertools.product(STATES, MESSAGES))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("placed", expect(ignore=" ".join(STATES))),
        (
            "scheduled",
            expect(
                move="received accepted",
                ignore="scheduled denied cancelled failed expired",
                refuse="preparing ready picked_up delivered completed",
            ),
        ),
        (
            "accepted",
            expect(
                move="received scheduled",
                ignore="accepted preparing ready picked_up delivered completed cancelled failed",
                refuse="denied expired",
            ),
        ),
        (
            "preparing",
            expect(
                move="received scheduled accepted",
                ignore="preparing ready picked_up delivered completed cancelled failed",
                refuse="denied expired",
            ),
        ),
        (
            "ready",
            expect(
                move="received scheduled accepted preparing",
                ignore="ready picked_up delivered completed cancelled failed",
                refuse="denied expired",
            ),
        ),
        (
            "picked_up",
            expect(
                move="received scheduled accepted preparing ready",
                ignore="picked_up delivered completed failed",
                refuse="denied cancelled expired",
            ),
        ),
        (
            "delivered",
            expect(
                move="received scheduled accepted preparing ready picked_up",
                ignore="delivered completed",
                tell="failed",
                refuse="denied cancelled expired",
            ),
        ),
        (
            "completed",
            expect(
                move="received scheduled accepted preparing ready picked_up delivered",
                ignore="completed",
                tell="failed",
                refuse="denied cancelled expired",
            ),
        ),
        (
            "denied",
            expect(
                move="received",
                move_tell="scheduled accepted preparing ready",
                refuse="picked_up delivered completed failed",
                ignore="denied cancelled expired",
            ),
        ),
        (
            "cancel_requested",
            expect(
                ask="received scheduled accepted preparing ready",
                tell="picked_up delivered completed",
                ignore="denied cancelled failed expired",
            ),
        ),
        (
            "cancelled",
            expect(
                move="received scheduled accepted",
                move_tell="preparing ready picked_up delivered",
                tell="completed",
                ignore="denied cancelled failed expired",
            ),
        ),
        (
            "failed",
            expect(
                move="received",
                move_tell="scheduled accepted preparing ready picked_up",
                tell="delivered completed",
                ignore="denied cancelled failed expired",
            ),
        ),
        (
            "expired",
            expect(
                move_tell="received scheduled accepted preparing ready",
                refuse="picked_up delivered completed failed",
                ignore="denied cancelled expired",
            ),
        ),
        (
            "edited",
            expect(
                elsewhere="received scheduled accepted",
                tell="preparing ready picked_up delivered completed",
                ignore="denied cancelled failed expired",
            ),
        ),
        ("refunded", expect(elsewhere=" ".join(STATES))),
    ],
)
def test_each_message(message: Message, expected: dict[str, str]) -> None:
    """What each message does in each state."""
    assert signs(message) == expected


def test_a_move_goes_where_the_message_says_and_nothing_else_moves() -> None:
    """Only the two moving effects change the state, and to no other than the message's own."""
    for (state, message), found in order_status.TABLE.items():
        if found.effect in (Effect.MOVE, Effect.MOVE_AND_TELL):
            assert found.state == message
        else:
            assert found.state == state


def test_nothing_leaves_an_ended_state() -> None:
    """Once ended, an order stays ended, whatever comes."""
    assert all(outcome(state, message).state == state for state in ENDED for message in MESSAGES)
    assert set(DEAD) | {"completed"} == ENDED


@pytest.mark.parametrize("state", PROGRESS)
def test_an_older_message_never_takes_progress_back(state: State) -> None:
    """Messages come late and twice: what names an earlier step is not a step back."""
    for earlier in PROGRESS[: PROGRESS.index(state) + 1]:
        message: Message = "placed" if earlier == "received" else earlier  # type: ignore[assignment] # the same words
        assert outcome(state, message).state == state


def test_ending_an_order_whose_food_is_made_always_tells_a_person() -> None:
    """Food for a dead order is never found out by accident."""
    for state in (*IN_KITCHEN, *ON_ITS_WAY):
        for message in DEAD:
            found = outcome(state, message)  # type: ignore[arg-type] # the plain words are the type's own
            assert found.tells_a_person or found.reads_again


def test_a_missed_deadline_is_always_told() -> None:
    """Expired is an alarm in every live state where it can be true."""
    assert all(outcome(state, "expired").tells_a_person for state in (*BEFORE_FOOD, *IN_KITCHEN))  # type: ignore[arg-type] # the plain words are the type's own
