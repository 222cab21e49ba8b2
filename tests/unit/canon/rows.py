"""Rows for tests, made with few words."""

from collections.abc import Callable
from typing import TypeVar

from tournant.canon.rules import Violation, violations
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET, Entity, Link, Row, UnsetType

R = TypeVar("R", bound=Entity | Link)


def usd(cents: int) -> Money:
    """Some dollars."""
    return Money(cents, "USD")


def entity(kind: Callable[..., R], ident: str, parent: str | UnsetType = UNSET, **columns: object) -> R:
    """An entity with some columns."""
    return kind(ident, ident, parent, 0, **columns)


def link(kind: Callable[..., R], parent: str, target: str, **columns: object) -> R:
    """A link with some columns."""
    return kind(target, parent, 0, **columns)


def check(*rows: Row) -> list[Violation]:
    """What is wrong with these rows."""
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(type(row).__name__, []).append(row)
    return violations(by_kind)


def reasons(*rows: Row) -> list[str]:
    """What is wrong, as one line each."""
    return [f"{path}: {reason}" for path, reason in check(*rows)]
