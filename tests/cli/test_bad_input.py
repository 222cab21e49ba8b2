"""Bad input is one clear sentence with the place, and exit code 2; nothing ends in a traceback."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.cli.menus import SQUARE, UBER_EATS, text
from tests.house import tree

MENU = text(SQUARE)

BROKEN = {
    "nothing": (b"", "not JSON"),
    "only white space": (b" \n ", "not JSON"),
    "no JSON": (b"hello", "(byte 0)"),
    "a truncated document": (MENU[:-40], f"(byte {len(MENU) - 40})"),
    "something behind it": (MENU + b" x", f"(byte {len(MENU) + 1})"),
    "NaN": (MENU.replace(b"250", b"NaN"), "(byte "),
    "Infinity": (MENU.replace(b"250", b"-Infinity"), "(byte "),
    "a byte order mark": (b"\xef\xbb\xbf" + MENU, "(byte 0)"),
    "no UTF-8": (MENU.replace(b"Tea", b"\xff\xfe"), "is not UTF-8"),
    "UTF-16": (MENU.decode().encode("utf-16"), "is not UTF-8"),
    "a list": (b"[1, 2]", "no document of Square"),
    "a number": (b"5", "no document of Square"),
    "an empty object": (b"{}", "no document of Square"),
    "another partner's menu": (text(UBER_EATS), "no document of Square"),
    "ten thousand levels": (b'{"objects": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "nested too deeply"),
    "ten thousand objects": (b'{"objects": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_001, "nested too deeply"),
    "a text of ten megabytes": (MENU.replace(b"Tea", b"T" * 10_000_000), "string of more than"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_document_that_cannot_be_read(run: Run, what: str) -> None:
    """Each of these is refused with one sentence, nothing is printed as data, and the exit code is 2."""
    document, expected = BROKEN[what]
    ran = run("decode", "square", stdin=document)
    assert (ran.code, ran.out) == (2, b"")
    assert expected in ran.sentence


MISTAKES = {
    "an unknown partner": (("decode", "grubhub"), "square"),
    "an unknown currency": (("decode", "square", "--currency", "XYZ"), "'XYZ'"),
    "an unknown document": (("decode", "square", "--document", "menu-card"), "catalog"),
    "an unknown format": (("decode", "square", "--format", "xml"), "xml"),
    "an unknown option": (("decode", "square", "--colour"), "--colour"),
    "an unknown command": (("decoed", "square"), "decoed"),
    "no partner": (("decode",), "PARTNER"),
    "a file that is not there": (("decode", "square", "nowhere.json"), "nowhere.json cannot be read"),
    "a folder": (("decode", "square", "."), ". cannot be read"),
    "a translation from nowhere": (("translate", "--to", "square"), "--from"),
    "a translation to the unknown": (("translate", "--from", "square", "--to", "wolt"), "wolt"),
    "a report that cannot be written": (
        ("translate", "--from", "square", "--to", "uber_eats", "--report", "nowhere/report.json"),
        "nowhere/report.json cannot be written",
    ),
    "an unknown adapter": (("adapter", "show", "wolt"), "wolt"),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_command_that_cannot_be_meant(run: Run, what: str) -> None:
    """Each of these mistakes is one sentence that names what to mend, with exit code 2."""
    arguments, expected = MISTAKES[what]
    ran = run(*arguments, stdin=MENU)
    assert ran.code == 2
    assert expected in ran.sentence


def test_deep_inside_a_wrong_type_is_left_out(run: Run) -> None:
    """Wrong types, huge numbers and lone surrogates inside a readable document cost their element, not the document."""
    for wrong in (b'"x"', b"1e400", b"1" * 400, b"true", b"[[]]", b"{}"):
        ran = run("decode", "square", stdin=MENU.replace(b"325", wrong))
        assert ran.code == 0
        assert b'"SMALL"' in ran.out
        assert b'"LARGE"' not in ran.out
        assert ran.err.splitlines()[-1] == "1 problem"


OTHERS = {"square": text(UBER_EATS), "uber_eats": MENU}


@pytest.mark.parametrize("partner", OTHERS)
def test_the_other_partners_document(run: Run, partner: str) -> None:
    """It is named whose it is not, with the documents that are known; to translate it is refused in the same way."""
    for words in (("decode", partner), ("translate", "--from", partner, "--to", "square")):
        ran = run(*words, stdin=OTHERS[partner])
        assert (ran.code, ran.out) == (2, b"")
        assert ran.sentence.startswith(f"this is no document of {'Square' if partner == 'square' else 'Uber Eats'}")


def item(id_: str, *groups: str) -> dict[str, Any]:
    """An item of Uber Eats that opens groups."""
    found = {"id": id_, "title": {"translations": {"en": id_}}, "price_info": {"price": 325}}
    return found | ({"modifier_group_ids": {"ids": list(groups)}} if groups else {})


def menu(items: list[dict[str, Any]], **groups: str) -> dict[str, Any]:
    """A menu of Uber Eats with these items, and groups of one option each."""
    made = [
        {
            "id": name,
            "title": {"translations": {"en": name}},
            "modifier_options": [{"id": option, "type": "ITEM"}],
        }
        for name, option in groups.items()
    ]
    entities = [{"id": one["id"], "type": "ITEM"} for one in items]
    return {
        "menus": [
            {"id": "m", "title": {"translations": {"en": "M"}}, "category_ids": ["c"], "service_availability": []}
        ],
        "categories": [{"id": "c", "title": {"translations": {"en": "C"}}, "entities": entities}],
        "items": items,
        "modifier_groups": made,
    }


def sold(id_: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - what an item of Square says
    """An item of Square in one size."""
    size = {
        "type": "ITEM_VARIATION",
        "id": f"{id_}-size",
        "version": 1,
        "item_variation_data": {
            "item_id": id_,
            "name": "Regular",
            "pricing_type": "FIXED_PRICING",
            "price_money": {"amount": 325, "currency": "USD"},
        },
    }
    return {"type": "ITEM", "id": id_, "version": 1, "item_data": {"name": id_, "variations": [size], **more}}


def category(id_: str, above: str) -> dict[str, Any]:
    """A category of Square below another."""
    data = {"name": id_, "parent_category": {"id": above}}
    return {"type": "CATEGORY", "id": id_, "version": 1, "category_data": data}


NUMBERS = {"NaN": 2, "-Infinity": 2, "1e400": 0, "1" * 400: 0, "99999999999999999999": 0}
CATALOGS = {"square": text({"objects": [sold("I1")]}), "uber_eats": text(menu([item("a")]))}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("partner", CATALOGS)
def test_numbers_that_cannot_be(run: Run, partner: str, number: str) -> None:
    """NaN is no JSON, and its byte is named; a huge amount costs its element, whose path is named."""
    ran = run("decode", partner, "--strict", stdin=CATALOGS[partner].replace(b"325", number.encode()))
    assert ran.code == 2
    if NUMBERS[number]:
        assert "(byte " in ran.sentence
    else:
        path = {"square": "price_money.amount: ", "uber_eats": "$.items[0].price_info.price: "}[partner]
        assert path in ran.err.splitlines()[0]
        assert ran.err.splitlines()[-1] == "1 problem"


TWICE = {
    "square": (text({"objects": [sold("I1"), sold("I1")]}), "$.objects[1]: duplicate key"),
    "uber_eats": (text(menu([item("a"), item("a")])), "$.items[1]: duplicate key"),
}


@pytest.mark.parametrize("partner", TWICE)
def test_duplicate_ids_are_left_out(run: Run, partner: str) -> None:
    """The first stays, the second is named with its path; nothing is collapsed without a word."""
    document, said = TWICE[partner]
    ran = run("decode", partner, stdin=document)
    assert (ran.code, ran.out.count(b'{"kind":"Item",')) == (0, 1)
    assert said in ran.err.splitlines()
    assert run("decode", partner, "--strict", stdin=document).code == 2


def read_and_translated(run: Run, partner: str, document: bytes) -> list[str]:
    """What is said of a document when it is read and when it is translated; nothing is refused."""
    other = {"square": "uber_eats", "uber_eats": "square"}[partner]
    found = []
    for words in (("decode", partner), ("translate", "--from", partner, "--to", other, "--currency", "USD")):
        ran = run(*words, stdin=document)
        assert ran.code == 0
        found.append(ran.err)
    return found


LOOSE = {
    "square": (
        text({"objects": [category("C1", "C2"), category("C2", ""), sold("I1", categories=[{"id": "nope"}])]}),
        "ItemCategory I1 → nope, target: there is no row with the id nope",
    ),
    "uber_eats": (
        text(menu([item("a", "g")], g="zzz")),
        "GroupModifier g → zzz, target: there is no row with the id zzz",
    ),
}


@pytest.mark.parametrize("partner", LOOSE)
def test_references_that_lead_nowhere_are_said(run: Run, partner: str) -> None:
    """One sentence each, in the partner's own ids, when a document is read and when it is translated."""
    document, said = LOOSE[partner]
    for err in read_and_translated(run, partner, document):
        assert said in err.splitlines()


