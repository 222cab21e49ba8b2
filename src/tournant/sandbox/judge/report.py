"""The report of a run, and the verdict: what is wrong, in sentences."""

from collections import Counter
from collections.abc import Collection
from typing import Final

from tournant.kernel import bounds
from tournant.sandbox.http import Json
from tournant.sandbox.judge.agreement import Findings, Settings, agreement
from tournant.sandbox.judge.content import Contents
from tournant.sandbox.judge.evidence import Evidence
from tournant.sandbox.judge.names import Names
from tournant.sandbox.judge.orders import OUTCOMES, Ledger, ledger
from tournant.sandbox.judge.tickets import Owner
from tournant.sandbox.judge.visible import percentile, seconds_to_visible
from tournant.sandbox.world.truth import Truth
from tournant.sandbox.world.world import World

__all__ = ["judge", "verdict"]

_ENOUGH: Final = 100
"""Orders from which on a share means something."""
_INJECTED: Final = 0.95


def judge(
    world: World,
    truth: Truth,
    evidence: Evidence,
    people: tuple[Collection[str], Owner | None] = ((), None),
    settings: Settings | None = None,
) -> Json:
    """Write the report. `people`: ids of orders that were ever put before a person, and whose a ticket is (or None)."""
    settings = settings or Settings()
    names = Names(world, truth)
    found = agreement(world, truth, evidence, names, settings)
    orders = ledger(world, truth, evidence, Contents(names), people)
    books = (evidence.square, evidence.uber)
    faults: Counter[str] = Counter()
    for one in books:
        faults.update({name: count for name, count in one.faults.items() if count})
    return {
        "links": len(world.stores),
        "edits": len(truth.edits),
        "faults": faults.total(),
        "faults_by_kind": dict(sorted(faults.items())),
        "calls": sum(one.calls_received for one in books),
        "limit_violations": sum(len(one.violations) for one in books),
        "books_lost": sum(one.lost for one in books),
        "not_judged": sorted(settings.not_judged),
        **_of_links(found),
        **_of_orders(truth, orders),
    }


def _of_links(found: Findings) -> Json:
    seconds = list(seconds_to_visible(found.fields))
    wrong = [f"{store}: {one}" for store, every in found.links.items() for one in every]
    return {
        "links_in_agreement": sum(not every for every in found.links.values()),
        "edits_lost": len(found.lost),
        "edits_concurrent": found.concurrent,
        "edits_overwritten_unseen": found.unseen,
        "fields_erased": len(found.erased),
        "time_to_visible_s": {"p50": percentile(seconds, 0.5), "p99": percentile(seconds, 0.99)},
        "disagreements": wrong[: bounds.FINDINGS_NAMED_MAX],
        "erased": found.erased[: bounds.FINDINGS_NAMED_MAX],
    }


def _of_orders(truth: Truth, orders: Ledger) -> Json:
    counts = {f"orders_{name}": len(orders.outcomes[name]) for name in OUTCOMES}
    named = {"doubled": orders.doubled, "late": orders.late, "wrong": orders.wrong}
    return {
        "orders_sent": len(truth.orders),
        **counts,
        **{f"orders_{name}": len(found) for name, found in named.items()},
        "lost": orders.outcomes["lost"][: bounds.FINDINGS_NAMED_MAX],
        **{name: found[: bounds.FINDINGS_NAMED_MAX] for name, found in named.items()},
    }


def verdict(report: Json) -> list[str]:
    """Say in sentences what is wrong; a run of which nothing is said was right."""
    found = []
    apart = report["links"] - report["links_in_agreement"]
    if apart:
        found.append(f"{apart} of {report['links']} links are not in agreement: {_first(report['disagreements'])}")
    for key, what, named in _COUNTS:
        if report[key]:
            found.append(f"{report[key]} {what}{': ' + _first(report[named]) if named else ''}")
    counted = sum(report[f"orders_{name}"] for name in OUTCOMES)
    if counted != report["orders_sent"]:
        found.append(f"{report['orders_sent']} orders were sent and {counted} are accounted for")
    if report["orders_sent"] >= _ENOUGH and report["orders_injected"] <= _INJECTED * report["orders_sent"]:
        found.append(f"only {report['orders_injected']} of {report['orders_sent']} orders reached the till")
    return found


_COUNTS: Final = (
    ("edits_lost", "edits were lost", "disagreements"),
    ("fields_erased", "fields that the platform does not model are not as they were left", "erased"),
    ("orders_lost", "orders were lost", "lost"),
    ("orders_doubled", "orders were doubled", "doubled"),
    ("orders_late", "orders were late", "late"),
    ("orders_wrong", "things are wrong with orders", "wrong"),
    ("limit_violations", "calls were over a limit", ""),
    ("books_lost", "calls or writes are missing in the books", ""),
)


def _first(named: list[str]) -> str:
    return named[0] if named else "not named"
