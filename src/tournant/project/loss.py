"""What a partner cannot hold, as data: said before it happens, one line each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

__all__ = ["REASONS", "Loss", "Losses"]

REASONS: Final = {
    "condition_lost": "is asked whether or not the choice that opens it is made",
    "not_required": "need no longer be answered",
    "hours_lost": "is offered at all hours of its menu",
    "hours_joined": "is offered at the hours of all its menus",
    "hours_of_menu_lost": "is offered at its own hours, outside those of its menu too",
    "season_lost": "is offered in all seasons",
    "price_lost": "has no price of its own in that place",
    "price_rounded": "has a price that the partner's digits cannot hold",
    "open_price": "has no fixed price, so it is not shown",
    "quantity_lost": "has limits or defaults that the partner does not have",
    "distinct_lost": "has limits on different choices that the partner does not have",
    "text_shortened": "is shortened",
    "list_shortened": "has more entries than the partner lists",
    "unorderable": "cannot be ordered: more is required than may be chosen",
    "taxes_joined": "has several taxes, which become one rate",
    "tax_lost": "has a tax that the partner does not have in this form",
    "image_lost": "has a picture that the partner takes in another form only",
    "translation_lost": "is shown in one language only",
    "bundle_lost": "is a set, which the partner does not have; it is sold as an item",
    "sold_out_lost": "is sold out, which the partner does not take with its menu",
    "sold_out_longer": "is shown as sold out until somebody takes it back",
    "location_lost": "holds for one location, and this is about none",
    "not_carried": "is not carried by the partner",
    "not_shown": "is reached by nothing that is shown",
    "placed": "stands in no category; it is shown in one that is made for it",
    "one_place": "stands in several places; it is shown in one",
    "levels_joined": "stands below another category; it is shown beside it",
    "for_staff": "is for staff only and not shown",
    "cycle": "opens itself; that is cut",
    "too_deep": "is nested deeper than the partner nests",
    "name_differs": "is called differently in different places; one name is kept",
    "kind_lost": "is of a kind that the partner does not have",
    "duplicate": "is there more than once",
}
"""Every reason, in words that follow the name of what is lost."""


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """One thing that is said here and not there."""

    kind: str
    """The canonical kind of what loses something."""
    id: str
    """Its id; for a link, both of its ends."""
    place: str
    """The column or place in question; empty where it is the thing as a whole."""
    reason: str
    """One of REASONS."""
    detail: str = ""
    """What is lost, or what there is instead."""

    def __str__(self) -> str:  # type: ignore[explicit-override]  # typing.override came with Python 3.12
        """One line for a person."""
        place = f", {self.place}," if self.place else ""
        detail = f": {self.detail}" if self.detail else ""
        return f"{self.kind} {self.id}{place} {REASONS[self.reason]}{detail}"


class Losses:
    """The report as it grows; each loss once, in the same order whatever order they were found in."""

    def __init__(self) -> None:
        """Begin with nothing lost."""
        self._found: set[Loss] = set()

    def add(self, kind: str, id_: str, place: str, reason: str, detail: str = "") -> None:
        """Report one loss."""
        self._found.add(Loss(kind, id_, place, reason, detail))

    def extend(self, losses: Iterable[Loss]) -> None:
        """Report what was found elsewhere."""
        self._found.update(losses)

    def all(self) -> tuple[Loss, ...]:
        """The report."""
        return tuple(sorted(self._found))
