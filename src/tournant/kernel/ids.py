"""Ids: a prefix that says the kind, an underscore, and a part that sorts.

    itm_01j8x3q0c7v9...   minted once, from a source that is passed in; later ids sort later
    itm_7k2m9c4ph0wq3znb   derived from (partner, kind, external id), the same in every run

Where there is a database, ids are minted and the crosswalk remembers them. `decode` and `translate` have none, so they
derive them. The alphabet is Crockford's base 32 in lower case: it sorts as the numbers do, and has no i, l, o or u to
misread.
"""

from collections.abc import Callable
from hashlib import blake2b
from typing import Final, Protocol

from tournant.kernel import check

__all__ = ["PREFIXES", "DerivedIds", "IdSource", "derived", "mint", "prefix"]

_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS: Final = tuple(high + low for high in _ALPHABET for low in _ALPHABET)
_MINTED_BITS: Final = 130
_DERIVED_BYTES: Final = 10
"""80 bits: among ten million ids of one kind, two are equal with a probability of 1 in 2 * 10**10."""

PREFIXES: Final = {
    "Organisation": "org",
    "Merchant": "mer",
    "Brand": "brd",
    "Location": "loc",
    "LocationOverlay": "ovl",
    "Menu": "mnu",
    "Daypart": "dpt",
    "Category": "cat",
    "Item": "itm",
    "Variation": "var",
    "Bundle": "bdl",
    "BundlePart": "bpt",
    "Image": "img",
    "MeasureUnit": "msu",
    "ModifierGroup": "grp",
    "Modifier": "mod",
    "PriceRule": "prr",
    "QuantityRule": "qtr",
    "TaxRate": "tax",
    "Availability": "avl",
    "OpeningHours": "hrs",
    "SpecialHours": "sph",
    "Pause": "pau",
    "PrepTime": "prp",
    "Translation": "trn",
    "Order": "ord",
    "OrderLine": "lin",
    "Adjustment": "adj",
    "Payment": "pay",
    "Fulfilment": "ful",
    "Courier": "cou",
    "Customer": "cus",
    "PartnerEvent": "evt",
}
"""Every kind's prefix, in one place, because two kinds must not share one."""


class IdSource(Protocol):
    """Where new ids come from. The app passes one that uses the clock and chance, the simulation one from its seed."""

    def draw(self) -> int:
        """Draw a number below 2**128 that nobody else draws and that grows with time (as the 128 bits of a ULID)."""


def prefix(kind: str) -> str:
    """Say what ids of this kind begin with; a kind that is not of the canonical model is spelled out in lower case."""
    return PREFIXES.get(kind) or kind.lower()


def mint(kind: str, source: IdSource) -> str:
    """Make a new id of this kind."""
    number = source.draw()
    check.require(0 <= number < 1 << 128, "an id source drew a number outside 128 bits")
    pairs = (_PAIRS[number >> shift & 1023] for shift in range(_MINTED_BITS - 10, -1, -10))
    return f"{prefix(kind)}_{''.join(pairs)}"


def derived(partner: str, kind: str, external_id: str) -> str:
    """Make the id that this partner's element has in every run."""
    return _deriver(partner, kind)(external_id)


def _deriver(partner: str, kind: str) -> Callable[[str], str]:
    start = f"{prefix(kind)}_"
    # The parts are told apart by a character that no partner's name and no kind contains.
    seed = blake2b(f"{partner}\0{kind}\0".encode(), digest_size=_DERIVED_BYTES)
    pairs = _PAIRS

    def derive(external_id: str) -> str:
        state = seed.copy()
        # A lone surrogate, legal in JSON as an escape, is no reason to fail.
        state.update(external_id.encode("utf-8", "surrogatepass"))
        n = int.from_bytes(state.digest(), "big")
        return (
            start
            + pairs[n >> 70]
            + pairs[n >> 60 & 1023]
            + pairs[n >> 50 & 1023]
            + pairs[n >> 40 & 1023]
            + pairs[n >> 30 & 1023]
            + pairs[n >> 20 & 1023]
            + pairs[n >> 10 & 1023]
            + pairs[n & 1023]
        )

    return derive


class _Derived(dict[str, str]):
    """A dictionary that knows every id: what is not there yet is derived, and remembered."""

    __slots__ = ("_derive",)

    def __init__(self, derive: Callable[[str], str]) -> None:
        super().__init__()
        self._derive = derive

    def __missing__(self, external_id: str) -> str:
        made = self[external_id] = self._derive(external_id)
        return made


class DerivedIds:
    """A crosswalk where there is no database: one dictionary a kind, from the partner's ids to derived ones."""

    def __init__(self, partner: str) -> None:
        """For the documents of one partner."""
        self._partner = partner
        self._kinds: dict[str, dict[str, str]] = {}

    def of(self, kind: str) -> dict[str, str]:
        """Give the ids of one kind; asking for one that was never seen derives it."""
        known = self._kinds.get(kind)
        if known is None:
            known = self._kinds[kind] = _Derived(_deriver(self._partner, kind))
        return known
