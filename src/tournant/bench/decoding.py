"""Decode, and the baselines that read the same document."""

from tournant.bench import agree
from tournant.bench.case import Case
from tournant.bench.measure import Contestant
from tournant.kernel import check
from tournant.kernel.ids import DerivedIds
from tournant.lens import ExternalIds

PARTNER = "bench"


def verify(case: Case) -> None:
    """Every baseline gives the mapping's rows, and only the broken document has a problem."""
    ids = ExternalIds()
    found = case.lens.decode(case.buf, ids)
    check.ensure(not found.problems, f"{case.name}: the document has problems")
    check.ensure(len(case.lens.decode(case.broken, ids).problems) == 1, f"{case.name}: one problem is planted")
    agree.baseline(f"{case.name}: code by hand", found.rows, case.baselines.by_hand(case.buf, ids))
    agree.baseline(f"{case.name}: pydantic", found.rows, case.baselines.by_models(case.buf, ids))


def contestants(case: Case) -> list[Contestant]:
    """Decode with the crosswalk warm, without one, and cold; and the baselines, all with the crosswalk warm."""
    ids, lens, buf, baselines = DerivedIds(PARTNER), case.lens, case.buf, case.baselines
    lens.decode(buf, ids)
    return [
        Contestant("floor", lambda: baselines.floor(buf)),
        Contestant("decode", lambda: lens.decode(buf, ids)),
        Contestant("decode_without_crosswalk", lambda: lens.decode(buf, ExternalIds())),
        Contestant("decode_crosswalk_cold", lambda: lens.decode(buf, DerivedIds(PARTNER))),
        Contestant("decode_one_wrong_shape", lambda: lens.decode(case.broken, ids)),
        Contestant("dict_decode", lambda: baselines.by_hand(buf, ids)),
        Contestant("pydantic_decode", lambda: baselines.by_models(buf, ids)),
    ]
