"""How the orders of a link are taken: what its operator chose, and what the partners at both ends can do.

A link's settings say it under `orders`; what they do not say is as it stands here and in `decide.settings`:

    {"orders": {"injection": "accept_first", "price": "pos", "margin_s": 180}}
"""

from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from tournant.canon.order_status import State
from tournant.log.records import Link
from tournant.orders.decide import Channel, Policy, Pos, Settings
from tournant.sdk import Connection

__all__ = ["BadSettings", "Chosen", "Taken", "chosen_of", "settings_of"]

_LISTS: Final[dict[str, tuple[State, ...]]] = {"order.list": ("received",), "order.canceled": ("cancelled",)}
"""By command: the statuses that its list shows."""


class BadSettings(Exception):  # noqa: N818 - it says what happened
    """What a link says about its orders cannot be meant."""


class Chosen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an operator chose for a link."""

    injection: Literal["inject_first", "accept_first"] = "inject_first"
    at_margin: Literal["deny", "accept"] = "deny"
    kitchen: Literal["cancel", "person"] = "cancel"
    question: Literal["agree", "refuse", "person"] = "person"
    margin_s: float = 120.0
    kitchen_s: float = 300.0
    poll_s: float = 30.0
    calm_s: float = 300.0
    lead_s: float = 1_800.0
    life_s: float = 86_400.0
    price: Literal["channel", "pos"] = "channel"
    """Whose prices stand on the ticket; it comes to the same either way."""
    taxes: Literal["channel", "merchant"] = "channel"
    """Who pays taxes to the tax office where the order does not say."""


class _Stored(msgspec.Struct, frozen=True):
    """What this room reads of a link's settings; the rest is the catalog's."""

    ext: dict[str, str] = {}
    orders: Chosen = Chosen()


@dataclass(frozen=True, slots=True)
class Taken:
    """How a link's orders are taken, and what its ids stand for beside the names in the crosswalk."""

    chosen: Chosen
    ext: dict[str, str]
    """From our ids to the partner's."""


def chosen_of(link: Link) -> Taken:
    """What a link says; BadSettings where that cannot be meant."""
    try:
        stored = msgspec.json.decode(link.settings or b"{}", type=_Stored)
        _policy(stored.orders)
    except (msgspec.DecodeError, ValueError) as why:
        raise BadSettings(f"the settings of {link.id} about orders: {why}") from None
    return Taken(stored.orders, stored.ext)


def settings_of(chosen: Chosen, channel: Connection, pos: Connection | None) -> Settings:
    """What decisions go by. Without a point of sale an order is accepted, and brought to the kitchen by a person."""
    policy = _policy(chosen)
    if pos is None:
        policy = msgspec.structs.replace(policy, injection="accept_first", kitchen="person")
    return Settings(_channel(channel), _pos(pos) if pos else Pos(), policy)


def _policy(chosen: Chosen) -> Policy:
    names = Policy.__struct_fields__
    policy = Policy(**{name: getattr(chosen, name) for name in names})
    Settings(policy=policy)  # for its refusal of what cannot be meant
    return policy


def _channel(connection: Connection) -> Channel:
    listed = (_LISTS[command] for command in connection.commands if command in _LISTS)
    return Channel(
        observable="order.read" in connection.commands,
        listable=frozenset(state for states in listed for state in states),
    )


def _pos(connection: Connection) -> Pos:
    create = connection.commands.get("ticket.create")
    return Pos(keyed=create is not None and create.keyed, pays="ticket.pay" in connection.commands)
