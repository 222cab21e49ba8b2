"""What a guest says, on the lines of a ticket: wherever it was said, allergies first, and never a part of them."""

from typing import Any

import pytest
from msgspec.structs import replace
from tests.orders.ticket.test_lines import ORDER, RAMEN, SMALL, TEA, line, lines, ticket

from tournant.kernel import bounds
from tournant.kernel.row import UNSET
from tournant.orders.ticket import CannotMake

MENU = "o/Menu"
BURGER = f"{MENU}/Burger"


def menu(*rows: Any, **more: Any) -> tuple[Any, ...]:  # noqa: ANN401 - rows and a line's columns
    """A menu with a burger, neither of which the till knows, and what else hangs there."""
    return (line("Menu", 900, **more), line("Burger", 0, above=MENU, sort="modifier"), *rows)


def chosen(name: str, above: str, of: Any = None, **more: Any) -> Any:  # noqa: ANN401 - a row
    return line(name, 0, of, above=above, sort="modifier", **more)


def test_words_about_a_choice_are_on_its_line() -> None:
    """What is said of a choice, or taken away from one, is said with its name, however deep it was chosen."""
    made = ticket(
        line("Menu", 900),
        chosen("Burger", MENU, allergens_to_avoid=("sesame",), allergy_note="a trace", note="well done"),
        chosen("Peanut sauce", BURGER, removed=True),
        chosen("Patty", BURGER, allergens_to_avoid=("eggs",)),
        chosen("Salt", f"{BURGER}/Patty", removed=True),
    )
    (found,) = lines(made)
    assert found.note == (
        "Burger: ALLERGY: sesame; Burger: ALLERGY: a trace; Patty: ALLERGY: eggs; "
        "Burger: WITHOUT Peanut sauce; Patty: WITHOUT Salt; Burger: well done"
    )
    assert made.cut == 0


def test_words_about_what_is_taken_away_count_too() -> None:
    """An allergy that is said of what is taken away is an allergy."""
    (found,) = lines(ticket(*menu(chosen("Nuts", BURGER, removed=True, allergens_to_avoid=("nuts",)))))
    assert found.note == "Nuts: ALLERGY: nuts; Burger: WITHOUT Nuts"


def test_allergies_are_on_every_line_that_a_dish_becomes() -> None:
    """A choice that is a line of its own has its own words, and each allergy stands on both lines."""
    made = ticket(
        line("Ramen", 1_000, RAMEN, allergens_to_avoid=("sesame",), note="hot"),
        chosen("Small", "o/Ramen", SMALL, note="in a cup"),
        chosen("Tea", "o/Ramen", TEA, allergy_note="no milk", note="weak"),
        chosen("Sugar", "o/Ramen/Tea", removed=True),
    )
    ramen, tea = lines(made)
    assert ramen.note == "ALLERGY: sesame; Tea: ALLERGY: no milk; hot; Small: in a cup"
    assert tea.note == "Ramen: ALLERGY: sesame; ALLERGY: no milk; with Ramen; WITHOUT Sugar; weak"


def test_blank_words_are_none() -> None:
    """What a guest left empty is not on the ticket."""
    (found,) = lines(ticket(*menu(note=" ", allergy_note="", allergens_to_avoid=("", "milk"))))
    assert found.note == "ALLERGY: milk"
    (bare,) = lines(ticket(*menu(note="\n")))
    assert bare.note is UNSET


def test_the_longest_words_that_fit_are_whole() -> None:
    """As much as the point of sale takes is written as it was said; one character more is cut, marked and counted."""
    most = bounds.ORDER_LINE_NOTE_CHARS_MAX
    (whole,) = lines(made := ticket(*menu(note="x" * most)))
    assert (whole.note, made.cut) == ("x" * most, 0)
    (cut,) = lines(made := ticket(*menu(note="x" * (most + 1))))
    assert (cut.note, made.cut) == ("x" * (most - 1) + "…", 1)


def test_allergies_are_never_cut() -> None:
    """Where not all fits other words are cut; where allergies do not fit there is no ticket, with the reason."""
    most = bounds.ORDER_LINE_NOTE_CHARS_MAX
    (found,) = lines(made := ticket(*menu(allergy_note="x" * 1_900, note="y" * 1_900)))
    words = f"ALLERGY: {'x' * 1_900}; "
    assert (found.note, made.cut) == (words + "y" * (most - len(words) - 1) + "…", 1)
    longest = "x" * (most - len("ALLERGY: "))
    (alone,) = lines(made := ticket(*menu(allergy_note=longest, note="y")))
    assert (alone.note, made.cut) == (f"ALLERGY: {longest}", 1)
    with pytest.raises(CannotMake, match="allergies of a guest do not fit on a ticket"):
        ticket(*menu(allergy_note=f"{longest}x"))


def test_the_note_of_the_whole_order_says_that_it_is_cut() -> None:
    """What a guest says of a whole order is cut where the hand-over has no more room, and that is counted."""
    order = replace(ORDER, note="z" * bounds.ORDER_NOTE_CHARS_MAX)
    made = ticket(line("Tea", 300, TEA), order=order)
    (hand_over,) = made.rows["Fulfilment"]
    assert len(hand_over.note) == bounds.ORDER_NOTE_CHARS_MAX
    assert hand_over.note.endswith("z…")
    assert made.cut == 1
