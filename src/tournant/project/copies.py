"""What a partner shows several times though it is one thing here: the lists of one group, the copies of one choice.

An edit of one of several has no place here: a list that moved up stands for a link between a choice and a group, and
has neither a name nor limits of its own; a choice has one name.
"""

from collections.abc import Iterator
from typing import Any

from tournant.project.backmap import Origin
from tournant.project.catalog import known
from tournant.project.recognised import Recognised

__all__ = ["SeveralNames", "read_copies"]


class SeveralNames(tuple[str, ...]):
    """What one choice is called in different lists."""

    __slots__ = ()


def read_copies(found: Recognised) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The cells of lists, and of choices that are called differently in different lists."""
    names: dict[str, set[str]] = {}
    for row in found.catalog.of("Modifier"):
        origin = found.origin("Modifier", row.id) or Origin("Modifier", row.id)
        if origin.kind == "Modifier":
            names.setdefault(origin.id, set()).add(str(known(row, "name")))
    for id_, several in names.items():
        if len(several) > 1:
            yield ("Modifier", id_, "name"), SeveralNames(sorted(several))
    for row in found.catalog.of("ModifierGroup"):
        stands = found.origin("ModifierGroup", row.id)
        if stands is not None:
            yield from _list(found, row.id, lifted=stands.via is not None)


def _list(found: Recognised, id_: str, *, lifted: bool) -> Iterator[tuple[tuple[str, ...], Any]]:
    row = found.catalog.get("ModifierGroup", id_)
    copies = [link.target for link in found.catalog.below("GroupModifier", id_)]
    origins = [found.origin("Modifier", one) for one in copies]
    yield ("List", id_, "name"), known(row, "name")
    yield (
        ("List", id_, "options"),
        tuple(one if origin is None else origin.id for one, origin in zip(copies, origins, strict=True)),
    )
    if lifted:
        yield ("List", id_, "limits"), (known(row, "min_choices"), known(row, "max_choices"))
        yield (
            ("List", id_, "owners"),
            tuple(
                (link.parent, known(link, "min_choices"), known(link, "max_choices"))
                for link in sorted(found.catalog.naming("ItemGroup", id_), key=lambda link: str(link.parent))
            ),
        )
