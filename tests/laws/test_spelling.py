"""How a change is spelled: by hand, the very bytes that come out."""

from typing import Any

import msgspec
import pytest
from tests.laws import cases
from tests.laws.asserting import codec
from tests.laws.tables import flat

ITEM: dict[str, tuple[dict[str, Any], bytes, bytes]] = {
    "a value that is there": (
        {"price": 9},
        b'"price_info" : {"price" :\t100, "z":1.10}',
        b'"price_info" : {"price" :\t9, "z":1.10}',
    ),
    "the last of repeats": (
        {"sku": "n"},
        b'"external_data":"a", "external_data" : "b"',
        b'"external_data":"a", "external_data" : "n"',
    ),
    "a member that was null": ({"sku": "n"}, b'"external_data":null', b'"external_data":"n"'),
    "a member that was not there": ({"sku": "n"}, b'"z":[ ] ', b'"z":[ ],"external_data":"n" '),
    "an object that was not there": ({"price": 9}, b'"z":1.10', b'"z":1.10,"price_info":{"price":9}'),
    "an object that was null": ({"price": 9}, b'"price_info":null', b'"price_info":{"price":9}'),
    "an object that was empty": ({"price": 9}, b'"price_info":{ }', b'"price_info":{"price":9 }'),
    "None as null": ({"sku": None}, b'"external_data" : "a" ', b'"external_data" : null '),
    "None by leaving out": ({"description": None}, b'"description":"a","z":[1.10, "u1!"]', b'"z":[1.10, "u1!"]'),
    "the only member": ({"name": "n"}, b'"title":{"translations":{"de":"a"}}', b'"title":{"translations":{"de":"n"}}'),
    "an only member anew": ({"name": "n"}, b'"title":{"translations":{}}', b'"title":{"translations":{"en":"n"}}'),
    "an escaped name": ({"sku": "n"}, b'"\\u0065xternal_data":"a"', b'"\\u0065xternal_data":"n"'),
    "a conversion": ({"tax_rate": 8250}, b'"tax_info":{"rate":"8.50"}', b'"tax_info":{"rate":"8.25"}'),
}


@pytest.mark.parametrize("what", ITEM)
def test_an_edit_is_spelled_in_its_place(what: str) -> None:
    """One item of the flat table, one edit, and the bytes around it as they were."""
    edit, before, after = ITEM[what]
    before, after = (b'{"items":[{"id":"I",' + text + b"}]}" for text in (before, after))
    decoded = codec(cases.FLAT).decode(before)
    item = msgspec.structs.replace(decoded.rows["Item"][0], **edit)
    assert codec(cases.FLAT).encode({**decoded.rows, "Item": [item]}, decoded.source) == after


def test_a_value_of_two_members_is_written_where_it_changed() -> None:
    """Another currency leaves the amount as it was spelled."""
    text = b'{"rules":[{"item_id":"I","mode":"m","cost":{"amount":-0, "currency":"USD"}}]}'
    decoded = codec(cases.FLAT).decode(text)
    rule = msgspec.structs.replace(decoded.rows["Rule"][0], price="0 EUR")
    written = codec(cases.FLAT).encode({**decoded.rows, "Rule": [rule]}, decoded.source)
    assert written == text.replace(b"USD", b"EUR")


def test_unset_is_left_as_it_is() -> None:
    """A field that the caller does not carry keeps its bytes."""
    text = b'{"items":[{"id":"I","external_data":"a"}]}'
    decoded = codec(cases.FLAT).decode(text)
    bare = flat.Item("I", "I", decoded.rows["Item"][0].parent, 0)
    assert codec(cases.FLAT).encode({**decoded.rows, "Item": [bare]}, decoded.source) == text


def test_position_numbers_do_not_count() -> None:
    """The order of the rows is the order of siblings, whatever their numbers say."""
    text = b'{"items":[{"id":"A"}, {"id":"B"}]}'
    decoded = codec(cases.FLAT).decode(text)
    items = [msgspec.structs.replace(row, position=9 - n) for n, row in enumerate(decoded.rows["Item"])]
    assert codec(cases.FLAT).encode({**decoded.rows, "Item": items}, decoded.source) == text
