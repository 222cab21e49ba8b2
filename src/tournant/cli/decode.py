"""`tournant decode`: one partner document as flat rows."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from cyclopts import Parameter
from msgspec import UNSET

from tournant.cli.io import STDIN, print_json, print_rows, print_table, read_input, say
from tournant.control import BadInput
from tournant.control.reading import Read, adapter, read
from tournant.kernel.money import BareAmount, Money, text_of

EXIT_PROBLEMS = 2


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Options:
    """How a document is read and printed."""

    format: Literal["ndjson", "table", "counts"] = "ndjson"
    """ndjson: a row a line; table: for reading; counts: how many rows of each kind."""
    currency: str | None = None
    """ISO 4217 code of amounts whose currency the document does not say."""
    document: str | None = None
    """The document's type, where it shall not be recognised from its shape."""
    strict: bool = False
    """Exit with 2 where anything was left out."""
    json: Annotated[bool, Parameter(negative="")] = False
    """Counts as JSON; rows are JSON anyway."""


def decode(partner: str, file: str = STDIN, /, *, options: Options | None = None) -> int:
    """Print a partner's document as flat rows, one a line.

    What is wrong-shaped is left out, and said on standard error with its path; their count comes last. The exit code
    is 2 for what is not that partner's document, or not JSON.

    Parameters
    ----------
    partner
        Whose document it is: square, uber_eats; `tournant adapter list` names them.
    file
        The document; - is standard input.
    """
    how = options or Options()
    if how.json and how.format == "table":
        raise BadInput("--json prints data; --format table is for reading: choose one")
    found = read(adapter(partner), read_input(file), document=how.document, currency=how.currency)
    _print(found, how.format, json=how.json)
    problems = found.decoded.problems
    _say_problems(found)
    return EXIT_PROBLEMS if how.strict and problems else 0


def _print(found: Read, form: str, *, json: bool) -> None:
    rows = {kind: mine for kind, mine in found.rows.items() if mine}
    counts = {kind: len(mine) for kind, mine in rows.items()}
    if form == "ndjson":
        print_rows(rows)
    elif form == "counts" and json:
        print_json({"document": found.document.name, "rows": counts, "problems": len(found.decoded.problems)})
    elif form == "counts":
        for kind, count in counts.items():
            print(f"{count:>8} {kind}")
        print(f"{sum(counts.values()):>8} rows in all")
    else:
        for kind, mine in rows.items():
            _print_kind(kind, mine)


def _print_kind(kind: str, rows: list[Any]) -> None:
    """One table a kind, with the columns that any of its rows has."""
    shown = [name for name in rows[0].__struct_fields__ if any(getattr(row, name) not in (None, UNSET) for row in rows)]
    print_table(f"{kind} ({len(rows)})", shown, ([_cell(getattr(row, name)) for name in shown] for row in rows))


def _cell(value: object) -> str:
    if value is None or value is UNSET:
        return ""
    if isinstance(value, Money | BareAmount):
        return text_of(value)
    return value if isinstance(value, str) else msgspec.json.encode(value).decode().strip('"')


def _say_problems(found: Read) -> None:
    """What was left out, then what leads nowhere (perhaps for that reason), and how much was left out."""
    problems = found.decoded.problems
    for problem in problems:
        say(f"{problem.path}: {problem.reason}")
    for one in found.loose:
        say(one)
    if problems:
        say(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}")
