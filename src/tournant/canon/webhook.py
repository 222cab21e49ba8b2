"""What a partner's webhook says, decoded. It only points at something; truth comes from reading that."""

from tournant.canon.columns import UNSET, Moment, Text, Whole
from tournant.kernel.row import Entity

__all__ = ["PartnerEvent"]


class PartnerEvent(Entity, frozen=True, gc=False):
    """One delivery of a webhook; its external id is the partner's id of the event, by which redeliveries are known."""

    type: Text = UNSET
    """What happened, in the partner's word: orders.notification."""
    resource_type: Text = UNSET
    """What sort of thing it happened to, in the partner's word."""
    resource: Text = UNSET
    """The partner's id of that thing."""
    href: Text = UNSET
    """Where the partner says that it can be read."""
    account: Text = UNSET
    """The partner's id of the merchant's account."""
    store: Text = UNSET
    """The partner's id of the store."""
    status: Text = UNSET
    """The thing's state in the partner's word, where the event says it."""
    happened_at: Moment = UNSET
    """When it happened, by the partner's clock."""
    sent_at: Moment = UNSET
    """When this delivery was sent, by the partner's clock."""
    attempt: Whole = UNSET
    """Which delivery of the event this is, from 1."""
    version: Whole = UNSET
    """The version of the thing that the event is about."""
    environment: Text = UNSET
    """The partner's word for production or test."""
