"""The inspection page: what a partner holds and what happened to it, in one small page without a script."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from html import escape
from typing import Final

from tournant.sandbox.http import Json

__all__ = ["of_partner", "of_sandbox"]

_SHOWN: Final = 40
_STYLE: Final = """
:root { color-scheme: light dark; --line: color-mix(in srgb, CanvasText 18%, Canvas) }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.05rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100%; font-size: .9rem } .wide { overflow-x: auto }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
td { font-variant-numeric: tabular-nums; overflow-wrap: anywhere }
.bad { color: light-dark(#b3261e, #ff8a80); font-weight: 600 } .quiet { opacity: .7 }
"""


def of_partner(title: str, report: Json) -> str:
    """Write one partner's page."""
    over = report["limit_violations"]
    verdict = f'<p class="bad">{over} calls over a limit</p>' if over else "<p>No limit was exceeded.</p>"
    faults = ", ".join(f"{name} {rate:g}" for name, rate in report["rates"].items() if rate) or "none"
    alone = "".join(
        f"<p>At {escape(account)} alone: {escape(', '.join(f'{name} {rate:g}' for name, rate in rates.items()))}.</p>"
        for account, rates in report["accounts"].items()
    )
    struck = ", ".join(f"{count} {name}" for name, count in report["faults"].items() if count) or "none yet"
    head = f"It is {escape(report['time'])} in the world; seed {report['seed']}. The same as JSON:"
    links = ", ".join(f'<a href="{name}">{name}</a>' for name in ("state", "writes", "faults"))
    parts = [
        f'<p class="quiet">{head} {links}.</p>',
        verdict,
        f"<p>Faults that are on: {escape(faults)}. Struck so far: {escape(struck)}.</p>{alone}",
        *(_table(name, report[name]) for name in ("merchants", "stores") if name in report),
        _histories(report["orders"]),
        _table("violations", report["violations"]),
        _table("calls", report["calls"]),
        _table("writes", report["writes"]),
        _table("deliveries", report["deliveries"]),
    ]
    return _page(title, parts)


def of_sandbox(partners: Mapping[str, str]) -> str:
    """Write the page that leads to the partners."""
    links = [f'<li><a href="/{escape(name)}/_sandbox/">{escape(title)}</a></li>' for name, title in partners.items()]
    return _page("Simulated partners", [f"<ul>{''.join(links)}</ul>"])


def _page(title: str, parts: Iterable[str]) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · sandbox</title><style>{_STYLE}</style></head>"
        f"<body><h1>{escape(title)}</h1>{''.join(parts)}</body></html>"
    )


def _histories(orders: Mapping[str, Sequence[Json]]) -> str:
    rows = [
        {
            "order": order,
            "history": " → ".join(f"{one['what']} ({one['by']})" for one in history),
            "at": history[-1]["at"],
        }
        for order, history in orders.items()
    ]
    return _table("orders", rows)


def _table(name: str, values: Iterable[object]) -> str:
    every = [asdict(one) if is_dataclass(one) and not isinstance(one, type) else one for one in values]
    rows = [one for one in every if isinstance(one, dict)]
    if not rows:
        return f'<h2>{name.capitalize()}</h2><p class="quiet">None yet.</p>'
    shown = rows[-_SHOWN:][::-1]
    more = f' <span class="quiet">the last {len(shown)} of {len(rows)}</span>' if len(rows) > len(shown) else ""
    columns = list(shown[0])
    head = "".join(f"<th>{escape(column.replace('_', ' '))}</th>" for column in columns)
    lines = ("".join(f"<td>{_cell(row.get(column))}</td>" for column in columns) for row in shown)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    table = f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    return f"<h2>{name.capitalize()}{more}</h2>{table}"


def _cell(value: object) -> str:
    if value is None or value == []:
        return '<span class="quiet">—</span>'
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return escape(text)
