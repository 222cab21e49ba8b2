"""The tagged catalog as it is measured."""

import msgspec

from tournant.bench import adapters, floor
from tournant.bench.case import Baselines, Case, Edited
from tournant.bench.tagged import by_hand, models
from tournant.bench.tagged.document import document


def case(size: int, seed: int) -> Case:
    """A catalog of about `size` rows."""
    made, elements = document(size, seed)
    buf = msgspec.json.encode(made)
    lens = adapters.lens("square", "catalog")
    parse = floor.parser(lens.doc, made)
    floor.compare(parse(buf), made, floor.paths(lens.doc))
    made["objects"][0]["tax_data"]["name"] = 8.25
    return Case(
        name="tagged",
        about="one list of tagged objects, by the table of square",
        buf=buf,
        broken=msgspec.json.encode(made),
        elements=elements,
        lens=lens,
        baselines=Baselines(parse, by_hand.read, models.read, by_hand.write),
        edited=Edited(named="Item", priced="Variation", removed="Item", reordered="Modifier"),
    )
