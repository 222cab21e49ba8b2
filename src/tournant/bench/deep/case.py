"""The deep tree as it is measured."""

import msgspec

from tournant.bench import floor
from tournant.bench.case import Baselines, Case, Edited
from tournant.bench.deep import by_hand, models, structs
from tournant.bench.deep.document import document
from tournant.bench.deep.table import TABLE
from tournant.lens import Lens

_AGAIN = ("extras[].options[].extras[]", "extras[]")
"""The table names a group's place once; how the path of a group within an option comes down to it."""


def case(size: int, seed: int) -> Case:
    """A deep tree of about `size` elements."""
    made, elements = document(size, seed)
    buf = msgspec.json.encode(made)
    floor.compare(structs.parse(buf), made, floor.paths(TABLE), _AGAIN)
    made["menu"]["categories"][0]["items"][0]["price"] = "much"
    return Case(
        name="deep",
        about="one deep tree, groups written out wherever they are offered",
        buf=buf,
        broken=msgspec.json.encode(made),
        elements=elements,
        lens=Lens(TABLE),
        baselines=Baselines(structs.parse, by_hand.read, models.read, by_hand.write),
        edited=Edited(named="Item", priced="Item", removed="Item", reordered="CategoryItem"),
    )
