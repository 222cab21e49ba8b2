"""What single words of the vocabulary mean, on small documents."""

import pytest
from msgspec.structs import replace

from tournant.kernel.row import UNSET, Entity, Link, UnsetType
from tournant.lens import Conv, Doc, Each, EncodeError, F, Lens


class Item(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    sort: str | UnsetType | None = UNSET
    price: str | UnsetType | None = UNSET


class Note(Entity, frozen=True, gc=False):
    text: str | UnsetType | None = UNSET


class ItemNote(Link, frozen=True, gc=False):
    pass


ENVELOPE = Lens(
    Doc(
        "acme.envelope",
        (
            Each(Item, "object", when=("type", "ITEM"), fields={"name": "data.name"}),
            Each(Note, "object", when=("type", "NOTE"), fields={"text": "data.text"}),
        ),
    )
)


def test_an_object_may_be_one_of_several_kinds() -> None:
    """The tag of a single object says which record it is; an edit changes that record's own member."""
    read = ENVELOPE.decode(b'{"object": {"type": "NOTE", "id": "n1", "data": {"text": "a"}}}')
    assert read.rows["Item"] == []
    assert read.rows["Note"] == [Note("n1", "n1", UNSET, 0, "a")]
    written = ENVELOPE.encode({**read.rows, "Note": [replace(read.rows["Note"][0], text="b")]}, read.source)
    assert written == b'{"object": {"type": "NOTE", "id": "n1", "data": {"text": "b"}}}'


def test_an_object_of_another_kind_is_carried_along() -> None:
    """A single object whose tag is not declared, whatever it looks like, is no row and no problem."""
    for text in (b'{"object": {"type": "TAX", "id": "t1"}}', b'{"object": {"type": "TAX", "id": 5}}'):
        read = ENVELOPE.decode(text)
        assert (read.rows, read.problems) == ({"Item": [], "Note": []}, ())
        assert ENVELOPE.encode(read.rows, read.source) == text


BARE = Lens(
    Doc(
        "acme.bare",
        (
            Each(
                Item,
                "",
                when=("type", "ITEM"),
                fields={"name": "name"},
                inside=(Each(ItemNote, "notes[]", key=".", to=Note),),
            ),
            Each(Note, "", when=("type", "NOTE"), fields={"text": "text"}),
        ),
    )
)


def test_the_document_itself_may_be_the_element() -> None:
    """With at="" and a tag, a document is one record of several kinds; its lists and members are written in place."""
    text = b' {"type": "ITEM", "id": "i1", "name": "a", "x": 1, "notes": ["n1", "n2"]}'
    read = BARE.decode(text)
    assert read.rows["Item"] == [Item("i1", "i1", UNSET, 0, "a")]
    assert [row.target for row in read.rows["ItemNote"]] == ["n1", "n2"]
    rows = {**read.rows, "Item": [replace(read.rows["Item"][0], name="b")], "ItemNote": read.rows["ItemNote"][::-1]}
    assert (
        BARE.encode(rows, read.source) == b' {"type": "ITEM", "id": "i1", "name": "b", "x": 1, "notes": ["n2", "n1"]}'
    )


KEYLESS = Lens(Doc("acme.lines", (Each(Item, "lines[]", key=None, fields={"name": "name"}),)))


def test_elements_without_a_key_are_known_by_their_places() -> None:
    """Their fields can be edited; what could not be read leaves no gap in the numbers."""
    read = KEYLESS.decode(b'{"lines": [{"name": "a"}, 5, {"name": "b"}]}')
    assert [(row.id, row.external_id, row.name) for row in read.rows["Item"]] == [
        ("lines[]/0", None, "a"),
        ("lines[]/1", None, "b"),
    ]
    assert [problem.path for problem in read.problems] == ["$.lines[1]"]
    first, second = read.rows["Item"]
    written = KEYLESS.encode({"Item": [first, replace(second, name="c")]}, read.source)
    assert written == b'{"lines": [{"name": "a"}, 5, {"name": "c"}]}'


def test_elements_without_a_key_are_not_moved() -> None:
    """Without a key, nobody can say which element was meant; the change is refused in one sentence."""
    read = KEYLESS.decode(b'{"lines": [{"name": "a"}, {"name": "b"}]}')
    for rows in (read.rows["Item"][::-1], read.rows["Item"][:1]):
        with pytest.raises(EncodeError, match="has no key"):
            KEYLESS.encode({"Item": rows}, read.source)


PARTS = Lens(
    Doc(
        "acme.parts",
        (
            Each(
                Item,
                "items[]",
                fields={"name": "name", "sort": F((), absent="dish"), "price": F("cost.text", none="drop")},
                inside=(Each(Note, "", key=None, fields={"text": "note"}),),
            ),
        ),
        new={"size": len},
    )
)


def test_one_element_may_be_two_records() -> None:
    """A record at at="" has a row only where one of its fields is there, and is written in its element."""
    read = PARTS.decode(b'{"items": [{"id": "1", "name": "a", "note": "x"}, {"id": "2"}]}')
    assert read.rows["Note"] == [Note("1", None, "1", 0, "x")]
    written = PARTS.encode({**read.rows, "Note": [replace(read.rows["Note"][0], text="y")]}, read.source)
    assert written == b'{"items": [{"id": "1", "name": "a", "note": "y"}, {"id": "2"}]}'
    with pytest.raises(EncodeError, match="part of its element"):
        PARTS.encode({**read.rows, "Note": []}, read.source)


def test_a_column_may_be_the_same_everywhere() -> None:
    """A column without a path has the value of absent=, and cannot be changed."""
    read = PARTS.decode(b'{"items": [{"id": "1"}]}')
    assert read.rows["Item"][0].sort == "dish"
    with pytest.raises(EncodeError, match="constant"):
        PARTS.encode({**read.rows, "Item": [replace(read.rows["Item"][0], sort="drink")]}, read.source)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'{"id": "1", "cost": {"text": "5"}, "z": 1}', b'{"id": "1","z": 1}'),
        (b'{"id": "1", "cost": {"text": "5", "tax": 2}}', b'{"id": "1", "cost": {"tax": 2}}'),
        (b'{"cost": {"text": "5"}, "id": "1"}', b'{"id": "1"}'),
    ],
)
def test_an_object_that_loses_all_its_members_goes_too(before: bytes, after: bytes) -> None:
    """Dropping the only members of an object drops the object; what else is in it keeps it."""
    read = PARTS.decode(b'{"items": [' + before + b"]}")
    written = PARTS.encode({**read.rows, "Item": [replace(read.rows["Item"][0], price=None)]}, read.source)
    assert written == b'{"items": [' + after + b"]}"


