"""How a catalog looks on a partner that is built differently, and what that partner can hold.

    canonical rows ── project ──► the partner's rows, a back-map, losses
    canonical rows ◄─ unproject ─ the partner's rows (and the back-map, where there is one)
    canonical rows, link ◄─ back ─ what a partner's user changed in them, read on their view

What comes in: canonical rows, a partner's capability, and the settings of one link.
What goes out: the rows as the partner can hold them, a back-map from them to the canonical rows, and the report of what
is lost on the way.
What is always true: pure and deterministic, whatever the order of the rows; nothing is lost without being said; ids are
canonical or the crosswalk's, and never parsed; prices are attributed as totals, never as differences.
Failure: what a partner cannot hold is a Loss, what has no single meaning a question, what its form forbids a refusal;
all of them data.
"""

from tournant.project.back import Home, Offer, Question, back
from tournant.project.backmap import NO_BACK_MAP, BackMap, Origin
from tournant.project.capability import Capability
from tournant.project.link import Link
from tournant.project.loss import Loss
from tournant.project.markup import AS_IT_IS, Markup
from tournant.project.projecting import Projected, project
from tournant.project.sight import Sight
from tournant.project.unprojecting import unproject
from tournant.project.view import Cell, View, view

__all__ = [
    "AS_IT_IS",
    "NO_BACK_MAP",
    "BackMap",
    "Capability",
    "Cell",
    "Home",
    "Link",
    "Loss",
    "Markup",
    "Offer",
    "Origin",
    "Projected",
    "Question",
    "Sight",
    "View",
    "back",
    "project",
    "unproject",
    "view",
]
