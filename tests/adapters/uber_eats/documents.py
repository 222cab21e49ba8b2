"""Our own documents of Uber Eats, and short ways to look at their rows."""

from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tournant.adapters.uber_eats import adapter
from tournant.adapters.uber_eats.adapter import MANIFEST
from tournant.kernel.money import Money
from tournant.lens import Decoded, Lens
from tournant.sdk import DocumentType, recognise

Rows = dict[str, list[Any]]
FIXTURES = Path(adapter.__file__).parent / "fixtures"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))


@cache
def read(name: str) -> bytes:
    """One fixture, as `menu__yen`."""
    return (FIXTURES / f"{name}.json").read_bytes()


def of(buf: bytes) -> DocumentType:
    """The type that a document is recognised as."""
    found = recognise(MANIFEST.documents, buf)
    assert found is not None
    return found


def lens(name: str, currency: str | None = "GBP") -> Lens:
    """The mapping of one document type."""
    found = MANIFEST.document(name)
    assert found is not None
    return found.lens(currency)


def decoded(name: str, currency: str | None = "GBP") -> Decoded:
    """One fixture, decoded without problems."""
    found = of(read(name)).lens(currency).decode(read(name))
    assert found.problems == ()
    return found


def row(rows: Rows, kind: str, id_: str) -> Any:  # noqa: ANN401 - of the kind that is asked for
    """The row with this id; for a link, with this `parent/target`."""
    named = {getattr(one, "id", None) or f"{one.parent}/{one.target}": one for one in rows[kind]}
    return named[id_]


def links(rows: Rows, kind: str, parent: str) -> list[str]:
    """What stands in a parent, in order."""
    return [one.target for one in rows[kind] if one.parent == parent]


def gbp(pence: int) -> Money:
    """So many pence."""
    return Money(pence, "GBP")


def usd(cents: int) -> Money:
    """So many cents."""
    return Money(cents, "USD")


def where(rule: Any) -> tuple[str | None, str | None, str | None]:  # noqa: ANN401 - any row with these columns
    """The menu, item and group in which a row holds; None where it says nothing."""
    menu, item, group = (
        known if isinstance(known, str) else None for known in (rule.in_menu, rule.in_item, rule.in_group)
    )
    return menu, item, group


def in_any_order(rows: Rows) -> dict[str, list[str]]:
    """Rows to compare: without their positions, which are counted anew in every document."""
    return {kind: sorted(repr(replace(one, position=0)) for one in of) for kind, of in rows.items()}
