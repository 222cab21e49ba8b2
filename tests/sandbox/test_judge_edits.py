"""The judge over edits in books made by hand: what must hold, what no look could tell apart, how long it took."""

import copy

from tests.sandbox.books import PRICE, Books, at, edited, looks

from tournant.sandbox.judge import Settings, verdict
from tournant.sandbox.judge.fields import Fields
from tournant.sandbox.judge.looks import Looks
from tournant.sandbox.judge.store import Told
from tournant.sandbox.world.truth import Edit


def test_the_last_edit_holds() -> None:
    """Of two edits on one side the last one counts, whatever either was; the first value is no answer."""
    for shown, lost in ((520, 0), (510, 1), (500, 1)):
        report = looks(edited((10, "square", 510), (20, "square", 520), shown=shown), 0, 30).report()
        assert report["edits_lost"] == lost
        assert report["links_in_agreement"] == 1 - lost
        assert ("1 edits were lost" in " ".join(verdict(report))) == bool(lost)


def test_of_edits_that_no_look_could_tell_apart_either_holds() -> None:
    """Two sides were edited between the same two looks: either value is right, a third is not."""
    for shown, lost in ((510, 0), (520, 0), (500, 1), (515, 1)):
        books = looks(edited((10, "square", 510), (20, "uber_eats", 520), shown=shown), 0, 30)
        report = books.report()
        assert (report["edits_lost"], report["edits_concurrent"]) == (lost, 1)


def test_of_edits_with_a_look_between_them_the_later_holds() -> None:
    """As soon as both sides were looked at between the two edits, the earlier value is a lost update."""
    for shown, lost in ((520, 0), (510, 1)):
        books = looks(edited((10, "square", 510), (20, "uber_eats", 520), shown=shown), 0, 15, 30)
        report = books.report()
        assert (report["edits_lost"], report["edits_concurrent"]) == (lost, 0)


def test_one_look_at_one_side_does_not_tell_them_apart() -> None:
    """A look at the side of the first edit alone leaves the span of the second as it was."""
    books = edited((10, "square", 510), (20, "uber_eats", 520), shown=510)
    for partner, seconds in (("square", 0), ("uber_eats", 0), ("square", 15), ("square", 30), ("uber_eats", 30)):
        books.look(partner, seconds)
    assert books.report()["edits_lost"] == 0


def test_a_look_is_all_its_pages() -> None:
    """A read that goes on over several pages ends with the last: an edit during it may be in it or not."""
    books = edited((10, "square", 510), (20, "uber_eats", 520), shown=510)
    books.look("square", 0)
    books.look("uber_eats", 0)
    books.look("square", 12)
    books.look("square", 18, further=True)
    books.look("uber_eats", 17)
    books.look("uber_eats", 30)
    assert books.report()["edits_lost"] == 0
    books.calls = [one for one in books.calls if not one["further"]]
    assert books.report()["edits_lost"] == 1


def test_a_failed_read_is_no_look() -> None:
    """A read that was refused told nobody anything."""
    books = looks(edited((10, "square", 510), (20, "uber_eats", 520), shown=510), 0, 30)
    for partner in ("square", "uber_eats"):
        books.look(partner, 15, status=503)
    assert books.report()["edits_lost"] == 0


def test_the_way_of_a_call_widens_the_spans() -> None:
    """Edits that were a moment more than a look apart cannot be told apart by who is a moment away."""
    books = looks(edited((10, "square", 510), (20, "uber_eats", 520), shown=510), 0, 15, 30)
    assert books.report(settings=Settings(way_s=0))["edits_lost"] == 1
    assert books.report(settings=Settings(way_s=2))["edits_lost"] == 0


def test_both_ends_of_a_span_are_widened() -> None:
    """A look may have begun a way earlier than it arrived, and ended a way later."""
    books = edited((10, "square", 510), (20, "uber_eats", 520), shown=510)
    for partner, seconds in (("square", 0), ("uber_eats", 0), ("square", 14), ("uber_eats", 17), ("uber_eats", 30)):
        books.look(partner, seconds)
    assert books.report(settings=Settings(way_s=1.4))["edits_lost"] == 1
    assert books.report(settings=Settings(way_s=1.6))["edits_lost"] == 0


def test_an_edit_of_the_same_side_is_never_concurrent() -> None:
    """A side shows its last edit only: the one before is not accepted because another side was edited too."""
    books = edited((10, "square", 510), (12, "square", 530), (20, "uber_eats", 520), shown=510)
    assert looks(books, 0, 30).report()["edits_lost"] == 1


def test_values_that_come_again_are_held_to_their_last() -> None:
    """A, B, A: the end is A, and B is lost data."""
    for shown, lost in ((500, 0), (510, 1)):
        books = looks(edited((10, "square", 510), (50, "square", 500), shown=shown), 0, 30, 70)
        assert books.report()["edits_lost"] == lost


def test_an_edit_that_nobody_could_see_before_it_was_overwritten_is_counted_and_not_held() -> None:
    """A write that was composed before the edit came after it, with no look between: either value is accepted."""
    for shown, lost in ((500, 0), (520, 0), (510, 1)):
        books = looks(edited((20, "uber_eats", 520), shown=shown), 0, 30)
        books.upload(22, "api", {"price_info": {"price": 500}})
        report = books.report()
        assert (report["edits_lost"], report["edits_overwritten_unseen"]) == (lost, 1)


