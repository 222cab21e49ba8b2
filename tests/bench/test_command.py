"""`tournant bench mapping`: what it prints, and how it ends. No test here looks at how fast anything is."""

import json
import subprocess
import sys
from typing import Any

import msgspec
import pytest

from tournant.bench import mapping
from tournant.bench.goals import LIMITS, Bound, Limits
from tournant.bench.report import Settings
from tournant.cli import bench
from tournant.control import BadInput

NAMES = {"deep", "flat", "tagged"}
UNREACHABLE = Limits(goals=(Bound("deep", "decode", 1e-9),), aims=())
EASY = Limits(goals=(Bound("deep", "decode", 1e9),), aims=(Bound("flat", "encode_1_percent", 1e-9),))


def small(limits: Limits, *, as_json: bool = False, check: bool = False) -> int:
    return bench.mapping(json=as_json, check=check, size=bench.SIZE_MIN, rounds=1, limits=limits)


@pytest.fixture(scope="module")
def printed() -> dict[str, Any]:
    """What one run prints, for the tests that look at the same report."""
    report = mapping.run(Settings(size=bench.SIZE_MIN, rounds=1), LIMITS, str)
    found: dict[str, Any] = json.loads(msgspec.json.encode(report.as_json()))
    return found


def test_the_keys_of_the_json(printed: dict[str, Any]) -> None:
    """Figures, baselines and ratios by document; goals and aims with what was seen."""
    assert set(printed) == {"figures", "baselines", "ratios", "goals", "aims"}
    assert set(printed["figures"]) == NAMES | {"machine"}
    assert set(printed["baselines"]) == set(printed["ratios"]) == NAMES
    assert {"cpu", "cores", "python", "msgspec"} <= set(printed["figures"]["machine"])
    for verdict in (*printed["goals"], *printed["aims"]):
        assert set(verdict) == {"what", "goal", "seen", "met"}
        assert verdict["met"] == (verdict["seen"] <= verdict["goal"])


def test_every_document_has_every_figure(printed: dict[str, Any]) -> None:
    """The same contestants ran on all three, each with its fastest and its median run, and each has a label."""
    for name in NAMES:
        figures, baselines = printed["figures"][name], printed["baselines"][name]
        sizes = {"bytes", "elements", "rows"}
        assert sizes <= set(figures)
        assert (set(figures) - sizes) | set(baselines) == set(bench.LABELS)
        for times in (*baselines.values(), *(figures[one] for one in set(figures) - sizes)):
            assert set(times) == {"min_ms", "median_ms"}


def test_ratios_are_those_of_the_fastest_runs(printed: dict[str, Any]) -> None:
    """Everything in times of the floor, and writes beside each other."""
    for name in NAMES:
        figures, baselines, ratios = (printed[part][name] for part in ("figures", "baselines", "ratios"))
        assert ratios["decode"] == pytest.approx(figures["decode"]["min_ms"] / baselines["floor"]["min_ms"])
        one, ten = figures["encode_1_percent"]["min_ms"], figures["encode_10_percent"]["min_ms"]
        assert ratios["10_percent_to_1_percent"] == pytest.approx(ten / one)
        assert ratios["1_percent_to_dict"] == pytest.approx(one / baselines["dict_encode_1_percent"]["min_ms"])


def test_a_missed_goal_ends_with_1(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """With --check, a goal that nobody can meet is a failure."""
    assert small(UNREACHABLE, as_json=True, check=True) == 1
    (goal,) = json.loads(capsysbinary.readouterr().out)["goals"]
    assert not goal["met"]


def test_an_aim_is_no_goal(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """A missed aim is said, and is no failure; standard output holds nothing but the report, standard error nothing."""
    assert small(EASY, as_json=True, check=True) == 0
    out, err = capsysbinary.readouterr()
    found = json.loads(out)
    assert [verdict["met"] for verdict in (*found["goals"], *found["aims"])] == [True, False]
    assert err == b""


def test_the_tables_name_everything(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """For a person: a table a document, the goals, the aims, and the machine; a missed goal alone is no failure."""
    assert small(UNREACHABLE) == 0
    out = capsysbinary.readouterr().out.decode()
    assert all(label in out for label in bench.LABELS.values())
    assert all(word in out for word in ("Goals", "Aims", "msgspec", "x floor", "rows/s"))


def test_the_published_goals() -> None:
    """What must hold: 2.6 times the floor for the deep tree, 3.5 for flat and tagged lists."""
    assert {(one.document, one.ratio): one.most for one in LIMITS.goals} == {
        ("deep", "decode"): 2.6,
        ("flat", "decode"): 3.5,
        ("tagged", "decode"): 3.5,
    }


@pytest.mark.parametrize(("size", "rounds"), [(bench.SIZE_MIN - 1, 1), (bench.SIZE_MIN, 0)])
def test_what_cannot_be_measured_is_refused(size: int, rounds: int) -> None:
    """A document without items and a contest without rounds are bad input."""
    with pytest.raises(BadInput):
        bench.mapping(size=size, rounds=rounds)


def test_without_pydantic_it_says_how_to_get_it() -> None:
    """Where the environment has only what the platform needs, one sentence helps."""
    code = "import sys; sys.modules['pydantic'] = None; from tournant.cli import bench; sys.exit(bench.mapping())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)  # noqa: S603 - our own words
    assert ran.returncode == 1
    assert ran.stdout == b""
    (line,) = ran.stderr.decode().splitlines()
    assert "make setup-dev" in line
