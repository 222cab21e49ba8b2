"""What was measured, as values: settings, times and ratios of each document, and the report."""

from dataclasses import dataclass

from tournant.bench.goals import Verdict
from tournant.bench.measure import Times

BASELINES = ("floor", "dict_decode", "pydantic_decode", "dict_encode_1_percent")


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is measured."""

    size: int = 20_000
    """Elements of the deep tree, rows of the other documents."""
    rounds: int = 11
    """How often each contestant runs; min and median are of these."""
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Measured:
    """What one document took."""

    name: str
    about: str
    size_bytes: int
    elements: int
    rows: int
    times: dict[str, Times]

    @property
    def ratios(self) -> dict[str, float]:
        """Everything in times of the floor, and how writes compare; of the fastest runs."""
        fastest = {name: times.min_ms for name, times in self.times.items()}
        one = fastest["encode_1_percent"]
        return {
            **{name: ms / fastest["floor"] for name, ms in fastest.items() if name != "floor"},
            "10_percent_to_1_percent": fastest["encode_10_percent"] / one,
            "1_percent_to_all": one / fastest["encode_all"],
            "1_percent_to_dict": one / fastest["dict_encode_1_percent"],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured, and whether it is good enough."""

    machine: dict[str, str | int]
    documents: list[Measured]
    goals: list[Verdict]
    aims: list[Verdict]

    @property
    def met(self) -> bool:
        """Whether every goal is; aims do not count."""
        return all(goal.met for goal in self.goals)

    def as_json(self) -> dict[str, object]:
        """The report as `--json` prints it."""
        figures: dict[str, object] = {"machine": self.machine}
        for one in self.documents:
            told = {"bytes": one.size_bytes, "elements": one.elements, "rows": one.rows}
            figures[one.name] = {**told, **{name: ms for name, ms in one.times.items() if name not in BASELINES}}
        return {
            "figures": figures,
            "baselines": {one.name: {name: one.times[name] for name in BASELINES} for one in self.documents},
            "ratios": {one.name: one.ratios for one in self.documents},
            "goals": self.goals,
            "aims": self.aims,
        }
