"""The simulated partners, one folder each, written from what the partner publishes and from nothing else.

What enters: the ports. What leaves: one ASGI application a partner. What is always true: partners do not know each
other, and each number that a vendor publishes stands beside its source in the partner's `limits`.
"""

from collections.abc import Mapping
from typing import Final

from tournant.sandbox.partner import Partner
from tournant.sandbox.partners.square import Square
from tournant.sandbox.partners.uber_eats import UberEats

__all__ = ["PARTNERS"]

PARTNERS: Final[Mapping[str, type[Partner]]] = {"square": Square, "uber_eats": UberEats}
"""Every simulated partner by its name."""
