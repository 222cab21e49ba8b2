"""The document of a ticket, made and kept: from the order as it was read last, by the catalog as it is now."""

from typing import Final

from tournant.facts.orders import AlarmEnded, AlarmRaised, TicketMade, TicketNotMade, TotalRight, TotalWrong
from tournant.kernel.money import Money, text_of
from tournant.lens import EncodeError, ExternalIds, Refused
from tournant.log.errors import Erased, StoreError
from tournant.log.records import Payload
from tournant.orders.asking import reference_of
from tournant.orders.decide import events
from tournant.orders.seeing import ordered_of
from tournant.orders.settings import Taken
from tournant.orders.sides import Side
from tournant.orders.stumbling import trouble_of
from tournant.orders.ticket import CannotMake, Made, Scene, Till, make
from tournant.orders.ticket.lines import Finder
from tournant.orders.turn import File, Turn

__all__ = ["compare_total", "prepare"]

_TOTAL: Final = "total"
"""The alarm of a ticket that comes to something else than it should."""
_UNWRITABLE: Final = "the order cannot be written as a ticket of this point of sale"


async def prepare(turn: Turn, file: File, channel: Side, taken: Taken, generation: int) -> events.Event:
    """Make the document, or say why there is none."""
    try:
        return await _made(turn, file, (channel, _till(turn, channel)), taken, generation)
    except (CannotMake, Erased) as reason:
        why = str(reason)
    except (Refused, EncodeError, ValueError, ArithmeticError):
        # Its reason may quote what a guest wrote. One order must never stop those of the others.
        why = _UNWRITABLE
    except StoreError:
        raise
    except Exception as bug:  # noqa: BLE001 - whatever an adapter raises, it concerns this one order
        why = _UNWRITABLE
        turn.troubles.append((file.why, file.standing.stream, trouble_of(bug)))
    file.note(TicketNotMade(generation, why), turn.now)
    return events.NoDocument(turn.now, why)


def _till(turn: Turn, channel: Side) -> Side:
    """The one point of sale of the location."""
    tills = turn.sides.tills(channel.link.location)
    if len(tills) != 1:
        raise CannotMake(f"the location has {len(tills)} points of sale, and it has to be one")
    return tills[0]


async def _made(turn: Turn, file: File, ends: tuple[Side, Side], taken: Taken, generation: int) -> events.Event:
    channel, till = ends
    stream, shown = file.standing.stream, file.standing.shown
    text = await turn.tx.raw(shown) if shown else None
    if text is None:
        raise CannotMake("what the channel showed of the order is not kept any more")
    reference = reference_of(file.standing, generation)
    scene = Scene(
        finder=await _finder(turn, channel, till, taken),
        reference=reference,
        channel=channel.manifest.name,
        price=taken.chosen.price,
        taxes=taken.chosen.taxes,
        now=turn.now,
    )
    made = make(ordered_of(text, channel), scene)
    address = await turn.tx.keep(Payload(_built(till, made), stream))
    file.note(
        TicketMade(
            generation=generation,
            document=address,
            link=till.link.id,
            reference=reference,
            total_minor=made.total,
            wanted_minor=made.wanted,
            currency=made.currency,
            lines=made.lines,
            remitted_minor=made.remitted,
            unmapped=made.unmapped,
        ),
        turn.now,
    )
    _look_over(turn, file, made)
    return events.Document(turn.now, address.hex())


async def _finder(turn: Turn, channel: Side, till: Side, taken: Taken) -> Finder:
    """The catalog, and what ids stand for at both ends."""
    tx, books = turn.tx, turn.books
    names = {theirs: ours for ours, theirs in taken.ext.items()}
    names |= {external: ours for (_, external), ours in (await books.names(tx, channel.link.id)).items()}
    given = {(kind, ours): external for (kind, external), ours in (await books.names(tx, till.account.id)).items()}
    place = Till(till.account.id, till.link.store, till.link.location, given)
    return Finder(await books.book(tx), names, place)


def _built(till: Side, made: Made) -> bytes:
    command = till.connection.commands.get("ticket.create")
    document = till.manifest.document(command.takes) if command and command.takes else None
    if document is None:
        raise CannotMake(f"no ticket can be written at {till.manifest.name}")
    return document.lens(made.currency).build(made.rows, ExternalIds())


def _look_over(turn: Turn, file: File, made: Made) -> None:
    """Call a person for what is not as it should be; the ticket is sent all the same, for the guest waits."""
    if made.unmapped:
        file.note(_of_unmapped(len(made.unmapped)), turn.now)
    if made.cut:
        file.note(_of_cut(made.cut), turn.now)
    if made.unborne:
        says = _of_unborne(made)
        file.note(
            AlarmRaised("discount", says, "take it off the ticket at the till if the restaurant bears it"), turn.now
        )
    if made.wanted is not None and made.wanted != made.total:
        _note_wrong(turn, file, TotalWrong(made.wanted, made.total, made.currency, "document"))


def _of_unmapped(count: int) -> AlarmRaised:
    is_one = count == 1
    things, them, they = ("1 thing", "it", "it is") if is_one else (f"{count} things", "them", "they are")
    says = f"{things} of the order {'is' if is_one else 'are'} not known to the point of sale"
    return AlarmRaised("unmapped", says, f"match {them}, so that {they} counted")


def _of_cut(count: int) -> AlarmRaised:
    """No allergy is among it; but what the guest does not want in the dish may be."""
    notes = "1 note of the guest does" if count == 1 else f"{count} notes of the guest do"
    return AlarmRaised("note", f"{notes} not fit on the ticket", "tell the kitchen what the tablet says beyond it")


def _of_unborne(made: Made) -> str:
    known = [amount for amount in made.unborne if amount is not None]
    is_known = len(known) == len(made.unborne)
    told = text_of(Money(sum(known), made.currency)) if is_known else "an unknown amount"
    return f"a discount of {told} is not on the ticket, as the order does not say who bears it"


def compare_total(turn: Turn, file: File, found: int | None, currency: str | None) -> None:
    """Compare what the point of sale says that the ticket comes to with what was written."""
    wrote, known = file.standing.total_minor, file.standing.currency
    if found is None or wrote is None or known is None:
        return
    if (found, currency) == (wrote, known):
        _note_right(turn, file, TotalRight(wrote, known))
    elif found != file.standing.wrong_minor:  # What a person has seen to is no news when it is looked at again.
        _note_wrong(turn, file, TotalWrong(wrote, found, currency or known, "point of sale"))


def _note_right(turn: Turn, file: File, right: TotalRight) -> None:
    """The point of sale agrees: whoever was called for its sum is not needed. That the document is wrong stays so."""
    standing = file.standing
    was_wrong, is_up = standing.wrong_minor is not None, _TOTAL in standing.alarms
    if was_wrong:
        file.note(right, turn.now)
    if is_up and standing.fits:
        file.note(AlarmEnded(_TOTAL), turn.now)
    elif is_up and was_wrong and standing.wanted_minor is not None:
        _note_wrong(turn, file, TotalWrong(standing.wanted_minor, right.total_minor, right.currency, "document"))


def _note_wrong(turn: Turn, file: File, wrong: TotalWrong) -> None:
    file.note(wrong, turn.now)
    found, wanted = (text_of(Money(one, wrong.currency)) for one in (wrong.found_minor, wrong.wanted_minor))
    says = f"wrong total: the ticket comes to {found} and should to {wanted}"
    file.note(AlarmRaised(_TOTAL, says, "compare it with the order"), turn.now)
