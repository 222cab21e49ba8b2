"""A delivery: verified, its merchant found, durable, answered."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tournant import telemetry
from tournant.edge.committer import Committer
from tournant.edge.http import Answer, Outcome, Refused
from tournant.edge.whose import Accounts, App, Apps
from tournant.facts import messages
from tournant.kernel import bounds
from tournant.log.records import PLATFORM, NewObservation, Payload, Why
from tournant.sdk import Delivery, Webhooks
from tournant.telemetry import names

__all__ = ["Deliveries", "Taken"]

LOG: Final = telemetry.logger("edge")


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery that is durable."""

    answer: Answer
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Takes deliveries of all partners."""

    partners: Mapping[str, Webhooks]
    apps: Apps
    accounts: Accounts
    committer: Committer
    now: Callable[[], datetime]
    """The world's clock."""
    draw: Callable[[], int]
    """A number for a new trace."""

    async def take(self, partner: str, headers: Mapping[str, str], body: bytes) -> Taken:
        """Make a delivery durable; Refused says why not."""
        webhooks = self.partners.get(partner)
        app = await self.apps.of(partner) if webhooks else None
        if webhooks is None or app is None:
            raise Refused(404, "unknown", "there is no such partner here")
        app = await self.apps.fitting(partner, app, lambda one: _fits(webhooks, one, (headers, body)))
        delivery = _understood(webhooks, body)
        found = await self._observation(partner, app, delivery, body)
        with telemetry.span(names.RECEIVE, found.why, makes=found.why.cause, partner=partner, kind=found.kind):
            fresh = await self.committer.take(found)
        return Taken(Answer(webhooks.status), self._noted(found, partner, fresh=fresh))

    async def _observation(self, partner: str, app: App, delivery: Delivery | None, body: bytes) -> NewObservation:
        """What is kept: the merchant's, or a stray of the platform."""
        owner = await self.accounts.of(partner, delivery.account) if delivery else None
        # What says nothing of itself is known again by its bytes.
        event = delivery.event if delivery else hashlib.blake2b(body, digest_size=16).hexdigest()
        return NewObservation(
            tenant=owner.tenant if owner else PLATFORM,
            source=owner.account if owner else app.account,
            event_id=event,
            kind=messages.WEBHOOK if owner else messages.STRAY,
            envelope=messages.encoded(_received(partner, event, delivery)),
            payload=Payload(body),
            why=Why(telemetry.new_trace(self.draw()), event),
            at=self.now(),
        )

    def _noted(self, found: NewObservation, partner: str, *, fresh: bool) -> Outcome:
        if not fresh:
            return "duplicate"
        log = LOG.about(found.why, found.tenant.label)
        if found.kind == messages.STRAY:
            log.info(names.WEBHOOK_STRAYED, partner=partner)
            return "stray"
        log.debug(names.WEBHOOK_TAKEN, partner=partner, source=found.source)
        return "taken"


def _fits(webhooks: Webhooks, app: App, said: tuple[Mapping[str, str], bytes]) -> bool:
    headers, body = said
    try:
        return webhooks.verify(headers, body, app.url, app.key)
    except Exception:  # an adapter that stumbles over a forged header verifies nothing
        LOG.exception(names.ADAPTER_BROKE, account=app.account, at="verify")
        return False


def _understood(webhooks: Webhooks, body: bytes) -> Delivery | None:
    """What a verified body says; None where it says nothing that we know, which is no reason to lose it."""
    try:
        delivery = webhooks.read(body)
        return delivery if _is_plain(delivery) else None
    except ValueError:
        return None
    except Exception:  # the partner's bytes are kept, and can be read by an adapter that was mended
        LOG.exception(names.ADAPTER_BROKE, at="read")
        return None


def _is_plain(delivery: Delivery) -> bool:
    """Whether the partner's words can be keys: few, printable, neither empty nor long."""
    said = [delivery.event, delivery.type, delivery.account]
    said += [word for hint in delivery.hints for word in (hint.store, hint.thing) if word is not None]
    plain = (0 < len(word) <= bounds.PARTNER_ID_CHARS_MAX and word.isprintable() for word in said)
    return len(delivery.hints) <= bounds.HINTS_MAX and all(plain)


def _received(partner: str, event: str, delivery: Delivery | None) -> messages.Received:
    if delivery is None:
        return messages.Received(partner, event, "", "")
    points = [messages.Pointer(hint.resource, hint.store, hint.thing, hint.ended) for hint in delivery.hints]
    return messages.Received(partner, event, delivery.type, delivery.account, points)
