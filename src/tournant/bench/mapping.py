"""`tournant bench mapping`: reading and writing three documents of about 20,000 elements, beside their baselines."""

from collections.abc import Callable, Iterator

from tournant.bench import decoding
from tournant.bench.case import Case
from tournant.bench.deep.case import case as deep
from tournant.bench.encoding import Writes
from tournant.bench.flat.case import case as flat
from tournant.bench.goals import Limits, judge
from tournant.bench.machine import facts
from tournant.bench.measure import in_turn
from tournant.bench.report import Measured, Report, Settings
from tournant.bench.tagged.case import case as tagged

CASES = {"deep": deep, "flat": flat, "tagged": tagged}
Say = Callable[[str], object]


def run(settings: Settings, limits: Limits, say: Say) -> Report:
    """Measure all documents; `say` hears what is being done."""
    documents = list(_measured(settings, say))
    ratios = {one.name: one.ratios for one in documents}
    return Report(facts(), documents, judge(limits.goals, ratios), judge(limits.aims, ratios))


def _measured(settings: Settings, say: Say) -> Iterator[Measured]:
    for name, made in CASES.items():
        say(f"{name}: making the document")
        yield _measure(made(settings.size, settings.seed), settings, say)


def _measure(case: Case, settings: Settings, say: Say) -> Measured:
    say(f"{case.name}: comparing results")
    decoding.verify(case)
    say(f"{case.name}: decode, {settings.rounds} rounds")
    times = in_turn(decoding.contestants(case), settings.rounds)
    writes = Writes(case)
    writes.verify()
    say(f"{case.name}: encode, {settings.rounds} rounds")
    times |= in_turn(list(writes.contestants()), settings.rounds)
    rows = sum(map(len, case.lens.decode(case.buf).rows.values()))
    return Measured(case.name, case.about, len(case.buf), case.elements, rows, times)