ROUND = {
    "square": (
        text({"objects": [category("C1", "C2"), category("C2", "C1"), sold("I1")]}),
        "stands inside itself: Category C",
    ),
    "uber_eats": (
        text(menu([item("a", "g"), item("b", "h")], g="b", h="a")),
        "Item a: stands inside itself: Item a → ",
    ),
}


@pytest.mark.parametrize("partner", ROUND)
def test_references_in_a_circle_are_said(run: Run, partner: str) -> None:
    """The whole circle is one sentence; what is translated is cut there and comes to an end."""
    document, said = ROUND[partner]
    for err in read_and_translated(run, partner, document):
        assert said in err


def test_every_test_of_the_page_exists() -> None:
    """The page of bad input names tests, and each is there."""
    named = re.findall(r"`(tests/[a-z_/]+\.py)(?:::(\w+))?`", tree.read("docs/reference/bad-input.md"))
    assert len(named) > 30
    assert [one for one in named if f"def {one[1]}" not in tree.read(one[0])] == []


def test_a_reader_that_has_seen_enough(tmp_path: Path) -> None:
    """A pipe that is closed early, as by `head`, ends the command quietly."""
    objects = [{**SQUARE["objects"][0], "id": f"C{n}"} for n in range(20_000)]
    (file := tmp_path / "catalog.json").write_bytes(text({"objects": objects}))
    command = [sys.executable, "-m", "tournant.cli.main", "decode", "square", str(file)]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ}
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"kind":"Category"')
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
