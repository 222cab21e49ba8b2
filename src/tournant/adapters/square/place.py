"""Locations and their weekly hours."""

from tournant.adapters.square import spelling
from tournant.adapters.square.spelling import words
from tournant.canon import Location, OpeningHours
from tournant.lens import Again, Doc, Each, F

_STATUS = words({"ACTIVE": "active", "INACTIVE": "inactive"}, strict=False)
_HOURS = Each(
    OpeningHours,
    "business_hours.periods[]",
    key=("day_of_week", "start_local_time"),
    scoped=True,
    fields={
        "weekdays": F("day_of_week", spelling.WEEKDAYS),
        "opens": F("start_local_time", spelling.OPENS),
        "closes": F("end_local_time", spelling.CLOSES),
    },
)
_LOCATION = Each(
    Location,
    "locations[]",
    unit=True,
    fields={
        "name": "name",
        "description": "description",
        "status": F("status", _STATUS),
        "timezone": "timezone",
        "currency": "currency",
        "language": "language_code",
        "address_line_1": "address.address_line_1",
        "address_line_2": "address.address_line_2",
        "locality": "address.locality",
        "region": "address.administrative_district_level_1",
        "postal_code": "address.postal_code",
        "country": "country",
        "latitude": "coordinates.latitude",
        "longitude": "coordinates.longitude",
        "phone": "phone_number",
        "email": "business_email",
        "website_url": "website_url",
        "logo_url": "logo_url",
        "created_at": "created_at",
    },
    inside=(_HOURS,),
)


def locations(currency: str | None) -> Doc:  # noqa: ARG001 - a location says its own currency
    """One location or all of them, as read or written."""
    return Doc("square.locations", (_LOCATION, Again(Location, "location")))
