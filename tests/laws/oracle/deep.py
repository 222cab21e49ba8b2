"""The rows of a deep document, written out by hand.

The first copy of a record has the plain id; a copy that differs has one of its own, and its equals share that.
"""

from collections.abc import Callable

from tests.laws.oracle.reading import Json, dig, listed, loads, millipercent
from tests.laws.tables import deep

from tournant.kernel.row import UNSET, Row

__all__ = ["rows"]

KEY = "merchant_supplied_id"


def rows(text: bytes) -> list[Row]:
    reader = _Reader()
    menu = loads(text).get("menu")
    if menu is not None:
        reader.menu(menu)
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found: list[Row] = []
        self.known: dict[tuple[str, str], list[tuple[object, str]]] = {}

    def menu(self, menu: Json) -> None:
        mine = menu[KEY]
        self.found.append(deep.Menu(mine, mine, UNSET, UNSET, name=menu.get("name")))
        for c, category in enumerate(listed(menu, "categories")):
            key = category[KEY]
            subtitle = category.get("subtitle")
            self.found.append(deep.Category(key, key, mine, c, name=category.get("name"), subtitle=subtitle))
            for i, item in enumerate(listed(category, "items")):
                self.found.append(deep.CategoryItem(self.item(item, key), key, i))

    def item(self, item: Json, parent: str) -> str:
        mine, known = self._name("item", item[KEY], parent, _item_meaning(item))
        if not known:
            self.found.append(
                deep.Item(
                    mine,
                    item[KEY],
                    UNSET,
                    UNSET,
                    name=item.get("name"),
                    description=item.get("description"),
                    price=item.get("price"),
                    tax_rate=millipercent(item.get("tax_rate")),
                    active=_true(item.get("active")),
                )
            )
            for g, group in enumerate(listed(item, "extras")):
                self.found.append(deep.ItemGroup(self.group(group, mine), mine, g))
        return mine

    def group(self, group: Json, parent: str) -> str:
        mine, known = self._name("group", group[KEY], parent, _group_meaning(group))
        if not known:
            least, most = dig(group, "limits", "min"), dig(group, "limits", "max")
            self.found.append(deep.Group(mine, group[KEY], UNSET, UNSET, name=group.get("name"), min=least, max=most))
            for o, option in enumerate(listed(group, "options")):
                self._option(option, o, mine)
        return mine

    def _option(self, option: Json, at: int, group: str) -> None:
        mine = f"{group}/{option[KEY]}"
        self.found.append(
            deep.Option(
                mine,
                option[KEY],
                group,
                at,
                name=option.get("name"),
                price=option.get("price"),
                tax_rate=millipercent(option.get("tax_rate")),
                active=_true(option.get("active")),
            )
        )
        for g, extra in enumerate(listed(option, "extras")):
            self.found.append(deep.OptionGroup(self.group(extra, mine), mine, g))

    def _name(self, kind: str, key: str, parent: str, meaning: object) -> tuple[str, bool]:
        """Its id, and whether its rows are there already."""
        copies = self.known.setdefault((kind, key), [])
        for said, mine in copies:
            if said == meaning:
                return mine, True
        mine = f"{key}~{parent}" if copies else key
        copies.append((meaning, mine))
        return mine, False


def _true(value: bool | None) -> bool:  # noqa: FBT001 - it is what the document says
    return True if value is None else value


def _item_meaning(item: Json) -> object:
    """What a copy says, spelling counted: null is absent, but true is not, nor is an empty list."""
    fields = [item.get(name) for name in (KEY, "name", "description", "price", "tax_rate", "active")]
    return fields, _all(_group_meaning, item.get("extras"))


def _group_meaning(group: Json) -> object:
    limits = group.get("limits")
    bounds = None if limits is None else (limits.get("min"), limits.get("max"))
    return group[KEY], group.get("name"), bounds, _all(_option_meaning, group.get("options"))


def _option_meaning(option: Json) -> object:
    fields = [option.get(name) for name in (KEY, "name", "price", "tax_rate", "active")]
    return fields, _all(_group_meaning, option.get("extras"))


def _all(meaning: Callable[[Json], object], elements: list[Json] | None) -> object:
    return None if elements is None else [meaning(element) for element in elements]
