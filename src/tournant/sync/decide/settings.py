"""The settings of a link as they are stored: how a location's catalog is shown there, and who decides about what.

{"ext": {canonical id: the partner's id}, "pins": [[key, amount, currency]], "hidden": [key], "titles": {…},
 "markup": {…}, "owners": {"price": "latest", …}, "refused": [[canonical id, the partner's id]],
 "orders": {"injection": "inject_first", …}}
"""

from typing import Any, Final, Literal

import msgspec

from tournant.kernel.money import BareAmount, Money, Price
from tournant.project import AS_IT_IS, Link, Markup

__all__ = ["Owner", "Settings", "decoded", "encoded", "owner_of", "to_link", "with_link"]

Owner = Literal["latest", "owner"]
"""latest: whoever changed it last, on either side. owner: the point of sale alone; what differs is put right."""

OWNERS: Final[dict[str, Owner]] = {
    "name": "latest",
    "description": "latest",
    "price": "latest",
    "available": "latest",
    "hours": "latest",
    "paused": "latest",
}
"""By field: what holds where a link says nothing else. All others (what stands in what, limits) are the owner's."""


class Pin(msgspec.Struct, frozen=True, array_like=True):
    """A price that is kept on this link alone."""

    key: list[str]
    amount: int | str
    """Minor units; or, where nobody says the currency, the decimal."""
    currency: str | None

    def price(self) -> Price:
        """The price itself."""
        return BareAmount(str(self.amount)) if self.currency is None else Money(int(self.amount), self.currency)


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is stored with a link."""

    ext: dict[str, str] = {}
    pins: list[Pin] = []
    hidden: list[list[str]] = []
    titles: dict[str, str] = {}
    rate_added: int = 0
    """What the channel's prices are above the point of sale's, in units of 1e-7."""
    ending: int | None = None
    """The last digit that they are raised to."""
    owners: dict[str, Owner] = {}
    refused: list[list[str]] = []
    """Pairs of our id and the partner's that a person has said are not the same."""
    orders: dict[str, Any] = {}
    """How orders of this link are taken: the room orders reads it."""


_decoder = msgspec.json.Decoder(Settings)


def decoded(body: bytes) -> Settings:
    """The settings of a link from their bytes."""
    return _decoder.decode(body or b"{}")


def encoded(settings: Settings) -> bytes:
    """The bytes of a link's settings."""
    return msgspec.json.encode(settings)


def owner_of(settings: Settings, field: str) -> Owner:
    """Who decides about a field on this link."""
    return settings.owners.get(field) or OWNERS.get(field, "owner")


def to_link(settings: Settings, location: str) -> Link:
    """How a location's catalog is shown on the link."""
    rule = Markup(settings.rate_added, ending=settings.ending)
    return Link(
        location=location,
        rule=AS_IT_IS if rule == AS_IT_IS else rule,
        pins={tuple(pin.key): pin.price() for pin in settings.pins},
        titles=settings.titles,
        hidden=frozenset(tuple(key) for key in settings.hidden),
        ext=settings.ext,
    )


def with_link(settings: Settings, link: Link) -> Settings:
    """The settings after edits were brought home that concern this link alone."""
    return msgspec.structs.replace(
        settings,
        ext=dict(link.ext),
        pins=[_pin(key, price) for key, price in sorted(link.pins.items())],
        hidden=[list(key) for key in sorted(link.hidden)],
        titles=dict(link.titles),
    )


def _pin(key: tuple[str, ...], price: Price) -> Pin:
    if isinstance(price, Money):
        return Pin(list(key), price.amount, price.currency)
    return Pin(list(key), price.decimal, None)
