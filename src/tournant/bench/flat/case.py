"""The flat menu as it is measured."""

import msgspec

from tournant.bench import adapters, floor
from tournant.bench.case import Baselines, Case, Edited
from tournant.bench.flat import by_hand, models
from tournant.bench.flat.document import document


def case(size: int, seed: int) -> Case:
    """A menu of about `size` rows."""
    made, elements = document(size, seed)
    buf = msgspec.json.encode(made)
    lens = adapters.lens("uber_eats", "menu")
    parse = floor.parser(lens.doc, made)
    floor.compare(parse(buf), made, floor.paths(lens.doc))
    made["items"][0]["price_info"]["price"] = "much"
    return Case(
        name="flat",
        about="flat lists that name each other by id, by the table of uber_eats",
        buf=buf,
        broken=msgspec.json.encode(made),
        elements=elements,
        lens=lens,
        baselines=Baselines(parse, by_hand.read, models.read, by_hand.write),
        edited=Edited(named="Item", priced="Item", removed="Item", reordered="CategoryItem"),
    )
