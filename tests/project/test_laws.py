"""Laws of `project` and `unproject`, for both forms."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.project import orders as judge
from tests.project.catalogs import SQUARE, UBER, Rows, catalogs, dressed, law, links, shuffled
from tests.project.facts import facts

from tournant.canon import rules
from tournant.project import Capability, Link, Sight, back, project, unproject

BOTH = pytest.mark.parametrize("capability", [UBER, SQUARE], ids=["items", "lists"])


@BOTH
def test_total_and_deterministic(capability: Capability) -> None:
    """Every catalog is projected, to the same rows whatever the order of its own; no order costs less than nothing."""

    @law()
    @given(catalogs(), st.data())
    def holds(rows: Rows, data: st.DataObject) -> None:
        link = data.draw(dressed(rows))
        made = project(rows, capability, link)
        assert project(data.draw(shuffled(rows)), capability, link) == made
        assert all(price >= 0 for found in judge.orders(made.rows).values() for price in found.values())
        assert all(
            row.price.amount >= 0 for kind in ("Item", "PriceRule") for row in made.rows.get(kind, ()) if row.price
        )

    holds()


@BOTH
def test_silence_changes_nothing(capability: Capability) -> None:
    """A round in which the partner shows what we put there changes no row, no setting, and asks nothing."""

    @law()
    @given(catalogs(), st.data())
    def holds(rows: Rows, data: st.DataObject) -> None:
        link = data.draw(dressed(rows))
        made = project(rows, capability, link)
        home = back(rows, capability, link, Sight(made, made.rows))
        assert (home.link, home.questions, home.offers) == (link, (), ())
        assert _set(home.rows) == _set(rows)

    holds()


def _set(rows: Rows) -> set[Any]:
    return {(kind, str(row)) for kind, of_kind in rows.items() for row in of_kind}


@BOTH
def test_rows_refer_to_rows(capability: Capability) -> None:
    """What a partner is given has no dangling reference, no id twice, and is in one currency."""

    @law(0.5)
    @given(catalogs(), links())
    def holds(rows: Rows, link: Link) -> None:
        found = rules.violations(project(rows, capability, link).rows)
        assert [one for one in found if "required" not in one.reason and "require" not in one.reason] == []

    holds()


@law()
@given(catalogs())
def test_read_back_it_is_what_it_was(rows: Rows) -> None:
    """Read back, a catalog is what it was, up to the declared loss."""
    plain = {kind: of_kind for kind, of_kind in rows.items() if kind not in ("LocationOverlay", "PriceRule")}
    made = project(plain, UBER, Link())
    found, _ = unproject(made.rows, UBER, Link(), made.back_map)
    assert facts(found) == facts(plain)


@law()
@given(catalogs())
def test_read_back_without_a_back_map(rows: Rows) -> None:
    """Without a back-map, sizes are known by the name that we give them, and every order stays what it costs."""
    plain = {kind: of_kind for kind, of_kind in rows.items() if kind not in ("LocationOverlay", "PriceRule")}
    made = project(plain, UBER, Link())
    found, _ = unproject(made.rows, UBER, Link())
    assert judge.orders(project(found, UBER, Link()).rows) == judge.orders(made.rows)


@law()
@given(catalogs())
def test_lists_read_back(rows: Rows) -> None:
    """Where choices are records below lists, what is not nested is read back as it was."""
    left_out = ("LocationOverlay", "PriceRule", "ModifierGroupLink")
    plain = {kind: of_kind for kind, of_kind in rows.items() if kind not in left_out}
    made = project(plain, SQUARE, Link())
    found, _ = unproject(made.rows, SQUARE, Link(), made.back_map)
    assert facts(found, flat=True) == facts(plain, flat=True)


@law(0.5)
@given(catalogs())
def test_both_forms_sell_the_same(rows: Rows) -> None:
    """Without nesting, every order costs the same at both partners: their ids aside, the same prices are charged."""
    left_out = ("PriceRule", "ModifierGroupLink")
    plain = {kind: of_kind for kind, of_kind in rows.items() if kind not in left_out}
    ours, theirs = (project(plain, one, Link(location="L")).rows for one in (UBER, SQUARE))
    found, expected = judge.orders(theirs), judge.orders(ours)
    for item, placed in expected.items():
        assert sorted(found[item].values()) == sorted(placed.values())
