"""The rule as the simulation uses it: as it is, or with one clause taken out of a copy of its sources."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NamedTuple

from tests.sync.echo.given import ON, at
from tests.sync.echo.world import FLIGHT_S, JOB_S, PAUSE_S

HOME: Final = Path(__file__).parents[3] / "src/tournant/sync/decide"
PACKAGE: Final = "tournant.sync.decide."
MODULES: Final = ("own", "cell", "case", "echo", "meeting", "contest")


class Cut(NamedTuple):
    """One change of the sources."""

    module: str
    old: str
    new: str


@dataclass
class Rule:
    """The modules of one form of the rule."""

    own: ModuleType
    cell: ModuleType
    case: ModuleType
    echo: ModuleType
    meeting: ModuleType
    contest: ModuleType

    def nature(self, key: tuple[str, ...]) -> Any:  # noqa: ANN401 - of the rule that is tried
        return self.cell.Nature(ON) if key[1] == "available" else self.cell.PLAIN

    def shown(self, key: tuple[str, ...], value: object, until: float | None) -> Any:  # noqa: ANN401 - of the rule that is tried
        return self.cell.Shown(value, self.nature(key), None if until is None else at(until))

    def write(self, id_: str, now: float) -> Any:  # noqa: ANN401 - of the rule that is tried
        lasts = (timedelta(seconds=one) for one in (FLIGHT_S, JOB_S, PAUSE_S))
        return self.own.Write(id_, self.own.Bound(*lasts), at(now))


def rule(name: str, cuts: Iterable[Cut] = ()) -> Rule:
    """The rule with these changes, as modules of their own."""
    made: dict[str, ModuleType] = {}
    for module in MODULES:
        text = (HOME / f"{module}.py").read_text(encoding="utf-8")
        for cut in cuts:
            if cut.module == module:
                assert text.count(cut.old) == 1, f"{name}: the snippet is not there once"
                text = text.replace(cut.old, cut.new)
        made[module] = ModuleType(f"echo_{name}.{module}")
        sys.modules[made[module].__name__] = made[module]
        source = text.replace(f"from {PACKAGE}", f"from echo_{name}.")
        exec(compile(source, f"{name}/{module}.py", "exec"), made[module].__dict__)  # noqa: S102 - our own words, changed
    return Rule(**made)
