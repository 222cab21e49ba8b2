"""The rows of a recursive document, written out by hand."""

from tests.laws.oracle.reading import Json, listed, loads
from tests.laws.tables import recursive

from tournant.kernel.row import UNSET, Row

__all__ = ["rows"]


def rows(text: bytes) -> list[Row]:
    doc = loads(text)
    reader = _Reader()
    for at, menu in enumerate(listed(doc, "menus")):
        mine = menu["guid"]
        reader.found.append(recursive.Menu(mine, mine, UNSET, at, name=menu.get("name")))
        reader.categories(menu, mine)
    for at, (key, group) in enumerate((doc.get("modifierGroupReferences") or {}).items()):
        least = group.get("minSelections")
        reader.found.append(recursive.Group(key, key, UNSET, at, name=group.get("name"), min=least))
        for o, number in enumerate(listed(group, "modifierOptionReferences")):
            reader.found.append(recursive.GroupOption(str(number), key, o))
    for at, (key, option) in enumerate((doc.get("modifierOptionReferences") or {}).items()):
        reader.found.append(
            recursive.Option(key, key, UNSET, at, name=option.get("name"), price=_cents(option.get("price")))
        )
        for g, number in enumerate(listed(option, "modifierGroupReferences")):
            reader.found.append(recursive.OptionGroup(str(number), key, g))
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found: list[Row] = []
        self.known: dict[str, list[tuple[object, str]]] = {}

    def categories(self, element: Json, parent: str) -> None:
        for at, category in enumerate(listed(element, "menuGroups")):
            mine = category["guid"]
            name, subtitle = category.get("name"), category.get("description")
            self.found.append(recursive.Category(mine, mine, parent, at, name=name, subtitle=subtitle))
            self.categories(category, mine)
            for i, item in enumerate(listed(category, "menuItems")):
                self.found.append(recursive.CategoryItem(self._item(item, mine), mine, i))

    def _item(self, item: Json, parent: str) -> str:
        """Its id; the rows are written down for the first of equal copies."""
        key: str = item["guid"]
        meaning = [item.get("name"), item.get("price"), item.get("sku"), item.get("modifierGroupReferences")]
        copies = self.known.setdefault(key, [])
        for said, known in copies:
            if said == meaning:
                return known
        mine = f"{key}~{parent}" if copies else key
        copies.append((meaning, mine))
        price = _cents(item.get("price"))
        self.found.append(
            recursive.Item(mine, key, UNSET, UNSET, name=item.get("name"), price=price, sku=item.get("sku"))
        )
        for g, number in enumerate(listed(item, "modifierGroupReferences")):
            self.found.append(recursive.ItemGroup(str(number), mine, g))
        return mine


def _cents(price: float | None) -> int | None:
    return None if price is None else round(price * 100)
