"""Limits on what a guest chooses: each in order, and all of them together possible to meet."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tournant.canon.rules.violation import Rows, Value, Violation, every, known, path
from tournant.kernel.row import Entity, Row

__all__ = ["in_order", "minimums"]

_PAIRS = (
    ("min_choices", "max_choices"),
    ("min_distinct", "max_distinct"),
    ("min_of_each", "max_of_each"),
    ("min_quantity", "max_quantity"),
    ("calories", "calories_max"),
)
_COUNTS = (*(column for pair in _PAIRS for column in pair), "default_quantity", "charge_above", "refund_under")
_LIMITED = (
    "Item", "Variation", "Modifier", "Bundle", "BundlePart", "ModifierGroup", "ItemGroup", "VariationGroup",
    "ModifierGroupLink", "GroupModifier", "QuantityRule",
)  # fmt: skip
_HANGING = ("ItemGroup", "VariationGroup", "ModifierGroupLink")


def in_order(rows: Rows) -> Iterator[Violation]:
    """No limit is below 0, no minimum above its maximum, and a refund always goes with a charge."""
    for row in every(rows, *_LIMITED):
        for column in _COUNTS:
            value = known(row, column)
            if value is not None and value < 0:
                yield Violation(path(row, column), f"{value} is below 0")
        for least, most in _PAIRS:
            low, high = known(row, least), known(row, most)
            if low is not None and high is not None and low > high:
                yield Violation(path(row, least), f"{low} is more than {most}, which is {high}")
        default, most_chosen = known(row, "default_quantity"), known(row, "max_quantity")
        if default is not None and most_chosen is not None and default > most_chosen:
            yield Violation(
                path(row, "default_quantity"), f"{default} is more than max_quantity, which is {most_chosen}"
            )
        charge, refund = known(row, "charge_above"), known(row, "refund_under")
        if refund is not None and charge is None:
            yield Violation(path(row, "refund_under"), "is set, and charge_above is not")


class _Choice(NamedTuple):
    least: int
    most: int | None


def minimums(rows: Rows) -> Iterator[Violation]:
    """What a group's choices require fits into its maximum, and what the group requires its choices can give.

    A group that breaks this cannot be answered, so its item cannot be ordered: Uber Eats takes such a menu without a
    word (its guide to menus, on quantities).
    """
    choices = _choices(rows)
    hanging = defaultdict(list)
    for link in every(rows, *_HANGING):
        hanging[link.target].append(link)
    for group in every(rows, "ModifierGroup"):
        for place in (group, *hanging[group.id]):
            yield from _answerable(place, group, choices.get(group.id, []))


def _answerable(place: Row, group: Entity, choices: list[_Choice]) -> Iterator[Violation]:
    if not choices:
        return
    at_most, at_least = _here(place, group, "max_choices"), _here(place, group, "min_choices")
    required = sum(choice.least for choice in choices)
    if at_most is not None and required > at_most:
        yield Violation(
            path(place, "max_choices"), f"its choices require {required}, and at most {at_most} may be made"
        )
    each = known(group, "max_of_each")
    if each is None and known(group, "repeatable") is False:
        each = 1
    given = [min((most for most in (choice.most, each) if most is not None), default=None) for choice in choices]
    if at_least is not None and None not in given and sum(most for most in given if most is not None) < at_least:
        yield Violation(path(place, "min_choices"), f"{at_least} choices are required, and fewer can be made")


def _here(place: Row, group: Entity, column: str) -> int | None:
    value = known(place, column)
    said: int | None = value if value is not None else known(group, column)
    return said


def _choices(rows: Rows) -> dict[str, list[_Choice]]:
    options = {row.id: row for row in every(rows, "Modifier", "Item")}
    ruled = {(rule.parent, known(rule, "in_group")): rule for rule in every(rows, "QuantityRule")}
    found: dict[str, list[_Choice]] = defaultdict(list)
    for link in every(rows, "GroupModifier"):
        found[link.parent].append(_choice(link, ruled.get((link.target, link.parent)), options.get(link.target)))
    linked = {(link.parent, link.target) for link in every(rows, "GroupModifier")}
    for modifier in every(rows, "Modifier"):
        group = known(modifier, "parent")
        if group is not None and (group, modifier.id) not in linked:
            found[group].append(_choice(modifier, ruled.get((modifier.id, group)), None))
    return found


def _choice(*narrow_to_broad: Row | None) -> _Choice:
    def said(column: str) -> Value:
        return next((value for row in narrow_to_broad if (value := known(row, column)) is not None), None)

    least = 0 if said("min_only_if_chosen") is True else said("min_quantity") or 0
    return _Choice(least, said("max_quantity"))
