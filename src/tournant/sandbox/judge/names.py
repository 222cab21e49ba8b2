"""What each dish was called, and when: so is a dish known that a platform put on a menu under an id of its own."""

from collections.abc import Mapping
from datetime import datetime

from tournant.sandbox.judge.uber_menu import spoken
from tournant.sandbox.world.truth import Truth
from tournant.sandbox.world.world import Course, World

__all__ = ["Names"]


class Names:
    """All names of all dishes."""

    def __init__(self, world: World, truth: Truth) -> None:
        """Begin with the names that the world began with; every edit adds one."""
        self._of: dict[str, list[tuple[datetime | None, str]]] = {}
        self.courses: Mapping[str, Course] = {
            course.item_id: course for merchant in world.merchants for course in merchant.courses
        }
        for course in self.courses.values():
            self._of[course.item_id] = [(None, spoken(course.name))]
        for edit in truth.edits:
            items = {cell[1] for cell in edit.cells if cell[0] == "name"}
            for item in items:
                self._of[item].append((edit.at, spoken(str(edit.value))))

    def until(self, item_id: str, at: datetime) -> frozenset[str]:
        """Give the names that a dish had until then, the first among them."""
        return frozenset(name for since, name in self._of[item_id] if since is None or since <= at)

    def ever(self, item_id: str) -> frozenset[str]:
        """Give every name that a dish ever had."""
        return frozenset(name for _, name in self._of.get(item_id, ()))
