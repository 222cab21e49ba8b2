"""Canonical rows as bytes and back: exactly the same row, in the form that the documentation of kinds shows.

    Item(...) ── encode_row ──► {"id": "itm_1", "external_id": null, "name": "Tea", "price": {"amount": 250, …}}
              ◄─ decode_row ──

A column that is UNSET is left out, one that is empty is `null`. A price is one of two forms, which a parser of types
does not tell apart by itself; so each kind is parsed into a twin in which a price is both, and made from that.

Comes in: rows of the canonical model; their bytes. Goes out: the same. Always true: what was encoded is decoded to an
equal row. Failure: bytes that are no row of that kind, a column too many included, raise msgspec.ValidationError (or
DecodeError, where they are no JSON); a kind that is not there raises KeyError.
"""

import typing
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct, UnsetType

from tournant.canon.kinds import KINDS
from tournant.kernel.money import BareAmount, Money, Price
from tournant.kernel.row import Entity, Row

__all__ = ["decode_row", "encode_row", "row_key"]

_encoder: Final = msgspec.json.Encoder()


class _EitherPrice(Struct, gc=False, forbid_unknown_fields=True):
    """A price of which it is not known yet in which form it is."""

    currency: str | None
    amount: int | UnsetType = UNSET
    decimal: str | UnsetType = UNSET

    def price(self) -> Price:
        """The price in its own form."""
        amount, decimal, currency = self.amount, self.decimal, self.currency
        if currency is not None and amount is not UNSET and decimal is UNSET:
            return Money(amount, currency)
        if currency is None and amount is UNSET and decimal is not UNSET:
            return BareAmount(decimal)
        raise msgspec.ValidationError("A price is either an amount with its currency, or a decimal without one")


_AnyPrice = _EitherPrice | UnsetType | None


def encode_row(row: Row) -> bytes:
    """The bytes of a row."""
    return _encoder.encode(row)


def decode_row(kind: str, body: bytes) -> Row:
    """A row of this kind from its bytes."""
    return _decoder(kind)(body)


def row_key(row: Row) -> str:
    """Which row of its kind it is: an entity by its id, a link by both of its ends, of which a model has only one."""
    if isinstance(row, Entity):
        return row.id
    return f"{row.parent or ''}/{row.target}"


@cache
def _decoder(name: str) -> Callable[[bytes], Row]:
    kind = KINDS[name]
    hints = typing.get_type_hints(kind, include_extras=True)
    columns = kind.__struct_fields__
    prices = [place for place, column in enumerate(columns) if Money in typing.get_args(hints[column])]
    decode = msgspec.json.Decoder(_twin(kind, hints)).decode
    values_of = attrgetter(*columns)

    def decode_plain(body: bytes) -> Row:
        return kind(*values_of(decode(body)))

    def decode_priced(body: bytes) -> Row:
        values = list(values_of(decode(body)))
        for place in prices:
            value = values[place]
            if value.__class__ is _EitherPrice:
                values[place] = value.price()
        return kind(*values)

    return decode_priced if prices else decode_plain


def _twin(kind: type[Row], hints: dict[str, Any]) -> type[Struct]:
    """A type with the columns of a kind, in which each price may have either form."""
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for column in kind.__struct_fields__:
        parts = typing.get_args(hints[column])
        hint: Any = _AnyPrice if Money in parts else hints[column]
        fields.append((column, hint, UNSET) if UnsetType in parts else (column, hint))
    # Columns that are never left out come first in every kind, so that those with a default may follow.
    return msgspec.defstruct(kind.__name__, fields, gc=False, forbid_unknown_fields=True)
