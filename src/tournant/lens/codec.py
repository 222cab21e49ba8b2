"""A table made to work: `Lens(doc)` decodes documents to rows, and writes changed rows back into their bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

import msgspec

from tournant.kernel import bounds
from tournant.lens.build import Builder, Names
from tournant.lens.compiled import Compiled
from tournant.lens.diff import difference, split
from tournant.lens.errors import EncodeError, Problem, Refused, Uneven
from tournant.lens.flatten import compile_flatten
from tournant.lens.mend import mend
from tournant.lens.patch import Patch
from tournant.lens.reading import UNREADABLE
from tournant.lens.source import NESTED_TOO_DEEPLY, Source
from tournant.lens.table import Doc

ENDLESS = "the rows nest without end: something stands within itself"
TOO_DEEP = "the document is nested too deeply"
_json = msgspec.json.Decoder(msgspec.Raw).decode
_OFFSET = re.compile(r" \(byte (\d+)\)$")


class Ids(Protocol):
    """From the partner's keys to our ids, for each kind."""

    def of(self, kind: str) -> dict[str, str]:
        """The dictionary of one kind; looking up a key that it lacks mints or derives its id."""


class _Same(dict[str, str]):
    def __missing__(self, key: str) -> str:
        self[key] = key
        return key


class ExternalIds:
    """Our id is the partner's: for documents that are looked at on their own."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._kinds: dict[str, dict[str, str]] = {}

    def of(self, kind: str) -> dict[str, str]:
        """The dictionary of one kind."""
        return self._kinds.setdefault(kind, _Same())


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document as rows."""

    rows: dict[str, list[Any]]
    """By kind; siblings in the order in which they stand in the document."""
    source: Source
    """What `encode` needs to write into this document."""
    problems: tuple[Problem, ...]
    """What was left out of the rows, in the order of the document."""


class Lens:
    """One partner document, both ways. Compiled once, used for any number of documents, from one thread at a time."""

    def __init__(self, doc: Doc) -> None:
        """Compile the table; raises TableError for one that cannot be right."""
        self.doc = doc
        self._compiled = Compiled(doc)
        self.graph = self._compiled.graph
        self._load = self._compiled.wire.load[self.graph.root]
        self._flatten = compile_flatten(self.graph)
        self._streams = self.graph.streams
        self._kinds = self.graph.kinds()

    def decode(self, buf: bytes, ids: Ids | None = None) -> Decoded:
        """Read a document.

        Wrong-shaped parts and duplicates are left out of the rows and reported. Raises Refused for what is not JSON
        (with the byte offset), not this document at all, too large, nested too deeply, or has a string that is too
        long.
        """
        _check_text(buf)
        names = (ids or ExternalIds()).of
        src = Source(buf, names)
        try:
            lists, placed = self._read(buf, src)
        except NESTED_TOO_DEEPLY:
            raise Refused(TOO_DEEP) from None
        src.placed = placed
        src.streams = dict(zip(self._streams, lists, strict=True))
        rows = {kind: list(chain.from_iterable(map(src.streams.__getitem__, of))) for kind, of in self._kinds.items()}
        return Decoded(rows, src, src.problems())

    def encode(self, rows: Mapping[str, list[Any]], source: Source) -> bytes:
        """Write changed rows into the document that they were read from.

        Only differences are written; everything else keeps its bytes. A field that is UNSET, or that this document has
        no place for, is carried along as it was. The order of rows is the order of siblings. Raises EncodeError for a
        change that this document cannot take.
        """
        new = split(self.graph, rows, source.streams)
        changes = difference(source.streams, new)
        if not changes.values and not changes.orders:
            return source.buf
        try:
            return Patch(self._compiled, source, new, changes).document()
        except NESTED_TOO_DEEPLY:
            raise EncodeError(ENDLESS) from None

    def build(self, rows: Mapping[str, list[Any]], ids: Ids | None = None) -> bytes:
        """Write a new document from rows alone. Raises EncodeError for rows that it cannot hold."""
        streams = split(self.graph, rows)
        difference({stream: [] for stream in streams}, streams)  # For its refusal of rows that stand in nothing.
        try:
            return Builder(self.graph, streams, Names(streams, (ids or ExternalIds()).of)).document()
        except NESTED_TOO_DEEPLY:
            raise EncodeError(ENDLESS) from None

    def _read(self, buf: bytes, src: Source) -> Any:
        try:
            return self._flatten(self._load(buf), src.ids, True)  # noqa: FBT003 - called by position for speed
        except (msgspec.ValidationError, Uneven, *UNREADABLE) as why:
            if isinstance(why, msgspec.DecodeError) and not isinstance(why, msgspec.ValidationError):
                raise _not_json(why, buf) from None
        try:
            return self._mended(src)
        except msgspec.ValidationError:
            raise
        except msgspec.DecodeError as why:
            raise _not_json(why, buf) from None

    def _mend(self, src: Source, *, careful: bool) -> bytes:
        return mend(self.graph, self._compiled.wire, self._compiled.reader, src, careful=careful)

    def _mended(self, src: Source) -> Any:
        """Read the document without what is wrong in it: first without wrong shapes, then with a look at all of it."""
        with suppress(Uneven, *UNREADABLE):
            return self._flatten(self._load(self._mend(src, careful=False)), src.ids, True)  # noqa: FBT003 - as above
        return self._flatten(self._load(self._mend(src, careful=True)), src.ids, False)  # noqa: FBT003 - as above


def check_json(buf: bytes) -> None:
    """Raise Refused for bytes that no table could read: not JSON, too large, nested too deeply."""
    _check_text(buf)
    try:
        _json(buf)
    except msgspec.DecodeError as why:
        raise _not_json(why, buf) from None
    except NESTED_TOO_DEEPLY:
        raise Refused(TOO_DEEP) from None


def _check_text(buf: bytes) -> None:
    if len(buf) > bounds.DOCUMENT_BYTES_MAX:
        raise Refused(f"the document has {len(buf)} bytes; {bounds.DOCUMENT_BYTES_MAX} is the most")
    if not buf.isascii():
        try:
            buf.decode()
        except UnicodeDecodeError as why:
            raise Refused("the document is not UTF-8", why.start) from None
    # A run without a quotation mark that spans a whole window holds a string (or white space) that is longer than one.
    window = bounds.STRING_CHARS_MAX // 2
    for start in range(0, len(buf) - window, window):
        if buf.find(b'"', start, start + window) < 0:
            raise Refused(f"the document has a string of more than {window} characters, or as long a gap", start)


def _not_json(why: msgspec.DecodeError, buf: bytes) -> Refused:
    text = str(why)
    found = _OFFSET.search(text)
    if not found:
        return Refused("the document is not JSON: it ends too early", len(buf))
    reason = text[: found.start()].removeprefix("JSON is malformed: ")
    # msgspec counts what follows a document from one, and everything else from nought.
    offset = int(found[1]) - (reason == "trailing characters")
    return Refused(f"the document is not JSON: {reason}", offset)
