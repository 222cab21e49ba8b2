"""`tournant adapter list` and `tournant adapter show`: which partners there are, and how one is mapped."""

from typing import Annotated

from cyclopts import App, Parameter

from tournant.cli.io import print_json, print_table
from tournant.control.adapters import DocumentMapping, list_adapters, show_adapter

app = App(help="Adapters: one for each partner.")
Json = Annotated[bool, Parameter(negative="")]


@app.command(name="list")
def list_(*, json: Json = False) -> int:
    """List the partners that have an adapter here.

    Parameters
    ----------
    json
        As JSON.
    """
    found = list_adapters()
    if json:
        print_json(
            [
                {
                    "partner": one.partner,
                    "name": one.name,
                    "role": one.role,
                    "api_version": one.api_version,
                    "documents": [document.name for document in one.documents],
                }
                for one in found
            ]
        )
        return 0
    head = ("partner", "name", "role", "api version", "documents")
    lines = [
        (one.partner, one.name, one.role, one.api_version, ", ".join(document.name for document in one.documents))
        for one in found
    ]
    print_table("Adapters", head, lines)
    return 0


@app.command
def show(partner: str, /, *, document: str | None = None, json: Json = False) -> int:
    """Show how a partner's documents are mapped: every column with its place, and what is carried along.

    Parameters
    ----------
    partner
        Which one.
    document
        Only this document.
    json
        As JSON.
    """
    manifest, mappings = show_adapter(partner)
    chosen = [one for one in mappings if document in (None, one.document)]
    if json:
        print_json({"partner": manifest.partner, "documents": chosen})
        return 0
    print(f"{manifest.name} ({manifest.partner}), {manifest.role}, API version {manifest.api_version}")
    for one in chosen:
        _print(one)
    return 0


def _print(one: DocumentMapping) -> None:
    print_table(
        f"{one.document}: {one.about}",
        ("kind", "column", "partner path"),
        ((column.kind, column.column, column.path) for column in one.columns),
    )
    if one.carried:
        print_table("carried along", ("partner path", "why"), ((gone.path, gone.why) for gone in one.carried))
    if one.documented_mapped is not None:
        print(f"{one.documented_mapped} documented fields mapped, {len(one.carried)} carried along")
