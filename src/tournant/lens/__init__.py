"""The mapping engine: one table per partner document, read both ways.

What comes in: a table (`Doc`, `Each`, `Again`, `F`, `Conv`), and documents as bytes.
What goes out: flat rows by kind with the source that they came from; and, from changed rows and that source, the
document's bytes with only the differences spliced in.
What is always true: unchanged rows give back the same bytes (GetPut); what was written is what is read (PutGet); fields
that the table does not name, their order and their spelling survive every write; children are aligned by key, never by
index; a wrong-shaped part is reported with its path and left out of the rows, and the rest of the document goes on.
On failure: a document that cannot be read at all is Refused, a change that it cannot take is an EncodeError, a table
that cannot be right is a TableError; each is one sentence, and nothing was changed.
"""

from tournant.lens.codec import Decoded, ExternalIds, Ids, Lens, check_json
from tournant.lens.errors import EncodeError, Problem, Refused, TableError
from tournant.lens.explain import Coverage, Mapped, coverage, mapping
from tournant.lens.source import Source
from tournant.lens.table import Again, Conv, Doc, Each, F

__all__ = [
    "Again",
    "Conv",
    "Coverage",
    "Decoded",
    "Doc",
    "Each",
    "EncodeError",
    "ExternalIds",
    "F",
    "Ids",
    "Lens",
    "Mapped",
    "Problem",
    "Refused",
    "Source",
    "TableError",
    "check_json",
    "coverage",
    "mapping",
]
