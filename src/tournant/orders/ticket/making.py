"""The ticket's rows: lines, what is taken off, for whom it is and when, and whether it comes to what it should.

    price: channel   each line costs what the guest pays
    price: pos       each line costs what the point of sale charges, and one line more, or a discount, makes up for it

Both come to the sum of what the guest pays for the lines, less the discounts that the merchant bears.

A discount of which the order does not say who bears it stays off the ticket: it may be the channel's gift, and the
restaurant must not give it too. But it is counted, so that a person takes it off where it is the restaurant's.

Not on the ticket: taxes that the channel pays to the tax office, its own fees and discounts, and tips. They are not the
merchant's sales; the hand-over's note says the tax, so that nobody looks for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal

from msgspec.structs import replace

from tournant.canon import Adjustment, Customer, Fulfilment, Order, OrderLine
from tournant.facts.orders import Unmapped
from tournant.kernel import bounds, money
from tournant.kernel.money import Money
from tournant.kernel.row import UNSET
from tournant.orders.ticket.lines import Choice, Finder, Line, lines_of
from tournant.orders.ticket.notes import Note, fitted
from tournant.orders.ticket.ordered import ADDRESS, CannotMake, Ordered, minor, said

__all__ = ["Made", "Scene", "make"]

_ORDER: Final = "order"
_ONE: Final = Decimal(1)
_FEES_NAMED: Final = {"delivery_fee": "Delivery fee", "bag_fee": "Bag fee", "small_order_fee": "Small order fee"}


@dataclass(frozen=True, slots=True)
class Scene:
    """What a ticket is made with, beside the order."""

    finder: Finder
    reference: str
    """What it is found by at the point of sale."""
    channel: str
    """The channel, as it writes itself."""
    price: Literal["channel", "pos"] = "channel"
    taxes: Literal["channel", "merchant"] = "channel"
    """Who pays taxes to the tax office where the order does not say."""
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A ticket."""

    rows: dict[str, list[Any]]
    """In the point of sale's ids."""
    total: int
    """What its lines come to."""
    wanted: int | None
    """What it should come to; None where the channel does not say what its own lines come to."""
    currency: str
    lines: int
    remitted: int
    """Taxes that the channel pays to the tax office."""
    unborne: tuple[int | None, ...] = ()
    """Discounts of which nobody says who bears them, or how much; None: nor how much it is."""
    unmapped: list[Unmapped] = field(default_factory=list)
    cut: int = 0
    """Notes that the point of sale has no room for, and that are not on it to their end."""


def make(ordered: Ordered, scene: Scene) -> Made:
    """Make the ticket of an order."""
    lines = lines_of(ordered, scene.finder)
    if not lines:
        raise CannotMake("the order has no line")
    currency = _currency(ordered)
    mine, remitted = _added(ordered, scene)
    off = sum(amount for _, amount in _taken_off(ordered))
    gross = sum(line.total() for line in lines)
    subtotal = minor(ordered.order.subtotal)
    wanted = None if subtotal is None else subtotal + sum(line.price for line in mine) - off
    paper = _Paper(scene, currency, own=scene.price == "pos")
    paper.order(ordered, remitted)
    for line in (*lines, *mine):
        paper.line(line)
    for name, amount in _taken_off(ordered):
        paper.discount(name, amount)
    total = gross + sum(line.price for line in mine) - off
    if paper.own:
        paper.make_up(total - (sum(line.total(own=True) for line in (*lines, *mine)) - off))
    unmapped = [one for line in lines for one in line.unmapped]
    unborne = tuple(_unborne(ordered))
    return Made(paper.rows, total, wanted, currency, len(lines), remitted, unborne, unmapped, paper.cut)


def _currency(ordered: Ordered) -> str:
    found = {
        row.price.currency
        for row in (*ordered.lines, *(one for below in ordered.choices.values() for one in below))
        if isinstance(row.price, Money)
    }
    if len(found) != 1:
        raise CannotMake(f"the order's lines are in {', '.join(sorted(found)) or 'no currency'}")
    return found.pop()


def _added(ordered: Ordered, scene: Scene) -> tuple[list[Line], int]:
    """What comes on top and is the merchant's, as lines; and what the channel pays to the tax office."""
    lines = [
        Line(_FEES_NAMED.get(str(said(one.code)), "Fee"), _ONE, amount)
        for one in ordered.adjustments
        if one.sort == "fee" and one.kept_by == "merchant" and (amount := minor(one.amount))
    ]
    taxes = {"channel": 0, "merchant": 0}
    spoken = [one for one in ordered.adjustments if one.sort == "tax" and minor(one.amount)]
    for one in spoken:
        side = said(one.remitted_by) or scene.taxes
        taxes[side] += 0 if said(one.included) else minor(one.amount) or 0
    if not spoken:
        taxes[scene.taxes] += minor(ordered.order.tax_total) or 0
    if taxes["merchant"]:
        lines.append(Line(f"Tax, collected by {scene.channel}", _ONE, taxes["merchant"]))
    return lines, taxes["channel"]


