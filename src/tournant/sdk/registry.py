"""Adapters, found through the entry point group `tournant.adapters`: ours and others' alike.

Each is looked for once a process, as that reads the metadata of everything that is installed: one that is installed
meanwhile is found after a restart.
"""

from functools import cache
from importlib.metadata import entry_points

from tournant.sdk.manifest import Manifest

GROUP = "tournant.adapters"


class Unknown(LookupError):  # noqa: N818 - reads as what it says: the partner is unknown
    """There is no adapter for this partner."""

    def __init__(self, partner: str) -> None:
        """Name the partner that was asked for, and those that there are."""
        known = ", ".join(known_partners()) or "none"
        super().__init__(f"there is no adapter for {partner!r}; known partners: {known}")


def known_partners() -> list[str]:
    """The names of all partners that have an adapter here."""
    return sorted({entry.name for entry in entry_points(group=GROUP)})


@cache
def manifest_of(partner: str) -> Manifest:
    """The manifest of one partner; raises Unknown."""
    for entry in entry_points(group=GROUP, name=partner):
        found = entry.load()
        if isinstance(found, Manifest) and found.partner == partner:
            return found
        raise TypeError(f"the entry point {partner!r} in {GROUP} is no Manifest of that partner")
    raise Unknown(partner)
