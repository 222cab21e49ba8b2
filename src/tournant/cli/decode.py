"""`tournant decode`: one partner document as flat rows."""

from typing import Annotated, Any, Literal

import msgspec
from cyclopts import Parameter

from tournant.cli.io import STDIN, print_json, print_rows, print_table, read_input, say
from tournant.control import BadInput
from tournant.control.reading import Read, adapter, read
from tournant.lens import Problem

EXIT_PROBLEMS = 2


def decode(  # noqa: PLR0913 - one argument an option
    partner: str,
    file: str = STDIN,
    /,
    *,
    format: Literal["ndjson", "table", "counts"] = "ndjson",  # noqa: A002 - the option's name
    currency: str | None = None,
    document: str | None = None,
    strict: bool = False,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Print a partner's document as flat rows, one a line.

    What is wrong-shaped is left out, and said on standard error with its path; their count comes last. The exit code
    is 2 for what is not that partner's document, or not JSON.

    Parameters
    ----------
    partner
        Whose document it is: square, uber_eats; `tournant adapter list` names them.
    file
        The document; - is standard input.
    format
        ndjson: a row a line; table: for reading; counts: how many rows of each kind.
    currency
        ISO 4217 code of amounts whose currency the document does not say.
    document
        The document's type, where it shall not be recognised from its shape.
    strict
        Exit with 2 where anything was left out.
    json
        Counts as JSON; rows are JSON anyway.
    """
    if json and format == "table":
        raise BadInput("--json prints data; --format table is for reading: choose one")
    found = read(adapter(partner), read_input(file), document=document, currency=currency)
    _print(found, format, json=json)
    problems = found.decoded.problems
    _say_problems(problems)
    return EXIT_PROBLEMS if strict and problems else 0


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
    plain = [msgspec.to_builtins(row) for row in rows]
    head = [name for name in rows[0].__struct_fields__ if any(row.get(name) is not None for row in plain)]
    print_table(f"{kind} ({len(rows)})", head, ([_cell(row.get(name)) for name in head] for row in plain))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict) and "currency" in value:
        amount = value.get("decimal", value.get("amount"))
        return f"{amount} {value['currency'] or '?'}"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _say_problems(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        say(f"{problem.path}: {problem.reason}")
    if problems:
        say(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}")