def _taken_off(ordered: Ordered) -> Iterator[tuple[str, int]]:
    """Discounts that the merchant bears."""
    for one in ordered.adjustments:
        if one.sort != "discount":
            continue
        shared = minor(one.funded_by_merchant)
        amount = minor(one.amount) if one.funded_by == "merchant" else shared
        if amount:
            yield said(one.name) or said(one.code) or "Discount", amount


def _unborne(ordered: Ordered) -> Iterator[int | None]:
    """Discounts of which it is not known how much of them the merchant bears."""
    for one in ordered.adjustments:
        whole = minor(one.amount)
        said_so = one.funded_by == "channel" or (one.funded_by == "merchant" and whole is not None)
        if one.sort == "discount" and whole != 0 and not said_so and minor(one.funded_by_merchant) is None:
            yield whole


class _Paper:
    """The rows in the making."""

    def __init__(self, scene: Scene, currency: str, *, own: bool) -> None:
        self.rows: dict[str, list[Any]] = {}
        self.own = own
        """The point of sale's prices count, where it has any."""
        self.cut = 0
        """Notes that had to be."""
        self._scene, self._currency, self._lines = scene, currency, 0

    def order(self, ordered: Ordered, remitted: int) -> None:
        order, scene = ordered.order, self._scene
        row = Order(_ORDER, None, UNSET, 0, display_id=order.display_id, reference=scene.reference)
        self._put(replace(row, channel=scene.channel, location=scene.finder.till.store))
        self._hand_over(ordered, remitted)

    def line(self, line: Line) -> None:
        self._lines += 1
        id_ = f"line-{self._lines}"
        row = OrderLine(id_, None, _ORDER, self._lines, quantity=_text(line.quantity), **self._named(line))
        self._put(replace(row, note=self._fitted(line.note, bounds.ORDER_LINE_NOTE_CHARS_MAX) or UNSET))
        for number, choice in enumerate(line.choices):
            self._put(
                OrderLine(
                    f"{id_}-{number}", None, id_, number, sort="modifier", quantity=_text(choice.quantity),
                    **self._named(choice),
                )
            )  # fmt: skip

    def discount(self, name: str, amount: int) -> None:
        number = len(self.rows.get("Adjustment", ()))
        money_off = Money(amount, self._currency)
        self._put(Adjustment(f"discount-{number}", None, _ORDER, number, sort="discount", name=name, amount=money_off))

    def make_up(self, difference: int) -> None:
        """Bring the point of sale's prices to what the guest pays."""
        name = f"Price difference, {self._scene.channel}"
        if difference > 0:
            self.line(Line(name, _ONE, difference))
        elif difference < 0:
            self.discount(name, -difference)

    def _named(self, one: Line | Choice) -> dict[str, Any]:
        """What a line or a choice is called: by its record at the point of sale, or by its true name and price."""
        price = Money(one.price, self._currency)
        if one.till is None:
            return {"name": one.name, "price": price}
        record = {"variation": one.till} if isinstance(one, Line) else {"modifier": one.till}
        return record if self.own and one.own is not None else {**record, "price": price}

    def _hand_over(self, ordered: Ordered, remitted: int) -> None:
        theirs, order = ordered.fulfilment, ordered.order
        brings = order.delivery_by == "merchant"
        row = Fulfilment("hand-over", None, _ORDER, 0, mode="delivery" if brings else "pickup", state="queued")
        due = said(order.due_at) or (said(theirs.due_at) if theirs else None) or self._scene.now
        note = self._fitted(self._note(ordered, remitted), bounds.ORDER_NOTE_CHARS_MAX)
        row = replace(row, due_at=due, note=note)
        if theirs is not None and brings:
            row = replace(row, **{name: getattr(theirs, name) for name in ADDRESS})
        self._put(row)
        self._put(Customer("guest", None, "hand-over", 0, **_guest(ordered, self._scene.channel)))

    def _fitted(self, note: Note, most: int) -> str:
        text, is_cut = fitted(note, most)
        self.cut += is_cut
        return text

    def _note(self, ordered: Ordered, remitted: int) -> Note:
        order = ordered.order
        tax = money.text_of(Money(remitted, self._currency))
        parts = [
            f"{self._scene.channel} {said(order.display_id) or ''}".strip(),
            f"brought by {self._scene.channel}" if order.delivery_by == "channel" else None,
            "eaten here" if order.delivery_by == "dine_in" else None,
            "no cutlery" if order.cutlery is False else None,
            said(order.note),
            f"tax of {tax} is paid by {self._scene.channel}" if remitted else None,
        ]
        return Note(others=tuple(part for part in parts if part))

    def _put(self, row: Any) -> None:  # noqa: ANN401 - of any kind
        self.rows.setdefault(type(row).__name__, []).append(row)


def _guest(ordered: Ordered, channel: str) -> dict[str, Any]:
    who = ordered.customer
    names = [said(who.first_name), said(who.last_name)] if who else []
    name = (said(who.name) if who else None) or " ".join(one for one in names if one) or f"{channel} guest"
    phone = said(who.phone) if who else None
    return {"name": name} | ({"phone": phone} if phone else {})


def _text(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