def test_a_document_made_anew_has_its_own_members() -> None:
    """A function among the new members is called with the document without them."""
    built = PARTS.build({"Item": [Item("1", "1", UNSET, 0, "a", "dish")], "Note": [Note("1", None, "1", 0, "x")]})
    assert built == b'{"items":[{"name":"a","id":"1","note":"x"}],"size":44}'
    assert len(b'{"items":[{"name":"a","id":"1","note":"x"}]}') == 44


def test_a_table_may_have_no_rows() -> None:
    """A document that is known but holds nothing for the model is read and written as it is."""
    codec = Lens(Doc("acme.query", ()))
    read = codec.decode(b'{"limit": 5}')
    assert read.rows == {}
    assert codec.encode(read.rows, read.source) == b'{"limit": 5}'


def test_text_is_refused_where_its_conversion_cannot_read_it() -> None:
    """The path names the first member of the value, and what the conversion said is the reason."""
    number = Conv(str, int, str)
    codec = Lens(Doc("acme.numbers", (Each(Item, "items[]", fields={"name": F("a.b", number)}),)))
    read = codec.decode(b'{"items": [{"id": "1", "a": {"b": "x"}}, {"id": "2", "a": {"b": "7"}}]}')
    assert [row.name for row in read.rows["Item"]] == [7]
    assert read.problems[0].path == "$.items[0].a.b"
    assert "invalid literal" in read.problems[0].reason
