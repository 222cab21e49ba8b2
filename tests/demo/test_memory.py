"""What a demo's people are asked, in words that they know, and what they answer from memory."""

import json
from dataclasses import replace

from tests.sandbox.books import at
from tests.sync.merchant import LINK, Merchant
from tests.sync.test_answers import asked

from tournant.control.asked import Question, questions
from tournant.control.choosing import EVERYBODY
from tournant.demo.memory import meant
from tournant.sandbox.world import Truth


async def test_a_question_is_in_the_words_of_those_who_are_asked() -> None:
    """It names the size at the till, the till's location and the channel's store; and the cell, to answer it by."""
    merchant = await Merchant.open()
    _, target, cell = await asked(merchant)
    (one,) = await questions(merchant.store, EVERYBODY)
    assert (one.target, json.loads(one.cell)) == (target, cell) == (LINK, cell)
    assert (one.is_pause, one.place, one.store) == (False, "L1", "S1")
    assert one.things == ("V1",)


SOLD_OUT = Question(LINK, "[]", is_pause=False, things=("v1", "v2"), place="L1", store="S1")
PAUSED = replace(SOLD_OUT, is_pause=True, things=())


def test_people_answer_what_they_did_last() -> None:
    """What they did themselves, on either side, holds; what they did not do, or took back, was not meant so."""
    truth = Truth()
    assert (meant(truth, SOLD_OUT), meant(truth, PAUSED)) == ("ours", "ours")
    truth.edit(at(1), ("square", "M1"), [("on", "v2", "L1")], value=False)
    truth.edit(at(2), ("square", "M1"), [("on", "v2", "elsewhere")], value=True)
    truth.edit(at(3), ("uber_eats", "S1"), [("paused", "S1")], value=True)
    assert (meant(truth, SOLD_OUT), meant(truth, PAUSED)) == ("theirs", "theirs")
    truth.edit(at(4), ("uber_eats", "S1"), [("on", "v1", "L1")], value=True)
    truth.edit(at(5), ("uber_eats", "S1"), [("paused", "S1")], value=False)
    assert (meant(truth, SOLD_OUT), meant(truth, PAUSED)) == ("ours", "ours")
