"""Edits of lists, brought home: what stands in a category, a group or an item, and in which order.

What was taken away is hidden on this link, for existence belongs to its owner; what came back is shown again; what was
put there is linked; what moved to another category moved.
"""

from tournant.canon.menu import CategoryItem, MenuCategory
from tournant.canon.modifiers import GroupModifier, ItemGroup, ModifierGroupLink, VariationGroup
from tournant.kernel.row import Link
from tournant.project.book import Book, key_of
from tournant.project.graph import Node, sizes_id
from tournant.project.link import Key

__all__ = ["relist_categories", "relist_groups", "relist_items", "relist_options", "relist_sizes"]

_LINKS: dict[str, type[Link]] = {"Item": ItemGroup, "Variation": VariationGroup, "Modifier": ModifierGroupLink}


def relist_items(book: Book, category: str, want: tuple[str, ...], elsewhere: frozenset[str]) -> None:
    """The items of a category; `elsewhere` are those that came to stand in another one."""
    shown: list[Key] = [("CategoryItem", category, row.id) for row in book.layout().items(category)]
    keys: list[Key] = [("CategoryItem", category, id_) for id_ in want]
    book.show(*(("Item", id_) for id_ in want))
    for key in shown:
        if key not in keys and key[2] in elsewhere:
            book.drop(key)
        elif key not in keys:
            others = [link for link in book.catalog().naming("CategoryItem", key[2]) if link.parent != category]
            book.hide(key if others else ("Item", key[2]))
    _relist(book, shown, keys)


def relist_categories(book: Book, menu: str, want: tuple[str, ...]) -> None:
    """The categories of a menu."""
    shown: list[Key] = [("MenuCategory", menu, row.id) for row in book.layout().below(menu)]
    keys: list[Key] = [("MenuCategory", menu, id_) for id_ in want]
    for key in shown:
        if key not in keys:
            book.drop(key)
    book.show(*(("Category", id_) for id_ in want))
    _relist(book, shown, keys)


def relist_groups(book: Book, node: Node, want: tuple[str, ...]) -> None:
    """What is asked when this is chosen."""
    links = [ask.link for ask in book.graph().asks(node) if ask.group != sizes_id(node.id) and ask.link is not None]
    by_target = {link.target: key_of(link) for link in links}
    keys = [by_target.get(id_, (_LINKS[node.kind].__name__, node.id, id_)) for id_ in want]
    shown = list(by_target.values())
    book.hide(*(key for key in shown if key not in keys))
    book.show(*(("ModifierGroup", id_) for id_ in want))
    _relist(book, shown, keys)


def relist_options(book: Book, group: str, want: tuple[str, ...]) -> None:
    """The choices in a group."""
    shown: list[Key] = [("GroupModifier", group, option.node.id) for option in book.graph().options(group)]
    keys: list[Key] = [("GroupModifier", group, id_) for id_ in want]
    book.hide(*(key for key in shown if key not in keys))
    book.show(*(("Modifier", id_) for id_ in want))
    _relist(book, shown, keys)


def relist_sizes(book: Book, item: str, want: tuple[str, ...]) -> None:
    """The sizes of an item: they are its records, so that one that is not wanted is hidden."""
    every: list[Key] = [("Variation", row.id) for row in book.catalog().below("Variation", item)]
    keys: list[Key] = [("Variation", id_) for id_ in want]
    book.show(*keys)
    book.hide(*(key for key in every if key not in keys))
    book.number(keys + [key for key in every if key not in keys])


_MAKERS: dict[str, type[Link]] = {
    "CategoryItem": CategoryItem,
    "MenuCategory": MenuCategory,
    "GroupModifier": GroupModifier,
    **{kind.__name__: kind for kind in _LINKS.values()},
}


def _relist(book: Book, shown: list[Key], keys: list[Key]) -> None:
    """Show these links, make those that are missing, and number them if the order is another one."""
    book.show(*keys)
    for key in keys:
        if key not in book:
            book.put(_MAKERS[key[0]](key[2], key[1], len(keys)))
    if shown != keys and keys:
        rest = [key_of(link) for link in book.catalog().below(keys[0][0], keys[0][1])]
        book.number(keys + [key for key in rest if key not in keys and key[0] == keys[0][0]])
