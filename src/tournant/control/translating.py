"""One partner's menu into another's: decode, take the partner's form away, put the other's on, build."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tournant.control.errors import BadInput
from tournant.control.reading import Read, adapter, checked_currency, read
from tournant.kernel.ids import DerivedIds
from tournant.kernel.money import Money
from tournant.lens import EncodeError
from tournant.project import Link, Loss, project, unproject
from tournant.sdk import Manifest


@dataclass(frozen=True, slots=True)
class Translated:
    """A menu in another partner's form."""

    text: bytes
    """The document by which the menu is written to that partner."""
    losses: tuple[Loss, ...]
    """What it does not say that the source said, and how it degrades."""
    source: Read


def translate(origin: str, target: str, buf: bytes, *, currency: str | None = None) -> Translated:
    """Translate a menu document. BadInput where it is none, or where its rows cannot be put into the other's form."""
    one, other = adapter(origin), adapter(target)
    source = read(one, buf, currency=currency)
    if source.document.name not in (one.menu, one.menu_write):
        raise BadInput(f"this is {one.name}'s {source.document.name}; only menus are translated")
    known = _currency(source.rows, checked_currency(currency))
    canonical, gone = unproject(source.rows, one.capability, Link())
    projected = project(canonical, other.capability, Link())
    return Translated(_built(other, projected.rows, known), (*gone, *projected.losses), source)


def _built(manifest: Manifest, rows: dict[str, list[Any]], currency: str | None) -> bytes:
    document = manifest.document(manifest.menu_write)
    if document is None:
        raise BadInput(f"{manifest.name} takes no menus")
    try:
        return document.lens(currency).build(rows, DerivedIds(manifest.partner))
    except (EncodeError, ValueError) as why:
        raise BadInput(f"the menu cannot be written for {manifest.name}: {why}") from None


def _currency(rows: dict[str, list[Any]], said: str | None) -> str | None:
    """The one currency of all prices, if any says one; BadInput where several do, or another than was said."""
    found = sorted({price.currency for price in _prices(rows) if isinstance(price, Money)})
    if len(found) > 1:
        raise BadInput(f"the menu has prices in several currencies: {', '.join(found)}")
    if found and said is not None and found[0] != said:
        raise BadInput(f"the menu's prices are in {found[0]}, not in {said}")
    return found[0] if found else said


def _prices(rows: dict[str, list[Any]]) -> Sequence[Any]:
    return [getattr(row, "price", None) for kind in rows.values() for row in kind]
