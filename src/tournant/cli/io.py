"""Reading what a command is given, and printing what it answers."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

from tournant.control import BadInput
from tournant.kernel import bounds

STDIN = "-"
_ROWS_AT_ONCE = 1000
_WIDE_COLUMNS = 10_000


def read_input(file: str) -> bytes:
    """The bytes of a file, or of standard input for `-`; BadInput for what cannot be read, or is too large."""
    try:
        if file == STDIN:
            found = sys.stdin.buffer.read(bounds.DOCUMENT_BYTES_MAX + 1)
        else:
            with Path(file).open("rb") as source:
                found = source.read(bounds.DOCUMENT_BYTES_MAX + 1)
    except OSError as why:
        raise BadInput(f"{file} cannot be read: {why.strerror or why}") from None
    if len(found) > bounds.DOCUMENT_BYTES_MAX:
        raise BadInput(f"{file} has more than {bounds.DOCUMENT_BYTES_MAX} bytes")
    return found


def write_file(file: str, text: bytes) -> None:
    """Write a file; BadInput where it cannot be written."""
    try:
        Path(file).write_bytes(text)
    except OSError as why:
        raise BadInput(f"{file} cannot be written: {why.strerror or why}") from None


def say(sentence: str) -> None:
    """Print one line for the person, apart from the data."""
    print(sentence, file=sys.stderr)


def print_bytes(text: bytes) -> None:
    """Print data as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()


def print_json(value: object) -> None:
    """Print data as one JSON document."""
    print_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def print_rows(rows: dict[str, list[Any]]) -> None:
    """Print rows as lines of JSON: the kind first, then the row's own members."""
    lines: list[bytes] = []
    for kind, mine in rows.items():
        start = b'{"kind":' + msgspec.json.encode(kind) + b","
        for row in mine:
            lines.append(start + msgspec.json.encode(row)[1:] + b"\n")
            if len(lines) == _ROWS_AT_ONCE:
                print_bytes(b"".join(lines))
                lines.clear()
    print_bytes(b"".join(lines))


def instant(at: datetime) -> str:
    """An instant for a person."""
    return f"{at:%Y-%m-%d %H:%M:%S}Z"


def print_table(title: str, head: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """Print a table for a person; as wide as it needs to be where nobody watches."""
    table = Table(*head)
    for line in lines:
        table.add_row(*line)
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDE_COLUMNS)
    console.print(title, style="bold", highlight=False)
    console.print(table)
