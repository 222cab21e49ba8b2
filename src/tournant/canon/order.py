"""Orders: what was ordered, what it costs and why, and who pays."""

from typing import Literal

from tournant.canon import order_status
from tournant.canon.columns import (
    UNSET,
    Amount,
    Day,
    Flag,
    Moment,
    Text,
    Texts,
    UnsetType,
    Whole,
)
from tournant.kernel.row import Entity

__all__ = ["Adjustment", "AdjustmentSort", "LineSort", "Order", "OrderLine", "Payment", "PaymentMethod", "Side"]

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
    location: Text = UNSET
    """The id of the Location that it is for (a store at the partner)."""
    brand: Text = UNSET
    """The id of the Brand under which it was sold."""
    customer: Text = UNSET
    """The id of the Customer, where the order names one and does not hold one."""
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
    due: Amount = UNSET
    """What is still to be paid."""
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
    subtotal: Amount = UNSET
    """The price of the whole quantity, its modifiers included, before adjustments."""
    total: Amount = UNSET
    """What the whole quantity costs after the adjustments of the line."""
    tax_total: Amount = UNSET
    """The taxes on this line."""
    discount_total: Amount = UNSET
    """The discounts on this line, as a number from 0."""
    note: Text = UNSET
    """What the guest says about this line."""
    allergens_to_avoid: Texts = UNSET
    """What must not get into it, because somebody is allergic: words of an Item's allergens, or the source's own."""
    allergy_note: Text = UNSET
    """What the guest says about an allergy."""
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
    """How much, the tip included."""
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
