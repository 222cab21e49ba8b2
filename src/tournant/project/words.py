"""Texts, pictures, translations and sets: what a partner takes in another form, shorter, or not at all."""

from typing import Any, Final

from msgspec import structs

from tournant.canon.item import Image, ImageLink
from tournant.kernel.row import UNSET, Entity
from tournant.project.backmap import Origin
from tournant.project.catalog import Catalog, known, link_name
from tournant.project.draft import Draft

__all__ = ["drop_kinds", "put_images", "report_left_out", "shorten"]

_MORE: Final = "…"
_NOT_COLUMNS: Final = frozenset({"id", "external_id", "parent", "position", "ordinal", "target"})


def shorten(draft: Draft) -> None:
    """Cut the texts that are too long for the partner."""
    for place, most in draft.capability.text_chars_max.items():
        kind, column = place.split(".")
        kept = []
        for row in draft.rows.get(kind, ()):
            text = known(row, column)
            if text is not None and len(text) > most:
                draft.losses.add(kind, row.id, column, "text_shortened", f"{len(text)} characters, {most} at most")
                text = text[: most - 1].rstrip() + _MORE
                kept.append(structs.replace(row, **{column: text}))
            else:
                kept.append(row)
        if kept:
            draft.rows[kind] = kept


def put_images(draft: Draft, catalog: Catalog) -> None:
    """Pictures as addresses on what they show; or as records, where the partner has them already."""
    for kind in ("Item", "Category", "ModifierGroup"):
        draft.rows[kind] = [_with_image(draft, catalog, kind, row) for row in draft.rows.get(kind, ())]


def _with_image(draft: Draft, catalog: Catalog, kind: str, row: Any) -> Any:  # noqa: ANN401 - a row of that kind
    origin = draft.back_map[kind, row.id]
    links = catalog.below("ImageLink", origin.id) if origin.kind in ("Item", "Category", "ModifierGroup") else []
    if draft.capability.image_columns:
        urls = [known(catalog.get("Image", link.target), "url") for link in links]
        url = next((url for url in urls if url), None)
        there = kind == "Item" and known(row, "image_url") is None and url is not None
        return structs.replace(row, image_url=url) if there else row
    for number, link in enumerate(links):
        if link.target in draft.link.ext:
            if not draft.has(Image, link.target):
                draft.entity(Image, catalog.get("Image", link.target), Origin("Made", link.target), {})
            draft.put(ImageLink(link.target, row.id, number))
        else:
            draft.losses.add(kind, row.id, link.target, "image_lost")
    if known(row, "image_url") is not None:
        draft.losses.add(kind, row.id, "image_url", "image_lost")
        return structs.replace(row, image_url=UNSET)
    return row


def report_left_out(draft: Draft, catalog: Catalog) -> None:
    """Say what of the catalog has no place at the partner."""
    capability, losses = draft.capability, draft.losses
    for row in catalog.of("Translation") if not capability.translations else ():
        losses.add(
            "Translation", str(row.parent), str(known(row, "locale")), "translation_lost", str(known(row, "field"))
        )
    for row in catalog.of("Bundle") if not capability.bundles else ():
        losses.add("Bundle", row.id, "", "bundle_lost")
    for row in catalog.of("DaypartLink") + catalog.of("Daypart"):
        if catalog.get("Item", str(row.parent)) is not None and "Item" not in capability.hours_on:
            losses.add("Item", str(row.parent), "", "hours_lost")
    _report_not_shown(draft, catalog)
    _report_lists(draft)
    _report_columns(draft)


def _report_not_shown(draft: Draft, catalog: Catalog) -> None:
    losses = draft.losses
    for kind in ("PresentAt", "AbsentAt") if draft.link.location is None else ():
        for row in catalog.of(kind):
            losses.add(kind, link_name(row.parent, row.target), "", "location_lost")
    shown = {(origin.kind, origin.id) for origin in draft.back_map.values()}
    for kind in ("Category", "Item", "ModifierGroup", "Modifier"):
        for row in catalog.of(kind):
            if (kind, row.id) not in shown:
                losses.add(kind, row.id, "", "not_shown")


def drop_kinds(draft: Draft) -> None:
    """Leave out the rows of kinds that the partner's menu has no place for."""
    carried = draft.capability.columns
    for kind in [kind for kind in draft.rows if carried is not None and kind not in carried]:
        rows = draft.rows.pop(kind)
        if not all(draft.is_made(row) for row in rows):
            draft.losses.add(kind, "", "", "kind_lost", f"{len(rows)} in all")


def _report_lists(draft: Draft) -> None:
    for kind, most in draft.capability.list_rows_max.items():
        counted: dict[str, int] = {}
        for row in draft.rows.get(kind, ()):
            counted[row.parent] = counted.get(row.parent, 0) + 1
        for parent, count in counted.items():
            if count > most:
                draft.losses.add(kind, parent, "", "list_shortened", f"{count} entries, {most} at most")


def _report_columns(draft: Draft) -> None:
    """Columns that say something and that the partner has no place for: one line a column, for there may be many."""
    for (kind, column), ids in draft.dropped.items():
        draft.losses.add(kind, min(ids), column, "not_carried", f"{len(ids)} in all")
    for kind, carried in (draft.capability.columns or {}).items():
        counted: dict[str, list[str]] = {}
        for row in draft.rows.get(kind, ()):
            for column in set(row.__struct_fields__) - _NOT_COLUMNS - carried:
                if known(row, column) not in (None, (), False):
                    name = row.id if isinstance(row, Entity) else link_name(row.parent, row.target)
                    counted.setdefault(column, []).append(name)
        for column, names in counted.items():
            draft.losses.add(kind, min(names), column, "not_carried", f"{len(names)} in all")
