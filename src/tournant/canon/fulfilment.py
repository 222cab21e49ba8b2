"""How an order reaches its guest: the hand-over, the courier, and for whom it is. Most of it is personal data."""

from tournant.canon import order_status
from tournant.canon.columns import UNSET, Flag, FulfilmentMode, Moment, Number, Text, UnsetType, Whole
from tournant.kernel.row import Entity

__all__ = ["Courier", "Customer", "Fulfilment"]


class Fulfilment(Entity, frozen=True, gc=False):
    """How the food of its parent (an Order) reaches the guest. The address is personal data."""

    mode: FulfilmentMode | UnsetType | None = UNSET
    """By delivery, pickup or dine_in."""
    state: order_status.Kitchen | UnsetType | None = UNSET
    """How far the kitchen is with it, where the source says it here."""
    due_at: Moment = UNSET
    """When the food is to be ready or to arrive."""
    due_until: Moment = UNSET
    """The end of the promised window."""
    ready_at: Moment = UNSET
    """When the food was ready."""
    handed_over_at: Moment = UNSET
    """When it was handed to the courier or guest."""
    delivered_at: Moment = UNSET
    """When it arrived."""
    prep_time_s: Whole = UNSET
    """How long the kitchen needs, in seconds."""
    address_line_1: Text = UNSET
    """Street and number."""
    address_line_2: Text = UNSET
    """Floor, flat."""
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
    instructions: Text = UNSET
    """What the courier must know: gate code, leave at the door."""
    contactless: Flag = UNSET
    """To be left at the door."""
    curbside: Flag = UNSET
    """To be brought out to a car."""
    table: Text = UNSET
    """The table, for dine_in."""
    note: Text = UNSET
    """What staff wrote."""


class Courier(Entity, frozen=True, gc=False):
    """Who brings its parent (an Order or Fulfilment). Personal data."""

    name: Text = UNSET
    """What they are called."""
    phone: Text = UNSET
    """Where to call them, often a relay number."""
    phone_code: Text = UNSET
    """What to dial after a relay number answers."""
    vehicle: Text = UNSET
    """What they ride, in the partner's word."""
    provider: Text = UNSET
    """Whose courier it is."""
    state: order_status.CourierState | UnsetType | None = UNSET
    """How far they are."""
    at_store_at: Moment = UNSET
    """When they are expected at, or came to, the place."""
    at_customer_at: Moment = UNSET
    """When they are expected at, or came to, the guest."""
    latitude: Number = UNSET
    """Degrees north, -90 to 90."""
    longitude: Number = UNSET
    """Degrees east, -180 to 180."""


class Customer(Entity, frozen=True, gc=False):
    """For whom its parent (an Order) is. Personal data."""

    name: Text = UNSET
    """The whole name, or what the partner shows of it."""
    first_name: Text = UNSET
    """The given name, where the partner keeps it apart."""
    last_name: Text = UNSET
    """The family name, where the partner keeps it apart."""
    phone: Text = UNSET
    """Where to call them, often a relay number."""
    phone_code: Text = UNSET
    """What to dial after a relay number answers."""
    email: Text = UNSET
    """Where to write to."""
    tax_number: Text = UNSET
    """What they want on the receipt, where the law lets them ask."""
    orders_before: Whole = UNSET
    """How often they ordered here before."""
