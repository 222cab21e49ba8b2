"""Nesting is by reference and may be of any depth, but nothing may stand inside itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from tournant.canon.rules.violation import Rows, Violation, every, known, named
from tournant.kernel.row import Entity

__all__ = ["cycles"]

# (what stands inside, the column that names it, the column that names what it stands in)
_DOWN = (
    ("MenuCategory", "target", "parent"),
    ("Category", "id", "parent_category"),
    ("Category", "id", "parent"),
    ("ItemGroup", "target", "parent"),
    ("VariationGroup", "target", "parent"),
    ("Variation", "id", "parent"),
    ("GroupModifier", "target", "parent"),
    ("Modifier", "id", "parent"),
    ("ModifierGroupLink", "target", "parent"),
    ("BundlePart", "id", "parent"),
    ("BundlePartItem", "target", "parent"),
    ("OrderLine", "id", "parent"),
)


def cycles(rows: Rows) -> Iterator[Violation]:
    """Walk down from everything and report each step that comes back to where the walk already is."""
    below: dict[str, list[str]] = defaultdict(list)
    for kind, inner, outer in _DOWN:
        for row in every(rows, kind):
            above = known(row, outer)
            if above is not None:
                below[above].append(getattr(row, inner))
    loops = list(_loops(below))
    names = {row.id: named(row) for row in every(rows, *rows) if isinstance(row, Entity)} if loops else {}
    for loop in loops:
        trail = [names.get(step, step) for step in (*loop, loop[0])]
        yield Violation(trail[0], f"stands inside itself: {' → '.join(trail)}")


def _loops(below: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    # Depth first without recursion: how deep rows nest is for whoever wrote the document to say.
    done: set[str] = set()
    for root in list(below):
        trail: dict[str, None] = {}
        todo = [(root, False)] if root not in done else []
        while todo:
            node, leaving = todo.pop()
            if leaving:
                del trail[node]
                done.add(node)
            elif node in trail:
                steps = list(trail)
                yield steps[steps.index(node) :]
            elif node not in done:
                trail[node] = None
                todo.append((node, True))
                todo += [(inner, False) for inner in below.get(node, ())]
