"""Locations: all of them at once, and their weekly hours written one location at a time."""

from urllib.parse import quote

import msgspec
from msgspec import UNSET, Raw, UnsetType

from tournant.adapters.square.client.asking import ask, given, listed, understood
from tournant.sdk import Exchange, Task

__all__ = ["ids", "read", "write_hours"]

_NO_HOURS = Raw(b'{"periods":[]}')


class _Place(msgspec.Struct, frozen=True):
    id: str
    business_hours: Raw | UnsetType = UNSET

    def hours(self) -> Raw:
        """Its hours as bytes; none are no periods."""
        return _NO_HOURS if self.business_hours is UNSET else self.business_hours


class _Raw(msgspec.Struct, frozen=True):
    locations: list[Raw] = []


class _Places(msgspec.Struct, frozen=True):
    locations: list[_Place] = []


class _Written(msgspec.Struct, frozen=True):
    location: Raw


def read(_: Task) -> Exchange[bytes]:
    """All locations of the seller, in one answer."""
    answer = yield ask("locations.list", "GET /v2/locations")
    understood(_Places, answer)
    return listed(locations=understood(_Raw, answer).locations)


def ids(_: Task) -> Exchange[list[str]]:
    """The ids of all locations."""
    answer = yield ask("locations.list", "GET /v2/locations")
    return [one.id for one in understood(_Places, answer).locations]


def write_hours(task: Task) -> Exchange[bytes]:
    """Write the hours of every location where they differ, and nothing else of it."""
    before = {one.id: bytes(one.hours()) for one in given(_Places, task.before, "list of locations").locations}
    done: list[Raw] = []
    for place in given(_Places, task.document, "list of locations").locations:
        if bytes(place.hours()) == before.get(place.id):
            continue
        body = {"location": {"business_hours": place.hours()}}
        answer = yield ask("location.update", f"PUT /v2/locations/{quote(place.id, safe='')}", body)
        done.append(understood(_Written, answer).location)
    return listed(locations=done)
