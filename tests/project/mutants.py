"""Seeded faults: one snippet of the room in the place of another, and the test that must then fail."""

from typing import NamedTuple


class Mutant(NamedTuple):
    what: str
    file: str
    old: str
    new: str
    killer: str


_EDITS = "test_edits.py::test_edits_show"
_LISTS = "test_edits_in_lists.py"
_LAWS = "test_laws.py"
_SIGHT = "test_sight.py"
_WAYS = "test_both_ways.py"
_TABLE = "test_decisions.py"
_PRICES = "test_price_decisions.py"

MUTANTS = (
    Mutant(
        "the base is the first size, not the least",
        "sizes.py",
        'if scene.link.rep == "zero" else scene.prices.least(item, scene.graph)',
        'if scene.link.rep == "zero" else scene.priced(("Variation", sizes[0].id))',
        _LAWS,
    ),
    Mutant(
        "structure follows what is visible",
        "graph.py",
        "if len(self.sizes(item)) > 1:",
        "if len(self.visible(item)) > 1:",
        _EDITS,
    ),
    Mutant(
        "a pin goes through the rule",
        "prices.py",
        'if found.price is None or found.kind == "pin":',
        "if found.price is None:",
        _EDITS,
    ),
    Mutant(
        "overlays are ignored",
        "prices.py",
        "if key[1] in self._overlays:",
        'if key[1] == "":',
        "test_edits.py::test_overlay_stays_at_its_location",
    ),
    Mutant(
        "a size's total is the item's price",
        "recognised.py",
        "return base if more is None else more if base is None else add(base, more)",
        "return base",
        _LAWS,
    ),
    Mutant(
        "a required group of one is guessed to be sizes",
        "recognised.py",
        "return group in ours or (name is not None and name in ours)",
        "return named.min_choices == 1 == named.max_choices",
        _WAYS,
    ),
    Mutant(
        "what is newer here is overwritten",
        "back.py",
        "and not ours_is_newer and not agrees",
        "and not agrees",
        _PRICES,
    ),
    Mutant(
        "what a broad edit moved is not put back",
        "back.py",
        "and not self._is_put_back(number, cell, now):",
        ":",
        "test_edits.py::test_all_but_here",
    ),
    Mutant(
        "what a broad edit explains is put back",
        "back.py",
        "agrees = cell not in now or views.shown.get(cell, _NOTHING) == now[cell]",
        "agrees = cell not in now",
        f"{_SIGHT}::test_what_an_edit_explains_is_left",
    ),
    Mutant(
        "what nobody edited comes home",
        "sight.py",
        "theirs = cell in self.edited or inside",
        "theirs = cell in was or inside",
        f"{_SIGHT}::test_only_edits_come_home",
    ),
    Mutant(
        "what nobody made comes in",
        "adopting.py",
        'if not (sight.is_edit((kind, row.id, "name")) or ("Item", row.parent) in made):',
        "if kind in made:",
        f"{_SIGHT}::test_nothing_comes_home_of_no_edit",
    ),
    Mutant(
        "a list names what did not come in",
        "sight.py",
        "return None if listed is None else tuple(id_ for id_ in listed if id_ not in left)",
        "return listed",
        f"{_SIGHT}::test_a_list_leaves_out_what_nobody_made",
    ),
    Mutant(
        "limits of sizes are silently dropped",
        "stages.py",
        '        ("Sizes", "limits"): _size_limits,\n',
        "",
        _TABLE,
    ),
    Mutant(
        "dropped sizes are no question",
        "stages.py",
        '    if not shown:\n        return "which size is meant? the sizes are restored"\n',
        "    if not shown:\n        return None\n",
        _TABLE,
    ),
    Mutant(
        "the crosswalk is ignored",
        "draft.py",
        "return self.link.ext.get(id_) or self.capability.temporary_ids + id_",
        "return self.capability.temporary_ids + id_",
        _EDITS,
    ),
    Mutant(
        "a choice that was taken away is not hidden",
        "lists.py",
        'if key not in keys))\n    book.show(*(("Modifier", id_)',
        'if key is None))\n    book.show(*(("Modifier", id_)',
        _EDITS,
    ),
    Mutant(
        "the order of siblings is not brought home",
        "lists.py",
        "    if shown != keys and keys:",
        "    if len(shown) != len(keys) and keys:",
        _EDITS,
    ),
    Mutant(
        "what is adopted is priced without the rule",
        "adopting.py",
        "    own = nearest(lambda price: prices.show(key, price), shown, shown)",
        "    own = nearest(lambda price: price, shown, shown)",
        _PRICES,
    ),
    Mutant(
        "a list that moved up takes one answer only",
        "nesting.py",
        "return Hang(listed, 0, _times(ask.at_most, ways), explicit=True, link=ask.link)",
        "return Hang(listed, 0, ask.at_most, explicit=True, link=ask.link)",
        "test_nesting.py",
    ),
    Mutant(
        "a list that moved up stays required",
        "nesting.py",
        "return Hang(listed, 0, _times(",
        "return Hang(listed, ask.at_least, _times(",
        "test_nesting.py",
    ),
    Mutant(
        "the lost condition is not said",
        "nesting.py",
        'self.graph.losses.add("ModifierGroup", name, "", "condition_lost")',
        "pass",
        "test_nesting.py",
    ),
    Mutant(
        "a copy costs what the choice costs everywhere",
        "choices.py",
        "return scene.prices.general(node, scene.graph) if here is None else here",
        "return scene.prices.general(node, scene.graph)",
        _WAYS,
    ),
    Mutant(
        "a choice made in a list gets a copy's id",
        "choices.py",
        'id_ = node.id if at_home else f"{node.id}~{listed.id}"',
        'id_ = f"{node.id}~{listed.id}"',
        f"{_LISTS}::test_edits_show",
    ),
    Mutant(
        "siblings come as the rows do",
        "catalog.py",
        "        row.id if isinstance(row, Entity) else row.target,",
        '        "",',
        _LAWS,
    ),
    Mutant(
        "the least own price is taken, not the nearest",
        "markup.py",
        "return price_of(min(max(minor(near), low), high), shown)",
        "return price_of(low, shown)",
        "test_markup.py",
    ),
    Mutant(
        "one sold-out size makes the item sold out",
        "sizes.py",
        "if gone and len(gone) == len(found):",
        "if gone:",
        _LAWS,
    ),
    Mutant(
        "an item is back while every size is out",
        "homes.py",
        "if wanted == AVAILABLE and AVAILABLE not in sizes:",
        'if wanted == ("never",):',
        _TABLE,
    ),
    Mutant(
        "the rest of the night is forgotten",
        "dayparts.py",
        '        if closes > "00:00":',
        '        if closes > "24:00":',
        "test_dayparts.py::test_hours_stay_what_they_are",
    ),
    Mutant(
        "a price for another channel is taken",
        "prices.py",
        'mine = known(rule, "on_channel") == self.capability.partner',
        'mine = known(rule, "on_channel") is not None',
        _WAYS,
    ),
    Mutant(
        "joined taxes count once",
        "taxes.py",
        'sum(known(tax, "rate") or 0 for tax in taxes)',
        'max(known(tax, "rate") or 0 for tax in taxes)',
        "test_forms.py",
    ),
)
