"""`tournant demo`: what Tournant can do today, on documents of its own."""

import time
from collections.abc import Iterator
from pathlib import Path

from tournant.control.reading import Read, adapter, read
from tournant.control.translating import translate
from tournant.sdk import Manifest, known_partners

SHOWN = 6
CURRENCY = "EUR"
"""That of our own menus, for the partner whose documents do not say it."""


def demo() -> int:
    """Walk through the mapping: each partner's menu as flat rows, then as every other partner takes it.

    The world of simulated partners, with orders and a lunch rush, comes with a later part.
    """
    menus = [(manifest, path) for manifest in _partners() if (path := manifest.samples.get(manifest.menu))]
    for manifest, path in menus:
        print(f"\n{manifest.name}: {path.name}, {path.stat().st_size:,} bytes")
        _show(read(manifest, path.read_bytes(), currency=CURRENCY))
    for manifest, path in menus:
        for other, _ in menus:
            if other is not manifest:
                _translate(manifest, other, path)
    print("\nTry it with a document of your own: tournant translate --from square --to uber_eats FILE")
    return 0


def _partners() -> Iterator[Manifest]:
    for partner in known_partners():
        yield adapter(partner)


def _show(found: Read) -> None:
    counts = {kind: len(rows) for kind, rows in found.rows.items() if rows}
    print("  " + ", ".join(f"{count} {kind}" for kind, count in counts.items()))
    for item in found.rows.get("Item", [])[:SHOWN]:
        print(f"  {item.id}  {item.name}")


def _translate(one: Manifest, other: Manifest, path: Path) -> None:
    begun = time.perf_counter()
    found = translate(one.partner, other.partner, path.read_bytes(), currency=CURRENCY)
    took = (time.perf_counter() - begun) * 1000
    print(f"\n{one.name} → {other.name}: {len(found.text):,} bytes in {took:.0f} ms, {len(found.losses)} losses")
    for loss in found.losses[:SHOWN]:
        print(f"  {loss}")
    if len(found.losses) > SHOWN:
        print(f"  … and {len(found.losses) - SHOWN} more")
