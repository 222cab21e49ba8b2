"""Taxes: records that things name, or rates on the things themselves."""

from collections.abc import Iterator
from typing import Any, Final

from msgspec import structs

from tournant.canon.item import Item
from tournant.canon.tax import ItemTax, TaxRate
from tournant.kernel import money
from tournant.kernel.row import UNSET
from tournant.project.backmap import Origin
from tournant.project.catalog import Catalog, known
from tournant.project.draft import Draft

__all__ = ["put_taxes"]

_COLUMNS: Final = {False: "tax_rate_added", True: "tax_rate_included"}


def put_taxes(draft: Draft, catalog: Catalog) -> None:
    """Put the taxes of all items into the form that the partner has."""
    if draft.capability.tax_columns:
        draft.rows["Item"] = [_with_rates(draft, catalog, row) for row in draft.rows.get("Item", ())]
        return
    for row in list(draft.rows.get("Item", ())):
        _put_links(draft, catalog, row)
    kept = [structs.replace(row, tax_rate_added=UNSET, tax_rate_included=UNSET) for row in draft.rows.get("Item", ())]
    draft.rows["Item"] = kept


def _with_rates(draft: Draft, catalog: Catalog, row: Item) -> Item:
    rates: dict[bool, list[TaxRate]] = {False: [], True: []}
    for tax in _taxes(catalog, row.id):
        rates[known(tax, "included") is True].append(tax)
    values: dict[str, Any] = {}
    for included, taxes in rates.items():
        if not taxes or known(row, _COLUMNS[included]) is not None:
            continue
        values[_COLUMNS[included]] = sum(known(tax, "rate") or 0 for tax in taxes)
        if len(taxes) > 1:
            draft.losses.add("Item", row.id, _COLUMNS[included], "taxes_joined", ", ".join(_name(tax) for tax in taxes))
    return structs.replace(row, **values) if values else row


def _taxes(catalog: Catalog, id_: str) -> Iterator[TaxRate]:
    for link in catalog.below("ItemTax", id_):
        tax = catalog.get("TaxRate", link.target)
        if tax is not None and known(tax, "enabled") is not False and known(tax, "deleted") is not True:
            yield tax


def _name(tax: TaxRate) -> str:
    return str(known(tax, "name") or tax.id)


def _put_links(draft: Draft, catalog: Catalog, row: Item) -> None:
    """Name the records, and make records of rates that only stand on the item."""
    named = list(_taxes(catalog, row.id))
    for number, tax in enumerate(named):
        if not draft.has(TaxRate, tax.id):
            draft.entity(TaxRate, tax, Origin("Made", tax.id), {"parent": UNSET, "position": UNSET})
        draft.put(ItemTax(tax.id, row.id, number))
    for included, column in _COLUMNS.items():
        rate = known(row, column)
        if rate and not named:
            draft.put(ItemTax(_made(draft, rate, included=included), row.id, int(included)))


def _made(draft: Draft, rate: int, *, included: bool) -> str:
    word = "included" if included else "added"
    id_ = f"tax~{word}~{rate}"
    if not draft.has(TaxRate, id_):
        columns = {"id": id_, "name": f"Tax {money.decimal_of_rate(rate, percent=True)} %", "rate": rate}
        made = {**columns, "included": included, "enabled": True}
        draft.entity(TaxRate, None, Origin("Made", id_), made)
    return id_
