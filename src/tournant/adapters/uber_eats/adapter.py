"""Uber Eats, declared: its documents, and what its menu can hold."""

from tournant.adapters.uber_eats import menu
from tournant.project import Capability
from tournant.sdk import DocumentType, Manifest
from tournant.sdk.documents import Members

_LISTS = frozenset({"menus", "categories", "items", "modifier_groups"})


def _is_menu(members: Members) -> bool:
    return "menus" in members and len(_LISTS & members.keys()) > 1


MANIFEST = Manifest(
    partner="uber_eats",
    name="Uber Eats",
    role="channel",
    api_version="v2",
    documents=(DocumentType("menu", "The whole menu of a store, as read and as replaced.", menu.menu, _is_menu),),
    capability=Capability("uber_eats", sizes="group", choices="items", nesting_levels=6, price_digits=2),
    menu="menu",
    menu_write="menu",
)
