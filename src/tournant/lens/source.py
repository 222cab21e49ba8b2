"""What decode leaves behind for encode: the bytes, the rows as they were read, and what was left out.

A slice of the document (`msgspec.Raw`) lies in the document's own memory, so its offset is the difference of two
addresses. The address of a buffer comes from CPython's buffer protocol; there is no other way to it from Python.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, ClassVar

import msgspec
from msgspec import Raw

from tournant.lens.errors import Problem
from tournant.lens.graph import Stream

split_object = msgspec.json.Decoder(dict[str, Raw]).decode
split_list = msgspec.json.Decoder(list[Raw]).decode
Slice = bytes | Raw
NESTED_TOO_DEEPLY = (RecursionError, ctypes.ArgumentError)
"""What Python raises for nesting without end; the second is what ctypes makes of the first."""


class _Buffer(ctypes.Structure):
    """CPython's Py_buffer."""

    _fields_: ClassVar[Sequence[Any]] = [
        ("buf", ctypes.c_void_p),
        ("obj", ctypes.py_object),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("format", ctypes.c_char_p),
        ("shape", ctypes.c_void_p),
        ("strides", ctypes.c_void_p),
        ("suboffsets", ctypes.c_void_p),
        ("internal", ctypes.c_void_p),
    ]


_get = ctypes.pythonapi.PyObject_GetBuffer
_release = ctypes.pythonapi.PyBuffer_Release
_get.argtypes = [ctypes.py_object, ctypes.c_void_p, ctypes.c_int]
_release.argtypes, _release.restype = [ctypes.c_void_p], None


def address(of: Slice) -> int:
    """Where a buffer begins in memory; about half a microsecond."""
    view = _Buffer()
    place = ctypes.addressof(view)
    _get(of, place, 0)
    _release(place)
    found: int = view.buf or 0
    return found


@dataclass(eq=False, slots=True)
class Fault:
    """An element that was left out: why, and the member inside it that is to blame."""

    reason: str
    inside: str = ""
    """The path below the element, as `.price`."""
    duplicate: bool = False
    silent: bool = False
    """It is no declared record, and no news."""


@dataclass(eq=False)
class Source:
    """A document that was read: its bytes, its rows, and what belongs to neither."""

    buf: bytes
    ids: Any
    """`ids(kind)` is the dictionary from the partner's keys to our ids with which the document was read."""
    faults: dict[int, Fault] = field(default_factory=dict)
    """By offset: the elements that were left out."""
    placed: dict[tuple[int, Any, str], str] = field(default_factory=dict)
    """Ids of variants: (edge, parent, key) to id."""
    streams: dict[Stream, list[Any]] = field(default_factory=dict)
    index: Any = None
    """The byte index of units, once something was written."""
    base: int = 0

    def __post_init__(self) -> None:
        """Note where the bytes lie."""
        self.base = address(self.buf)

    def at(self, raw: Slice) -> int:
        """The offset of a slice."""
        return address(raw) - self.base

    def span(self, raw: Slice) -> tuple[int, int]:
        """The first offset of a slice, and the one behind it."""
        start = address(raw) - self.base
        return start, start + len(memoryview(raw))

    def problems(self) -> tuple[Problem, ...]:
        """What was left out, with paths, in the order of the document."""
        if not self.faults:
            return ()
        found: dict[int, str] = {}
        ordered = [(at, fault) for at, fault in sorted(self.faults.items(), key=itemgetter(0)) if not fault.silent]
        _find_paths(self, self.buf, "$", [at for at, _ in ordered], found)
        return tuple(Problem(found[at] + fault.inside, fault.reason) for at, fault in ordered)


def first_byte(raw: Slice) -> bytes:
    """The character with which a value begins: what sort of value it is."""
    return bytes(memoryview(raw)[:64]).lstrip()[:1] or bytes(raw).lstrip()[:1]


def _find_paths(src: Source, raw: Slice, path: str, offsets: list[int], found: dict[int, str]) -> None:
    """The JSON path of each offset, by splitting the document anew on the way down to them, and nowhere else."""
    if offsets and offsets[0] == src.at(raw):
        found[offsets[0]] = path
        offsets = offsets[1:]
    if not offsets:
        return
    children: Iterable[tuple[str, Raw]]
    if first_byte(raw) == b"{":
        children = ((f"{path}.{name}", child) for name, child in split_object(raw).items())
    else:
        children = ((f"{path}[{n}]", child) for n, child in enumerate(split_list(raw)))
    for below, child in children:
        start, end = src.span(child)
        inside = offsets[bisect_left(offsets, start) : bisect_left(offsets, end)]
        if inside:
            _find_paths(src, child, below, inside, found)
