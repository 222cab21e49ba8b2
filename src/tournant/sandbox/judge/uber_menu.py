"""What guests see at a store of Uber Eats: the judge's own reading of a menu, dish by dish."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from tournant.sandbox.http import Json

__all__ = ["Group", "Option", "Plate", "Showcase", "spoken"]

_MEMBER: Final = "house_note"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice as it stands in its group."""

    id: str
    title: str
    price: int
    on: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group of choices below a dish."""

    id: str
    title: str
    exactly_one: bool
    options: tuple[Option, ...]

    def called(self, name: str) -> Option | None:
        """Find a choice by what it is called."""
        return next((one for one in self.options if spoken(one.title) == spoken(name)), None)


@dataclass(frozen=True, slots=True)
class Plate:
    """A dish that stands in a category."""

    id: str
    title: str
    price: int
    on: bool
    groups: tuple[Group, ...]
    note: str | None
    """What the member that nobody documents says."""

    def sizes(self, names: Sequence[str]) -> Group | None:
        """Find the group that holds all these sizes."""
        fit = (one for one in self.groups if one.exactly_one and all(one.called(name) for name in names))
        return next(fit, None)


class Showcase:
    """One menu at one instant."""

    def __init__(self, menu: Json, now: datetime) -> None:
        """Take a menu as the store holds it."""
        self.menu, self._now_s = menu, int(now.timestamp())

    @cached_property
    def _items(self) -> Mapping[str, Json]:
        return {one["id"]: one for one in self.menu.get("items") or ()}

    @cached_property
    def _groups(self) -> Mapping[str, Json]:
        return {one["id"]: one for one in self.menu.get("modifier_groups") or ()}

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The ids of all dishes, in their order, each once."""
        served = {one for page in self.menu.get("menus") or () for one in page.get("category_ids") or ()}
        entities = (
            entity["id"]
            for category in self.menu.get("categories") or ()
            if category["id"] in served
            for entity in category.get("entities") or ()
        )
        return tuple(dict.fromkeys(entities))

    @cached_property
    def repeated(self) -> tuple[str, ...]:
        """What the categories are called that stand in more than one menu: guests meet all of their dishes twice."""
        pages = Counter(one for page in self.menu.get("menus") or () for one in page.get("category_ids") or ())
        return tuple(text(one) for one in self.menu.get("categories") or () if pages[one["id"]] > 1)

    def plate(self, item_id: str) -> Plate:
        """Read one dish with its choices, one level deep: what hangs below them only Uber has."""
        item = self._items[item_id]
        groups = tuple(self._group(one) for one in (item.get("modifier_group_ids") or {}).get("ids") or ())
        note = (item.get(_MEMBER) or {}).get("printer")
        return Plate(item_id, text(item), self._price(item, None), self._is_on(item, None), groups, note)

    def _group(self, group_id: str) -> Group:
        group = self._groups[group_id]
        rule = (group.get("quantity_info") or {}).get("quantity") or {}
        options = tuple(self._option(one["id"], group_id) for one in group.get("modifier_options") or ())
        one = rule.get("min_permitted") == 1 == rule.get("max_permitted")
        return Group(group_id, text(group), one, options)

    def _option(self, item_id: str, group_id: str) -> Option:
        item = self._items[item_id]
        return Option(item_id, text(item), self._price(item, group_id), self._is_on(item, group_id))

    def _price(self, item: Json, group: str | None) -> int:
        info = item["price_info"]
        for one in info.get("overrides") or ():
            if group and (one["context_type"], one["context_value"]) == ("MODIFIER_GROUP", group):
                return int(one["price"])
        return int(info["price"])

    def _is_on(self, item: Json, group: str | None) -> bool:
        info = item.get("suspension_info") or {}
        rule = info.get("suspension") or {}
        for one in info.get("overrides") or ():
            if group and (one["context_type"], one["context_value"]) == ("MODIFIER_GROUP", group):
                rule = one.get("suspension") or {}
        return (rule.get("suspend_until") or 0) <= self._now_s


def text(of: Json) -> str:
    """Read a title."""
    translations = (of.get("title") or {}).get("translations") or {}
    return str(next(iter(translations.values()), ""))


def spoken(name: str) -> str:
    """Give a name as one hears it: without case and extra space."""
    return " ".join(name.casefold().split())
