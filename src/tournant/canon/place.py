"""Who sells, and where: organisations, merchants, brands, locations, and what differs at one location."""

from typing import Literal

from tournant.canon.catalog import Pricing
from tournant.canon.columns import UNSET, Amount, Flag, Moment, Number, Text, UnsetType
from tournant.kernel.row import Entity, Link

__all__ = [
    "AbsentAt",
    "Brand",
    "Location",
    "LocationBrand",
    "LocationOverlay",
    "LocationStatus",
    "Merchant",
    "Organisation",
    "PresentAt",
]

LocationStatus = Literal["active", "inactive"]
"""Whether the place trades at all; whether it is open now is a matter of hours and pauses."""


class Organisation(Entity, frozen=True, gc=False):
    """The tenant: a chain, an aggregator, one restaurant."""

    name: Text = UNSET
    """What people call it."""


class Merchant(Entity, frozen=True, gc=False):
    """A legal seller, to whom catalogs belong; its parent is the Organisation."""

    name: Text = UNSET
    """What people call it."""
    legal_name: Text = UNSET
    """What stands in the register."""
    country: Text = UNSET
    """Two letters of ISO 3166."""
    currency: Text = UNSET
    """What it trades in where a location says nothing: three letters of ISO 4217."""
    language: Text = UNSET
    """The language of its texts, as in BCP 47."""
    tax_number: Text = UNSET
    """Its number at the tax office."""


class Brand(Entity, frozen=True, gc=False):
    """A storefront as guests know it, a virtual one too; its parent is the Merchant."""

    name: Text = UNSET
    """What guests call it."""
    description: Text = UNSET
    """What guests read about it."""
    logo_url: Text = UNSET
    """Where its logo lies."""


class Location(Entity, frozen=True, gc=False):
    """A place with a kitchen; its parent is the Merchant. At a partner: a store."""

    name: Text = UNSET
    """What people call it."""
    description: Text = UNSET
    """What guests read about it."""
    status: LocationStatus | UnsetType | None = UNSET
    """Whether it trades: `active` or `inactive`."""
    external_ref: Text = UNSET
    """The merchant's own number for it, left at the partner."""
    timezone: Text = UNSET
    """Its clock: a name of the IANA database, as Europe/Paris."""
    business_day_starts: Text = UNSET
    """When its business day rolls over, "HH:MM" local time; sales before it belong to the day before."""
    currency: Text = UNSET
    """What it charges in: three letters of ISO 4217."""
    language: Text = UNSET
    """The language of its staff, as in BCP 47."""
    address_line_1: Text = UNSET
    """Street and number."""
    address_line_2: Text = UNSET
    """Floor, unit."""
    locality: Text = UNSET
    """City or town."""
    region: Text = UNSET
    """State, province or county."""
    postal_code: Text = UNSET
    """Postal code."""
    country: Text = UNSET
    """Two letters of ISO 3166."""
    latitude: Number = UNSET
    """Degrees north, -90 to 90."""
    longitude: Number = UNSET
    """Degrees east, -180 to 180."""
    phone: Text = UNSET
    """Where guests and couriers call."""
    email: Text = UNSET
    """Where to write to."""
    website_url: Text = UNSET
    """Its page."""
    logo_url: Text = UNSET
    """Where its logo lies."""
    created_at: Moment = UNSET
    """When the source made the record."""


class LocationBrand(Link, frozen=True, gc=False):
    """A Brand (target) is sold from a Location (parent)."""


class PresentAt(Link, frozen=True, gc=False):
    """A record of the catalog (parent) exists at a Location (target), whatever `at_all_locations` says."""


class AbsentAt(Link, frozen=True, gc=False):
    """A record of the catalog (parent) does not exist at a Location (target), whatever `at_all_locations` says."""


class LocationOverlay(Entity, frozen=True, gc=False):
    """What differs at one Location for an Item, Variation or Modifier (its parent): price and availability."""

    at_location: Text = UNSET
    """The id of the Location."""
    price: Amount = UNSET
    """Its price there; null is the catalog's."""
    pricing: Pricing | UnsetType | None = UNSET
    """Whether its price is `fixed` or `open` there."""
    sold_out: Flag = UNSET
    """Whether it is sold out there."""
    sold_out_until: Moment = UNSET
    """When it can be sold there again; null is not known."""
    stock_tracked: Flag = UNSET
    """Whether the source counts there how many are left."""
