"""Lists and maps that carry no row of their own, around lists that do."""

import pytest
from msgspec.structs import replace

from tournant.kernel.row import UNSET, Entity, UnsetType
from tournant.lens import Again, Conv, Doc, Each, EncodeError, F, Lens


class Menu(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET


class Period(Entity, frozen=True, gc=False):
    day: str | UnsetType | None = UNSET
    season: str | UnsetType | None = UNSET
    opens: str | UnsetType | None = UNSET
    closes: str | UnsetType | None = UNSET


class Line(Entity, frozen=True, gc=False):
    name: str | UnsetType | None = UNSET
    group: str | UnsetType | None = UNSET


WEEK = Lens(
    Doc(
        "acme.week",
        (
            Each(
                Menu,
                "menus[]",
                inside=(
                    Each(
                        Period,
                        "days[].periods[]",
                        key=("^.day", "from"),
                        scoped=True,
                        fields={"day": "^.day", "opens": "from", "closes": "to"},
                    ),
                ),
            ),
        ),
    )
)
TEXT = (
    b'{"menus": [{"id": "m", "days": [ {"day": "mon", "x": 1, "periods": [{"from": "11", "to": "15", "y": 2}, '
    b'{"from": "18", "to": "23"}]}, {"day": "tue", "periods": [{"from": "11", "to": "14"}]} ]}]}'
)


def test_rows_are_read_through_a_list_without_rows() -> None:
    """The rows belong to the record around, and read what the list around them says."""
    rows = WEEK.decode(TEXT).rows["Period"]
    assert [(r.id, r.parent, r.day, r.opens, r.closes) for r in rows] == [
        ("m/mon:11", "m", "mon", "11", "15"),
        ("m/mon:18", "m", "mon", "18", "23"),
        ("m/tue:11", "m", "tue", "11", "14"),
    ]


def test_rows_are_written_where_the_lists_around_say_what_they_say() -> None:
    """An edit stays in place, a new row goes to its day, and a new day is made for a row that has none."""
    read = WEEK.decode(TEXT)
    lunch, dinner, tuesday = read.rows["Period"]
    late = Period("late", None, "m", 9, "tue", UNSET, "20", "22")
    sunday = Period("brunch", None, "m", 9, "sun", UNSET, "10", "12")
    rows = {**read.rows, "Period": [replace(lunch, closes="16"), dinner, tuesday, late, sunday]}
    written = WEEK.encode(rows, read.source)
    assert written == (
        b'{"menus": [{"id": "m", "days": [ {"day": "mon", "x": 1, "periods": [{"from": "11", "to": "16", "y": 2}, '
        b'{"from": "18", "to": "23"}]}, {"day": "tue", "periods": [{"from": "11", "to": "14"},'
        b'{"from":"20","to":"22"}]},{"day":"sun","periods":[{"from":"10","to":"12"}]} ]}]}'
    )


def test_rows_are_taken_out_of_their_list() -> None:
    """What nobody wants any more goes; its list stays, empty, with what else it says."""
    read = WEEK.decode(TEXT)
    written = WEEK.encode({**read.rows, "Period": read.rows["Period"][2:]}, read.source)
    assert WEEK.decode(written).rows["Period"] == read.rows["Period"][2:]
    assert b'{"day": "mon", "x": 1, "periods": []}' in written


def test_what_the_list_around_says_is_not_edited() -> None:
    """The day of a period that stays cannot change: that is another period."""
    read = WEEK.decode(TEXT)
    first, *others = read.rows["Period"]
    with pytest.raises(EncodeError, match="day"):
        WEEK.encode({**read.rows, "Period": [replace(first, day="wed"), *others]}, read.source)


def test_faults_inside_and_around() -> None:
    """A wrong element of either list costs itself alone; one key twice in two lists of one day is a duplicate."""
    text = TEXT.replace(b'{"day": "tue"', b'5, {"day": 7, "periods": []}, {"day": "mon"')
    text = text.replace(b'"from": "18"', b'"from": 18')
    read = WEEK.decode(text)
    assert [row.id for row in read.rows["Period"]] == ["m/mon:11"]
    assert [(problem.path, problem.reason[:9]) for problem in read.problems] == [
        ("$.menus[0].days[0].periods[1].from", "Expected "),
        ("$.menus[0].days[1]", "Expected "),
        ("$.menus[0].days[2].day", "Expected "),
        ("$.menus[0].days[3].periods[0]", "duplicate"),
    ]
    assert WEEK.encode(read.rows, read.source) == text
    edited = {**read.rows, "Period": [replace(read.rows["Period"][0], closes="x")]}
    assert WEEK.encode(edited, read.source) == text.replace(b'"to": "15"', b'"to": "x"')


def test_a_document_is_built_with_its_lists_around() -> None:
    """Rows that say the same of the list around them share one."""
    rows = {"Menu": [Menu("m", "m", UNSET, 0)], "Period": WEEK.decode(TEXT).rows["Period"]}
    assert WEEK.decode(WEEK.build(rows)).rows == rows
    assert WEEK.build(rows).count(b'"day":"mon"') == 1


YEAR = Lens(
    Doc(
        "acme.year",
        (
            Each(
                Period,
                "days{}.seasons[].periods[]",
                key=("^.^.{name}", "^.name", "from"),
                fields={"day": F("^.^.{name}", Conv(str, str.upper, str.lower)), "season": "^.name", "opens": "from"},
            ),
        ),
    )
)


def test_two_levels_and_the_name_in_a_map() -> None:
    """A column may come from the name of a member, and from any of the lists around; all of it is built again."""
    text = b'{"days":{"mon":{"seasons":[{"name":"w","periods":[{"from":"9"},{"from":"17"}]}]},"tue":{"seasons":[]}}}'
    read = YEAR.decode(text)
    assert [(r.id, r.day, r.season, r.opens) for r in read.rows["Period"]] == [
        ("mon:w:9", "MON", "w", "9"),
        ("mon:w:17", "MON", "w", "17"),
    ]
    assert YEAR.build(read.rows) == text.replace(b',"tue":{"seasons":[]}', b"")
    new = Period("x", None, UNSET, 9, "MON", "s", "8", UNSET)
    with pytest.raises(EncodeError, match="nothing is added"):
        YEAR.encode({"Period": [*read.rows["Period"], new]}, read.source)


ORDER = Lens(
    Doc(
        "acme.order",
        (
            Each(
                Line,
                "lines[]",
                fields={"name": "name"},
                inside=(
                    Each(
                        Line,
                        "groups[].options[]",
                        scoped=True,
                        key=("^.id", "id"),
                        fields={"name": "name", "group": "^.id"},
                        inside=(Again(Line, "groups[].options[]"),),
                    ),
                ),
            ),
        ),
    )
)


def test_a_record_below_itself_reads_the_nearest_list_around() -> None:
    """Again means the nearest record of its row class; the same option in two groups is two rows."""
    text = (
        b'{"lines": [{"id": "1", "name": "a", "groups": [{"id": "g", "options": [{"id": "o", "name": "b", "groups": '
        b'[{"id": "h", "options": [{"id": "o", "name": "c"}]}]}]}, {"id": "k", "options": [{"id": "o"}]}]}]}'
    )
    read = ORDER.decode(text)
    assert sorted((r.id, r.parent, r.group) for r in read.rows["Line"] if r.parent is not UNSET) == [
        ("1/g:o", "1", "g"),
        ("1/g:o/h:o", "1/g:o", "h"),
        ("1/k:o", "1", "k"),
    ]
    deepest = next(row for row in read.rows["Line"] if row.name == "c")
    rows = [replace(row, name="z") if row is deepest else row for row in read.rows["Line"]]
    assert ORDER.encode({"Line": rows}, read.source) == text.replace(b'"c"', b'"z"')


CHARGES = Lens(
    Doc(
        "acme.charges",
        (
            Each(
                Menu,
                "orders[]",
                inside=(
                    Each(Line, "fee", key=None, fields={"name": "text"}),
                    Each(Line, "tip", key=None, fields={"name": "text"}),
                    Each(Line, "taxes[]", key=None, fields={"name": "text"}),
                ),
            ),
        ),
    )
)


def test_several_without_keys_have_ids_of_their_own() -> None:
    """Where one record has several places of a kind without keys, the place is a part of the id."""
    read = CHARGES.decode(b'{"orders": [{"id": "1", "fee": {"text": "a"}, "tip": {}, "taxes": [{}, {"text": "b"}]}]}')
    assert [row.id for row in read.rows["Line"]] == ["1/fee", "1/tip", "1/taxes[]/0", "1/taxes[]/1"]
    rows = [replace(row, name="z") if row.id == "1/taxes[]/1" else row for row in read.rows["Line"]]
    written = CHARGES.encode({**read.rows, "Line": rows}, read.source)
    assert written == b'{"orders": [{"id": "1", "fee": {"text": "a"}, "tip": {}, "taxes": [{}, {"text": "z"}]}]}'


RULES = Lens(
    Doc(
        "acme.rules",
        (
            Each(
                Line,
                "rules[]",
                when=("on", "NAME"),
                key=("on", "value"),
                fields={"name": "value"},
            ),
            Each(
                Line,
                "rules[]",
                when=("on", "GROUP"),
                key=("on", "value"),
                fields={"group": "value", "name": F((), absent="all")},
            ),
        ),
    )
)


def test_a_new_row_goes_where_all_its_columns_have_a_place() -> None:
    """Of several records of one kind, the one is meant that maps what the row sets; where none does, it is refused."""
    one, other = Line("a", None, UNSET, 0, "tea"), Line("b", None, UNSET, 1, "all", "hot")
    assert RULES.build({"Line": [one, other]}) == (
        b'{"rules":[{"on":"NAME","value":"tea"},{"on":"GROUP","value":"hot"}]}'
    )
    with pytest.raises(EncodeError, match="group, name"):
        RULES.build({"Line": [Line("c", None, UNSET, 0, "tea", "hot")]})


def test_a_value_that_cannot_be_spelled_is_refused_with_its_place() -> None:
    """The kind, the row and the column are said, and why."""

    def never(_value: str) -> str:
        raise ValueError("it has no spelling")

    codec = Lens(Doc("acme.words", (Each(Line, "lines[]", fields={"name": F("name", Conv(str, str, never))}),)))
    read = codec.decode(b'{"lines": [{"id": "1", "name": "a"}]}')
    for change in (lambda rows: codec.encode(rows, read.source), codec.build):
        with pytest.raises(EncodeError, match="Line 1, name: it has no spelling"):
            change({"Line": [replace(read.rows["Line"][0], name="b")]})


def test_a_row_that_stands_in_nothing_is_refused() -> None:
    """A parent that is not among the rows is said, at build and at encode; nothing is dropped without a word."""
    read = WEEK.decode(TEXT)
    lost = Period("late", None, "nowhere", 9, "tue", UNSET, "20", "22")
    with pytest.raises(EncodeError, match="would stand in nowhere"):
        WEEK.encode({**read.rows, "Period": [*read.rows["Period"], lost]}, read.source)
    with pytest.raises(EncodeError, match="would stand in nowhere"):
        WEEK.build({"Menu": read.rows["Menu"], "Period": [lost]})
    with pytest.raises(EncodeError, match="would stand in the document itself"):
        WEEK.build({"Menu": [], "Period": [replace(lost, parent=UNSET)]})


def test_constants_of_new_elements_are_their_own() -> None:
    """What one new element gets into an object among its constants does not show in the next."""
    codec = Lens(Doc("acme.taxes", (Each(Line, "lines[]", fields={"name": F("tax.name")}, new={"tax": {}}),)))
    rows = [Line("1", "1", UNSET, 0, "vat"), Line("2", "2", UNSET, 1)]
    assert codec.build({"Line": rows}) == b'{"lines":[{"tax":{"name":"vat"},"id":"1"},{"tax":{},"id":"2"}]}'


def test_a_key_that_cannot_be_spelled_is_refused() -> None:
    """A partner's rule for ids holds for new elements, with the id in the sentence."""

    def plain(key: str) -> str:
        if "/" in key:
            raise ValueError("an id has no slash here")
        return key

    codec = Lens(Doc("acme.keys", (Each(Line, "lines[]", key=F("id", Conv(str, str, plain))),)))
    with pytest.raises(EncodeError, match="Line a/b: an id has no slash here"):
        codec.build({"Line": [Line("x", "a/b", UNSET, 0)]})
