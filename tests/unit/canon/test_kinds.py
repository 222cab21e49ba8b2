"""The registry of kinds is complete, every column is documented, and the page that the documentation has is current."""

import importlib
import pkgutil
from pathlib import Path

import msgspec
import pytest

from tournant import canon
from tournant.canon import kinds, relations
from tournant.canon.columns import UNSET
from tournant.kernel import ids
from tournant.kernel.money import BareAmount, Money
from tournant.kernel.row import Entity, Link

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "kinds.md"
ABSTRACT = {"CatalogEntity", "CatalogLink", "Sellable", "Rule", "GroupLink"}


def descendants(base: type[object]) -> set[type[object]]:
    """All classes below one."""
    found = {base}
    for below in base.__subclasses__():
        found |= descendants(below)
    return found


def ours() -> set[str]:
    """The names of all row classes in the canonical model."""
    for module in pkgutil.walk_packages(canon.__path__, "tournant.canon."):
        importlib.import_module(module.name)
    found = descendants(Entity) | descendants(Link)
    return {cls.__name__ for cls in found if cls.__module__.startswith("tournant.canon.")}


def test_every_row_class_is_a_kind() -> None:
    """A kind that is not in the registry would be in no document; bases are no kinds."""
    assert ours() == set(kinds.KINDS) | ABSTRACT
    assert set(kinds.KINDS) <= set(canon.__all__)


def test_every_entity_has_a_prefix_and_every_prefix_a_kind() -> None:
    """Ids of canonical kinds never fall back to the kind's name."""
    assert {name for name, kind in kinds.KINDS.items() if issubclass(kind, Entity)} == set(ids.PREFIXES)


@pytest.mark.parametrize("name", kinds.KINDS)
def test_every_column_is_documented(name: str) -> None:
    """Each column says in a sentence what it means."""
    for column in kinds.columns(kinds.KINDS[name]):
        assert column.doc.endswith("."), f"{name}.{column.name} says nothing"
        assert column.type, f"{name}.{column.name} has no type"
        assert "typing" not in column.type
        assert "[" not in column.type


@pytest.mark.parametrize("name", kinds.KINDS)
def test_every_own_column_may_be_left_out(name: str) -> None:
    """A partner's rows are made of what it carries; rows take part in no cycle, so the collector skips them."""
    kind = kinds.KINDS[name]
    base = (Entity("x_1", "A", UNSET, 0) if issubclass(kind, Entity) else Link("x_1", UNSET, 0)).__struct_fields__
    config = kind.__struct_config__
    assert config.frozen
    assert not config.gc
    for column in msgspec.structs.fields(kind):
        assert column.name in base or column.default is UNSET


def test_relations_are_about_kinds_and_columns_that_exist() -> None:
    """Every kind and column that the relations name is there."""
    for table in (relations.PARENTS, relations.TARGETS):
        assert set(table) <= set(kinds.KINDS)
        assert {kind for allowed in table.values() for kind in allowed} <= set(kinds.KINDS)
    links = {name for name, kind in kinds.KINDS.items() if issubclass(kind, Link)}
    assert set(relations.TARGETS) == links
    assert links <= set(relations.PARENTS)
    columns = {column for kind in kinds.KINDS.values() for column in kind.__struct_fields__}
    assert set(relations.COLUMNS) <= columns
    assert {kind for allowed in relations.COLUMNS.values() for kind in allowed} <= set(kinds.KINDS)


def test_the_page_is_current() -> None:
    """docs/reference/kinds.md is what the types say; `tournant.canon.kinds` names the command that writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == kinds.table()


def test_a_row_as_json_has_the_keys_of_its_page() -> None:
    """Columns that are set stand under their own names, prices in one of their two forms."""
    row = canon.Item("itm_1", "A", UNSET, 0, name="Tea", price=Money(250, "USD"), deposit=BareAmount("0.25"))
    assert msgspec.json.decode(msgspec.json.encode(row)) == {
        "id": "itm_1",
        "external_id": "A",
        "position": 0,
        "name": "Tea",
        "price": {"amount": 250, "currency": "USD"},
        "deposit": {"decimal": "0.25", "currency": None},
    }
