"""Encode: changes of every size written into the document, with the byte index made before or not; and the baseline."""

from collections.abc import Iterator

import msgspec
from msgspec import structs

from tournant.bench import agree, edits
from tournant.bench.case import Case, Json, Rows
from tournant.bench.measure import Contestant
from tournant.kernel import check
from tournant.lens import Decoded, ExternalIds

SHARES = (("1_percent", 100), ("10_percent", 10), ("all", 1))
"""The name of a share, and one changed row in how many that is."""


class Writes:
    """The writes to one document, from one decode of it."""

    def __init__(self, case: Case) -> None:
        """Decode the document and make the changed rows."""
        self._case = case
        self._ids = ExternalIds()
        self._read: Decoded = case.lens.decode(case.buf, self._ids)
        rows = self._read.rows
        self._copies: Rows = {kind: [structs.replace(row) for row in mine] for kind, mine in rows.items()}
        self._changed = {name: edits.changed(rows, case.edited, every) for name, every in SHARES}
        self._others = {
            "one_removed": edits.removed(rows, case.edited),
            "reordered": edits.reordered(rows, case.edited),
        }
        self._loaded: list[Json] = []

    def verify(self) -> None:
        """What did not change keeps its bytes; what was written is what is read; the baseline writes the same."""
        case, name = self._case, self._case.name
        for same in (self._read.rows, self._copies):
            check.ensure(self._encode(same) == case.buf, f"{name}: a write without a change changed the document")
        for what, rows in {**self._changed, **self._others}.items():
            again = case.lens.decode(self._encode(rows), self._ids)
            check.ensure(not again.problems, f"{name}, {what}: what was written has problems")
            agree.rows(f"{name}, {what}", again.rows, rows)
        every = dict(SHARES)["1_percent"]
        written = case.baselines.write(msgspec.json.decode(case.buf), every)
        agree.rows(f"{name}, dict", case.lens.decode(written, self._ids).rows, self._changed["1_percent"])

    def contestants(self) -> Iterator[Contestant]:
        """Each write; those of changed values once with the index known and once as the first write."""
        yield self._known("encode_nothing", self._read.rows)
        yield self._known("encode_equal_copies", self._copies)
        for name, rows in self._changed.items():
            yield self._known(f"encode_{name}", rows)
        for name, rows in self._changed.items():
            yield self._first(f"encode_{name}_first", rows)
        for name, rows in self._others.items():
            yield self._known(f"encode_{name}", rows)
        yield Contestant("dict_encode_1_percent", self._write_dict, self._load_dict)

    def _encode(self, rows: Rows) -> bytes:
        return self._case.lens.encode(rows, self._read.source)

    def _known(self, name: str, rows: Rows) -> Contestant:
        return Contestant(name, lambda: self._encode(rows), self._make_index)

    def _first(self, name: str, rows: Rows) -> Contestant:
        return Contestant(name, lambda: self._encode(rows), self._forget_index)

    def _make_index(self) -> None:
        if self._read.source.index is None:
            self._encode(self._changed["1_percent"])

    def _forget_index(self) -> None:
        self._read.source.index = None

    # The dictionaries live only as long as they are written, so that the garbage collector of the others is not slowed.

    def _load_dict(self) -> None:
        self._loaded = [msgspec.json.decode(self._case.buf)]

    def _write_dict(self) -> bytes:
        return self._case.baselines.write(self._loaded.pop(), dict(SHARES)["1_percent"])
