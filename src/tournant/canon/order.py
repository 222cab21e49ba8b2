"""Orders: what was ordered, what it costs and why, who pays, who brings it, and for whom."""

from typing import Literal

from tournant.canon import order_status
from tournant.canon.columns import (
    UNSET,
    Amount,
    Day,
    Flag,
    FulfilmentMode,
    Moment,
    Number,
    Text,
    Texts,
    UnsetType,
    Whole,
)
from tournant.kernel.row import Entity

__all__ = ["Adjustment", "Courier", "Customer", "Fulfilment", "Order", "OrderLine", "Payment"]

LineSort = Literal["item", "modifier", "open"]
AdjustmentSort = Literal["tax", "discount", "fee", "tip", "commission", "deposit", "rounding", "refund"]
Side = Literal["channel", "merchant"]
PaymentMethod = Literal["channel", "card", "cash", "wallet", "voucher", "other"]


class Order(Entity, frozen=True, gc=False):
    """One order. Its seven dimensions of status are apart, because each has its own source (see `order_status`)."""

    display_id: Text = UNSET
    """The short code that guest, courier and kitchen say aloud."""
    reference: Text = UNSET
    """Our own reference, left at the partner to find the order by."""
    channel: Text = UNSET
    """Where it was placed: the partner's name, or its word for a channel behind it."""
    store: Text = UNSET
    """The partner's id of the store."""
    brand: Text = UNSET
    """The partner's id of the brand."""
    state: order_status.State | UnsetType | None = UNSET
    """The channel's verdict and progress, as last seen."""
    ticket: order_status.Ticket | UnsetType | None = UNSET
    """What is known of the ticket at the point of sale."""
    kitchen: order_status.Kitchen | UnsetType | None = UNSET
    """What the kitchen says."""
    courier: order_status.CourierState | UnsetType | None = UNSET
    """How far the courier is."""
    delivery_by: order_status.DeliveryBy | UnsetType | None = UNSET
    """Who brings it: who, not how far."""
    money: order_status.MoneyState | UnsetType | None = UNSET
    """Whether it is paid or paid back."""
    cancel: order_status.CancelState | UnsetType | None = UNSET
    """A request to cancel, which is no verdict."""
    placed_at: Moment = UNSET
    """When the guest ordered."""
    accepted_at: Moment = UNSET
    """When it was accepted."""
    due_at: Moment = UNSET
    """When it is to be ready, or with the guest, as promised."""
    accept_by: Moment = UNSET
    """When the channel gives up waiting for a verdict."""
    closed_at: Moment = UNSET
    """When it ended."""
    updated_at: Moment = UNSET
    """When the source last changed it."""
    business_day: Day = UNSET
    """The business day it is booked on."""
    scheduled: Flag = UNSET
    """Ordered for later, and not as soon as possible."""
    note: Text = UNSET
    """What the guest says about the whole order."""
    cutlery: Flag = UNSET
    """Whether the guest wants cutlery and napkins."""
    guests: Whole = UNSET
    """For how many people."""
    subtotal: Amount = UNSET
    """The lines' sum before adjustments."""
    tax_total: Amount = UNSET
    """All taxes."""
    discount_total: Amount = UNSET
    """All discounts, as a number from 0."""
    fee_total: Amount = UNSET
    """All fees and service charges that the guest pays."""
    tip_total: Amount = UNSET
    """All tips."""
    total: Amount = UNSET
    """What the guest pays in all."""
    version: Whole = UNSET
    """The source's own version of the order; it grows with every change there."""
    cancel_reason: Text = UNSET
    """Why it was denied or cancelled, in the partner's words."""
    test: Flag = UNSET
    """A trial order that nobody eats."""


class OrderLine(Entity, frozen=True, gc=False):
    """One thing ordered. Its parent is the Order, or, for a modifier, the line that it was chosen for."""

    sort: LineSort | UnsetType | None = UNSET
    """An `item`, a `modifier` of the line above, or `open`: typed in, with no record in the catalog."""
    name: Text = UNSET
    """What it was called when it was ordered."""
    item: Text = UNSET
    """The id of the Item, or, for a choice that is an item, of that Item."""
    variation: Text = UNSET
    """The id of the Variation."""
    variation_name: Text = UNSET
    """What the size was called."""
    modifier: Text = UNSET
    """The id of the Modifier."""
    group: Text = UNSET
    """The id of the ModifierGroup from which it was chosen."""
    group_name: Text = UNSET
    """What the group was called."""
    sku: Text = UNSET
    """The merchant's own number for it."""
    external_ref: Text = UNSET
    """The text that the merchant's system left on the record at the partner."""
    quantity: Text = UNSET
    """How many; an exact decimal; for a modifier, for each one of the line above."""
    unit: Text = UNSET
    """What one is, where it is not a piece: kg, l."""
    price: Amount = UNSET
    """The price of one, without its modifiers."""
    price_with_modifiers: Amount = UNSET
    """The price of one, its modifiers included."""
    total: Amount = UNSET
    """For the whole quantity, its modifiers included, before adjustments unless the partner says otherwise."""
    tax_total: Amount = UNSET
    """The taxes on this line."""
    discount_total: Amount = UNSET
    """The discounts on this line, as a number from 0."""
    note: Text = UNSET
    """What the guest says about this line."""
    removed: Flag = UNSET
    """Chosen by default and taken away by the guest."""
    if_missing: Text = UNSET
    """What the guest wants if it is sold out, in the partner's word."""
    tax_labels: Texts = UNSET
    """The partner's words for what kind of good this is to the tax office."""


class Adjustment(Entity, frozen=True, gc=False):
    """What changes the price of its parent (an Order or OrderLine), and who bears it."""

    sort: AdjustmentSort | UnsetType | None = UNSET
    """A tax, discount, fee, tip, commission, deposit, rounding or refund."""
    name: Text = UNSET
    """What stands on the receipt."""
    code: Text = UNSET
    """The partner's code for it: a coupon, a campaign, a kind of fee."""
    amount: Amount = UNSET
    """How much, as a number from 0; discounts, refunds and commissions take it away, the others add it (a rounding
    has a sign of its own)."""
    rate: Whole = UNSET
    """As a share of what it is computed on, in units of 1e-7."""
    included: Flag = UNSET
    """Whether the prices already contain it, as VAT."""
    remitted_by: Side | UnsetType | None = UNSET
    """For a tax: who pays it to the tax office, the `channel` or the `merchant`."""
    funded_by: Side | UnsetType | None = UNSET
    """For a discount: who bears it, where one side bears all."""
    funded_by_merchant: Amount = UNSET
    """For a discount that is shared: the merchant's part."""
    kept_by: Side | UnsetType | None = UNSET
    """For a fee or tip: who keeps it."""
    tax_rate: Text = UNSET
    """The id of the TaxRate."""
    target: Text = UNSET
    """The id of another record that it is about, such as the line that it was given for."""


class Payment(Entity, frozen=True, gc=False):
    """Money that was paid, or is to be paid, for its parent (an Order)."""

    method: PaymentMethod | UnsetType | None = UNSET
    """How: to the `channel`, or by card, cash, wallet, voucher."""
    amount: Amount = UNSET
    """How much, without the tip."""
    tip: Amount = UNSET
    """The tip in it."""
    processing_fee: Amount = UNSET
    """What the payment itself cost the merchant."""
    collected_by: Side | UnsetType | None = UNSET
    """Who takes it: the `channel`, or the `merchant` (its till or its courier)."""
    paid: Flag = UNSET
    """Whether it is paid already."""
    paid_at: Moment = UNSET
    """When."""
    note: Text = UNSET
    """What staff wrote."""


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
