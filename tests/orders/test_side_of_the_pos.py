"""What is particular about points of sale: tickets that have to be paid, voids that do not fit, documents, names."""

import msgspec
import pytest
from tests.orders.given import ACCEPT, INJECT, Case, accepted, at, opened, received

from tournant.log.records import Link
from tournant.orders import Standing
from tournant.orders.asking import call_of
from tournant.orders.decide import Channel, Policy, Pos, Settings, naming
from tournant.orders.decide.intents import Ask

PAYS = Settings(pos=Pos(keyed=True, pays=True))


def paid() -> Case:
    """Made, accepted, paid: in the kitchen."""
    case = received(PAYS)
    case.claim(2)
    case.reply(3, "pos", "done")
    case.reply(4, "channel", "done")
    assert case.read(5, "accepted").commands == ["ticket.pay"]
    case.reply(6, "pos", "done")
    return case


def test_a_ticket_is_paid_once_the_order_is_accepted() -> None:
    """Hold, accept, pay: the kitchen gets it only when the channel has taken our yes."""
    case = received(PAYS)
    case.claim(2)
    assert case.reply(3, "pos", "done").commands == ["order.accept"]
    assert case.reply(4, "channel", "done").commands == ["order.read"]
    assert case.read(5, "accepted").commands == ["ticket.pay"]
    case.reply(6, "pos", "done")
    assert case.state.pos.fired
    assert "order.kitchen" not in case.timers


def test_an_unclear_payment_is_looked_up() -> None:
    """A payment without an answer is looked up: paid, or paid again."""
    for fired, commands in ((True, []), (False, ["ticket.pay"])):
        case = opened(msgspec.structs.replace(ACCEPT, pos=PAYS.pos))
        assert case.out("pos").command == "ticket.pay"
        assert case.reply(20, "pos", "unknown").commands == ["ticket.read"]
        case.look(21, "open", fired=fired)
        assert [one for one in case.wake(22).commands if one.startswith("ticket")] == commands


def test_a_ticket_that_is_not_paid_in_time_is_a_persons() -> None:
    """Open but not in the kitchen after the kitchen time: a person, who may stop it or enter it by hand."""
    case = opened(msgspec.structs.replace(ACCEPT, pos=PAYS.pos))
    case.reply(299, "pos", "unsent")
    assert case.wake(301).raised == ["live"]


def test_a_paid_ticket_cannot_be_voided() -> None:
    """A void that does not fit is looked up; where the ticket is still there, a person stops the food."""
    case = paid()
    assert case.read(20, "cancelled").commands == ["ticket.void"]
    assert case.reply(21, "pos", "clash").commands == ["ticket.read"]
    assert case.look(22, "open", fired=True).raised == ["stop"]
    assert case.state.closed is not None


def test_a_void_that_had_worked_is_found() -> None:
    """A void that does not fit because an earlier one had worked closes the order without an alarm."""
    case = opened()
    case.read(20, "cancelled")
    case.reply(21, "pos", "clash")
    case.look(22, "voided")
    assert (case.state.closed is not None, case.state.alarms) == (True, {})


def test_a_document_that_cannot_be_made_is_a_refusal() -> None:
    """An order of which no ticket can be made is denied or cancelled by policy, never lost."""
    case = Case(INJECT)
    case.no_document = "an item has no price"
    case.hint(0)
    assert case.read(1, "placed").commands == ["order.deny"]
    late = Case(ACCEPT)
    late.no_document = "an item has no price"
    late.hint(0)
    assert late.read(1, "accepted").commands == ["order.cancel"]


def test_the_bytes_of_a_ticket_are_made_once() -> None:
    """Whatever is sent again carries the address of the same document, and a deadline after which it is not sent."""
    case = received()
    first = case.state.pos.document
    case.reply(3, "pos", "unsent")
    [again] = case.wake(5).asks
    assert (again.document, again.generation, again.deadline) == (first, 1, at(570))


def test_a_scheduled_order_comes_when_it_is_released() -> None:
    """Accepted long before: nothing is sent before the release, and from then on the kitchen time runs."""
    case = Case(ACCEPT)
    case.hint(0)
    case.read(1, "scheduled", release=at(7200))
    case.reply(2, "channel", "done")
    case.read(3, "accepted")
    assert "ticket.create" not in case.wake(7000).commands
    case.read(7001, "accepted")
    assert case.wake(7200).commands[-1] == "ticket.create"
    assert case.timers["order.kitchen"] == at(7500)
    assert case.word(7201, "cancel").withdrawn == ["ticket.create"]


def test_names_are_the_orders_own() -> None:
    """Stream, slots, keys and references come from link, external id and number, and are no partner's to choose."""
    stream = naming.stream("lnk_1", "X-9")
    assert stream == "order:lnk_1:X-9"
    assert naming.slot(stream, "order.accept") == "order:lnk_1:X-9:channel"
    assert naming.slot(stream, "ticket.find") == "order:lnk_1:X-9:pos"
    assert naming.intent_key(stream, 3) == "order:lnk_1:X-9#3"
    references = {naming.reference(stream, 1), naming.reference(stream, 2), naming.reference(stream + "0", 1)}
    assert len(references) == 3
    assert max(map(len, references)) <= 40  # what Square takes as a reference


@pytest.mark.parametrize(("command", "keys"), [("ticket.create", 1), ("ticket.pay", 1), ("ticket.void", 2)])
def test_what_is_asked_again_has_the_same_key_but_a_void(command: str, keys: int) -> None:
    """A create or a payment that is sent again is the same one; a void after a look-up is one of its own."""
    link = Link("lnk_till", "loc_1", "acc_1", "store", "live", "ok", b"{}")
    asks = [Ask(serial=serial, command=command, generation=1) for serial in (3, 5)]
    calls = [call_of(ask, Standing("lnk_1", "X-9"), link, "uber_eats", at(0)) for ask in asks]
    assert len({call.args["key"] for call in calls}) == keys


@pytest.mark.parametrize(
    ("policy", "channel", "named"),
    [
        (Policy(poll_s=61), Channel(), "policy.poll_s"),
        (Policy(margin_s=700), Channel(), "policy.margin_s"),
        (Policy(life_s=0), Channel(), "policy.life_s"),
    ],
)
def test_senseless_settings_are_refused(policy: Policy, channel: Channel, named: str) -> None:
    """Settings that cannot be meant are refused by name when they are made."""
    with pytest.raises(ValueError, match=named):
        Settings(channel=channel, policy=policy)


def test_settings_can_be_stored() -> None:
    """Settings go into bytes and back: they are kept with the link."""
    stored = msgspec.json.encode(PAYS)
    assert msgspec.json.decode(stored, type=Settings) == PAYS


def test_nothing_is_asked_twice() -> None:
    """By level: waking an order again and again asks for nothing more while its calls are out."""
    case = accepted()
    assert [case.wake(second).commands for second in (2, 3, 4)] == [[], [], []]
