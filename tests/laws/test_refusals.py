"""Changes that a document cannot take: each is refused in a sentence, and never half written."""

from collections.abc import Callable

import msgspec
import pytest
from tests.laws import cases
from tests.laws.asserting import codec
from tests.laws.cases import Rows
from tests.laws.tables import deep, flat

from tournant import lens
from tournant.kernel.row import UNSET, Row

FLAT = (
    b'{"categories":[{"id":"C1","entities":[{"id":"I1"}]}],"items":[{"id":"I1","tax_info":{"rate":"8.25"}},{"id":"I2"}],'
    b'"rules":[{"item_id":"I1","mode":"m","cost":{"amount":1,"currency":"USD"}}],"menus":[{"id":"M","title":{"translations":{"en":"x"}}}]}'
)
DEEP = (
    b'{"menu":{"merchant_supplied_id":"M","categories":[{"merchant_supplied_id":"C","items":[{"merchant_supplied_id":"I","extras":['
    b'{"merchant_supplied_id":"G","options":[{"merchant_supplied_id":"O"}]}]}]}]}}'
)
Change = Callable[[Rows], Rows]


def _first(kind: str, **new: object) -> Change:
    def change(rows: Rows) -> Rows:
        return {**rows, kind: [msgspec.structs.replace(rows[kind][0], **new), *rows[kind][1:]]}

    return change


def _more(*added: Row) -> Change:
    def change(rows: Rows) -> Rows:
        new = {kind: list(many) for kind, many in rows.items()}
        for row in added:
            new[type(row).__name__].append(row)
        return new

    return change


REFUSED = {
    "a conversion that cannot": (cases.FLAT, FLAT, _first("Rule", price="nonsense")),
    "half a surrogate": (cases.FLAT, FLAT, _first("Menu", name="\ud83c")),
    "a second element of one key": (cases.FLAT, FLAT, _more(flat.CategoryItem("I1", "C1", 1))),
    "a second record of one id": (cases.FLAT, FLAT, _more(flat.Item("I1", "I1", UNSET, 9, name="again"))),
    "a group within itself": (cases.DEEP, DEEP, _more(deep.OptionGroup("G", "G/O", 0))),
    "a link to what is not there": (cases.DEEP, DEEP, _more(deep.ItemGroup("nowhere", "I", 1))),
}
EACH = pytest.mark.parametrize("what", REFUSED)


@EACH
def test_a_change_that_cannot_be_written_is_refused(what: str) -> None:
    """EncodeError with a sentence, from encode; the source can be written afterwards as before."""
    case, text, change = REFUSED[what]
    decoded = codec(case).decode(text)
    with pytest.raises(lens.EncodeError, match=r"\w+ \w+"):
        codec(case).encode(change(decoded.rows), decoded.source)
    assert codec(case).encode(decoded.rows, decoded.source) == text


@EACH
def test_it_is_refused_in_a_new_document_too(what: str) -> None:
    """EncodeError from build."""
    case, text, change = REFUSED[what]
    with pytest.raises(lens.EncodeError, match=r"\w+ \w+"):
        codec(case).build(change(codec(case).decode(text).rows))
