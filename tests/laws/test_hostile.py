"""Hostile documents: refused with the place, or quarantined with a path; never another exception, never a crash."""

import pytest
from tests.laws import cases
from tests.laws.asserting import codec
from tests.laws.cases import Case

from tournant import lens

EACH = pytest.mark.parametrize("case", cases.ALL, ids=lambda case: case.name)
BIG = 10_000_000
SMALL = {
    "flat": (
        b'{"menus":[{"id":"M","service_availability":[{"day_of_week":"d","time_periods":[]}]}],'
        b'"items":[{"id":"\\u00e9","x":[1.5e3,-0,true,null,"\xc3\xa9"],"price_info":{"price":-12}}]}'
    ),
    "tagged": (
        b'{"objects":[{"type":"ITEM","id":"o","item_data":{"name":"\\u00e9","tax_ids":["t"]}},'
        b'{"type":"?","x":[1.5e3,null,false]}]}'
    ),
    "deep": (
        b'{"menu":{"merchant_supplied_id":"M","categories":[{"merchant_supplied_id":"C",'
        b'"items":[{"merchant_supplied_id":"I","price":1,"extras":[]}]}]}}'
    ),
    "recursive": (
        b'{"menus":[{"guid":"M","menuGroups":[{"guid":"C","menuItems":[{"guid":"I","price":1.10}]}]}],'
        b'"modifierGroupReferences":{"1":{"name":"a"}}}'
    ),
}
MENU = (
    b'{"menu":{"merchant_supplied_id":"M","categories":[{"merchant_supplied_id":"C",'
    b'"items":[{"merchant_supplied_id":"I",@}]}]}}'
)
MAPPED = {
    "flat": (
        b'{"items":[{"id":"I","title":{"translations":{"en":@}}}]}',
        b'{"items":@}',
        b'{"items":[@]}',
        b'{"items":[{"id":@}]}',
    ),
    "tagged": (
        b'{"objects":[{"type":"ITEM","id":"o","item_data":{"name":@}}]}',
        b'{"objects":[{"type":@,"id":"o"}]}',
        b'{"batches":[@]}',
    ),
    "deep": (
        b'{"menu":{"merchant_supplied_id":"M","name":@}}',
        b'{"menu":@}',
        MENU.replace(b"@", b'"tax_rate":@'),
        MENU.replace(b"@", b'"extras":[@]'),
    ),
    "recursive": (
        b'{"menus":[{"guid":"M","menuGroups":@}]}',
        b'{"modifierOptionReferences":{"1":{"price":@}}}',
        b'{"modifierGroupReferences":{"1":{"modifierOptionReferences":[@]}}}',
    ),
}
UNMAPPED = {
    "flat": b'{"items":[{"id":"I","zz":@}]}',
    "tagged": b'{"objects":[{"type":"?","zz":@}],"zz":@}',
    "deep": b'{"menu":{"merchant_supplied_id":"M","zz":@}}',
    "recursive": b'{"menus":[{"guid":"M","zz":@}],"modifierGroupReferences":{"1":{"zz":@}}}',
}
VALUES = {
    "arrays, 10,000 deep": b"[" * 10_000 + b"]" * 10_000,
    "arrays, 100,000 deep": b"[" * 100_000 + b"]" * 100_000,
    "objects, 10,000 deep": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "objects, 100,000 deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "arrays, never closed": b"[" * 100_000,
    "a string of 10 MB": b'"' + b"x" * BIG + b'"',
    "a string of 5 MB of escapes": b'"' + b"\\u00e9" * (BIG // 12) + b'"',
    "an integer of 400 digits": b"9" * 400,
    "an integer of 5,000 digits": b"-" + b"9" * 5_000,
    "an exponent without end": b"1e999999999",
    "a small exponent without end": b"1e-999999999",
    "a half surrogate": b'"\\ud83c"',
    "a backward surrogate": b'"\\udf55\\ud83c"',
    "invalid UTF-8": b'"\xff\xfe"',
    "an overlong encoding": b'"\xc0\xaf"',
    "an encoded surrogate": b'"\xed\xa0\x80"',
    "NaN": b"NaN",
    "Infinity": b"-Infinity",
    "a control character": b'"\x00"',
    "a number with a plus": b"+1",
    "a number with a leading zero": b"01",
    "a comma too many": b"[1,]",
    "a comment": b"/* */ 1",
    "an empty name": b'{"":1,"":2}',
    "a name of 1 MB": b'{"' + b"k" * 1_000_000 + b'":1}',
}
WHOLE = {
    "empty": b"",
    "white space": b" \r\n\t",
    "a byte order mark": b'\xef\xbb\xbf{"items":[]}',
    "UTF-16": '{"items":[]}'.encode("utf-16"),
    "a list": b"[]",
    "a text": b'"items"',
    "a number": b"5",
    "null": b"null",
    "two documents": b"{}{}",
    "a document and a comma": b"{},",
    "a NUL byte after it": b"{}\x00",
    "half a name": b'{"items',
}


def survived(case: Case, text: bytes) -> bool:
    """Decode; what was not refused has paths for its problems and gives back its bytes."""
    try:
        decoded = codec(case).decode(text)
    except lens.Refused as refused:
        sound = bool(str(refused)) and 0 <= (refused.offset or 0) <= len(text)
        return not sound
    assert all(problem.path.startswith("$") and problem.reason for problem in decoded.problems)
    assert codec(case).encode(decoded.rows, decoded.source) == text
    return True


@EACH
@pytest.mark.parametrize("what", VALUES)
def test_a_hostile_value_in_a_mapped_place(case: Case, what: str) -> None:
    """Refused or reported, wherever the table looks."""
    for template in MAPPED[case.name]:
        survived(case, template.replace(b"@", VALUES[what]))


@EACH
@pytest.mark.parametrize("what", VALUES)
def test_a_hostile_value_in_an_unmapped_place(case: Case, what: str) -> None:
    """Refused or carried along, where the table does not look."""
    survived(case, UNMAPPED[case.name].replace(b"@", VALUES[what]))


@EACH
@pytest.mark.parametrize("what", sorted(WHOLE.keys() - {"a byte order mark"}))
def test_what_is_no_document_is_refused(case: Case, what: str) -> None:
    """No JSON object, no rows."""
    assert not survived(case, WHOLE[what])


@EACH
def test_a_byte_order_mark_does_no_harm(case: Case) -> None:
    """Refused, or read and written back with it."""
    survived(case, WHOLE["a byte order mark"])


@EACH
def test_a_document_cut_short_is_refused_with_the_place(case: Case) -> None:
    """At every byte; the offset, where there is one, lies in the document."""
    text = SMALL[case.name]
    assert survived(case, text)
    for end in range(len(text)):
        assert not survived(case, text[:end]), end


@EACH
def test_invalid_utf8_anywhere_is_no_crash(case: Case) -> None:
    """A wrong byte in the place of each byte: refused, reported or (in what nobody looks at) carried along."""
    text = SMALL[case.name]
    for at in range(len(text)):
        survived(case, text[:at] + b"\xff" + text[at + 1 :])


@pytest.mark.parametrize("levels", [10, 100, 300, 900, 5_000, 50_000])
def test_groups_within_groups_without_end(levels: int) -> None:
    """A recursive table reads or refuses a document of any depth."""
    text = b'{"menus":[{"guid":"M","menuGroups":['
    text += b"".join(b'{"guid":"%d","menuGroups":[' % n for n in range(levels)) + b"]}" * levels + b"]}]}"
    read = survived(cases.RECURSIVE, text)
    assert read or levels > 10


@pytest.mark.parametrize("levels", [5, 60, 300, 2_000])
@pytest.mark.parametrize("wrong", [b"", b"5", b'{"merchant_supplied_id":"x","name":5}'])
def test_groups_within_options_without_end(levels: int, wrong: bytes) -> None:
    """A shared record within itself, and something wrong at the bottom of it."""
    start, end = MENU.replace(b"@", b'"extras":[@]').split(b"@")
    inner = b'{"merchant_supplied_id":"G","options":[{"merchant_supplied_id":"O","extras":['
    read = survived(cases.DEEP, start + inner * levels + wrong + b"]}]}" * levels + end)
    assert read or levels > 5


def test_many_faults_are_all_reported() -> None:
    """A list of 3,000 wrong elements between good ones is read in the time of a document, and each is reported."""
    elements = [f'{{"id":"I{n}"}},{n}' for n in range(3_000)]
    decoded = codec(cases.FLAT).decode(f'{{"items":[{",".join(elements)}]}}'.encode())
    assert [problem.path for problem in decoded.problems] == [f"$.items[{2 * n + 1}]" for n in range(3_000)]
    assert len(decoded.rows["Item"]) == 3_000


def test_a_null_is_no_fault() -> None:
    """Lists, objects and leaves that are null are as if they were not there; a null element is not one."""
    item = b'{"id":"I","title":null,"price_info":{"price":null},"modifier_group_ids":{"ids":null}}'
    text = b'{"menus":null,"items":[null,' + item + b"]}"
    decoded = codec(cases.FLAT).decode(text)
    assert [problem.path for problem in decoded.problems] == ["$.items[0]"]
    assert len(decoded.rows["Item"]) == 1