def test_an_edit_that_was_overwritten_where_it_was_made_is_so_for_all_that_it_means() -> None:
    """One price at two locations, edited at the store of one and overwritten there, unseen: at the other, too.

    What is written at the store of the other, where the edit was not made, overwrites nothing.
    """
    there = ("price", "V-soup", "Q")
    edit = Edit(1, at(20), "uber_eats", "S", (PRICE, there), 520)
    for account, values in (("S", (520, 500)), ("T", (520,))):
        fields = Fields({"uber_eats": Looks((), 10)}, 60, {PRICE: [edit], there: [edit]})
        fields.told[PRICE] = [(account, Told(at(22), "api", PRICE, 500))]
        assert [fields.allowed(cell, 500).values for cell in (PRICE, there)] == [values, values]


def test_an_edit_that_could_be_seen_may_not_be_overwritten() -> None:
    """The same with a look between the edit and the write is a lost update; so is one that came too late for a race."""
    for look, wrote in ((21, 22), (100, 60)):
        books = looks(edited((20, "uber_eats", 520), shown=500), 0, look, 130)
        books.upload(wrote, "api", {"price_info": {"price": 500}})
        report = books.report()
        assert (report["edits_lost"], report["edits_overwritten_unseen"]) == (1, 0)


def test_only_another_value_at_the_same_side_overwrites() -> None:
    """The same value again, or a write on the other side, takes nothing from an edit: who loses it then has lost it."""
    books = looks(edited((20, "uber_eats", 520), shown=500), 0, 30)
    books.upload(22, "api", {"price_info": {"price": 520}})
    books.wrote(23, "api", "square", ("catalog.upsert", "I-soup", copy.deepcopy(books.square["objects"][0])))
    report = books.report()
    assert (report["edits_lost"], report["edits_overwritten_unseen"]) == (1, 0)


def test_a_single_item_that_is_written_overwrites_as_well() -> None:
    """Not only a whole menu can come after an edit that nobody could have seen."""
    books = looks(edited((20, "uber_eats", 520), shown=500), 0, 30)
    books.wrote(22, "api", "uber_eats", ("menu.item", "u-soup", copy.deepcopy(books.item("u-soup"))))
    assert books.report()["edits_overwritten_unseen"] == 1


def test_a_change_that_nobody_made_is_a_disagreement() -> None:
    """Both sides agree on a price that nobody ever entered: not in agreement with the truth, though no edit is lost."""
    report = edited(shown=999).report()
    assert (report["links_in_agreement"], report["edits_lost"]) == (0, 0)
    assert "price V-soup P is 999 at Square and should be 500" in " ".join(report["disagreements"])


def test_time_to_visible_is_from_an_edit_to_the_write_on_the_other_side() -> None:
    """Seconds are counted to the first write with the new value; what was superseded before, or known, is left out."""
    books = looks(edited((10, "square", 510), (40, "square", 520), (70, "uber_eats", 530), shown=530), 0, 20, 60, 90)
    books.upload(16, "api", {"price_info": {"price": 510}})
    books.upload(30, "api", {"price_info": {"price": 510}})
    books.upload(64, "api", {"price_info": {"price": 520}})
    item = copy.deepcopy(books.square["objects"][0])
    books.wrote(80, "api", "square", ("catalog.upsert", "I-soup", item))
    report = books.report()
    assert report["time_to_visible_s"] == {"p50": 10.0, "p99": 24.0}
    assert report["edits"] == 3


def test_what_came_too_late_or_was_there_already_took_no_time() -> None:
    """A write after the next edit, a value that the side showed before, one that staff entered: none is counted."""
    books = looks(edited((10, "square", 510), (12, "square", 520), (40, "square", 530), shown=530), 0, 20, 60)
    books.upload(16, "api", {"price_info": {"price": 510}})
    books.upload(30, "api", {"price_info": {"price": 530}})
    books.upload(50, "api", {"price_info": {"price": 530}})
    assert books.report()["time_to_visible_s"]["p50"] is None
    both = looks(edited((10, "square", 510), (12, "uber_eats", 510), shown=510), 0, 20)
    both.wrote(12, "staff", "uber_eats", ("menu.item", "u-soup", copy.deepcopy(both.item("u-soup"))))
    assert both.report()["time_to_visible_s"]["p50"] is None
    own = looks(edited((10, "square", 510), shown=510), 0, 20)
    own.wrote(15, "api", "square", ("catalog.upsert", "I-soup", copy.deepcopy(own.square["objects"][0])))
    assert own.report()["time_to_visible_s"]["p50"] is None


def test_a_single_item_that_is_written_is_visible_too() -> None:
    """A price can arrive with an item of its own as well as with a menu."""
    books = looks(edited((10, "square", 510), shown=510), 0, 20)
    books.wrote(15, "api", "uber_eats", ("menu.item", "u-soup", copy.deepcopy(books.item("u-soup"))))
    assert books.report()["time_to_visible_s"]["p50"] == 5


def test_a_count_makes_sold_out_visible_at_the_till() -> None:
    """None left is sold out, some left is not."""
    books = looks(Books(), 0, 60)
    books.edit(10, "uber_eats", ("on", "V-soup", "P"), False)  # noqa: FBT003 - a value
    for seconds, quantity in ((14, "5"), (17, "0")):
        books.wrote(seconds, "api", "square", ("inventory.count", "V-soup", {"quantity": quantity, "location_id": "P"}))
    assert books.report()["time_to_visible_s"]["p50"] == 7
