"""Our side of the small world: looks, the rule, a plan that only writes what differs, and sending that goes wrong."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from tests.sync.echo.given import EVENING, OFF, ON, at
from tests.sync.echo.rule import Rule
from tests.sync.echo.sending import Sending
from tests.sync.echo.world import KEYS, LAG_S, LIVE_S, PARTNERS, Key, Life, World

ANSWER_S: Final = 15.0
POLL_S: Final = 4.0


@dataclass
class Target:
    """What we know of one partner."""

    name: str
    cells: dict[Key, Any] = field(default_factory=dict)
    writes: dict[str, Any] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)
    is_dirty: bool = True
    is_looking: bool = False
    looked: float = -9.0
    is_based: bool = True
    live_since: datetime | None = EVENING
    questions: dict[Key, tuple[float, datetime]] = field(default_factory=dict)
    echoed: dict[Key, Life] = field(default_factory=dict)
    """The life that was explained as ours last."""
    latest: dict[Key, float] = field(default_factory=dict)
    """When the newest life was born that a look has decided about."""


class Engine:
    """One worker of one merchant."""

    def __init__(self, world: World, rule: Rule) -> None:
        self.world, self.rule = world, rule
        self.targets = {name: Target(name) for name in PARTNERS}
        shy = self.targets["shy"]
        shy.live_since, shy.is_based = None, False
        world.after(LIVE_S, lambda: setattr(shy, "live_since", at(world.now)))
        self.catalog: dict[Key, Any] = {}
        self.lives: dict[Key, Life] = {}
        """The life that each register comes from."""
        self.count: Counter[str] = Counter()
        self.sending = Sending(world, rule, self.targets)
        world.on_hook = lambda name: setattr(self.targets[name], "is_dirty", True)
        world.after(0.1, self._tick)

    def value(self, value: object) -> Any:  # noqa: ANN401 - as cells and registers hold it
        return value

    def nature(self, key: Key) -> Any:  # noqa: ANN401 - of the rule that is tried
        return self.rule.nature(key)

    def _tick(self) -> None:
        self.world.after(0.5, self._tick)
        for target in self.targets.values():
            if (target.is_dirty or self.world.now - target.looked > POLL_S) and not target.is_looking:
                target.is_dirty, target.is_looking, target.looked = False, True, self.world.now
                self._look(target)
        if self.world.happens(0.015):
            self.sending.change_hands()

    def _look(self, target: Target) -> None:
        world, begin = self.world, self.world.now
        there, back = (world.dice.uniform(0.005, 2.5 if world.happens(0.08) else 0.15) for _ in range(2))
        if world.happens(0.06):
            world.after(1, lambda: self._missed(target))
        else:
            world.after(there, lambda: self._read(target, begin, back))

    def _missed(self, target: Target) -> None:
        target.is_looking, target.is_dirty = False, True

    def _read(self, target: Target, begin: float, back: float) -> None:
        found = self.world.partners[target.name].read()
        self.world.after(back, lambda: self._take_in(target, found, begin))

    # ------------------------------------------------------------------ one look, in one transaction

    def _take_in(self, target: Target, found: dict[Key, Life], begin: float) -> None:
        target.is_looking = False
        self._let_end()
        lag = timedelta(seconds=LAG_S.get(target.name, 0))
        look = self.rule.cell.Look.of(at(begin), at(self.world.now), lag)
        step = self.rule.meeting.stage(target.live_since, look, based=target.is_based)
        outcomes = {key: self._meet(target, key, found[key], (look, step)) for key in KEYS}
        if step == "baseline":
            target.is_based = True
        self._answer(target, found, look)
        open_ = {own.write for cell in target.cells.values() for own in cell.own}
        target.writes = {id_: write for id_, write in target.writes.items() if id_ in open_}
        if "wait" in outcomes.values():
            target.is_dirty = True
        if step != "observe" and target.live_since is not None:
            self._plan(target, look, outcomes)

    def _meet(self, target: Target, key: Key, life: Life, when: tuple[Any, Any]) -> str:
        look, step = when
        held = self.catalog.get(key)
        canonical = None if held is None else held.value
        place = self.rule.meeting.Place(step, target.name == "till", canonical, target.writes)
        shown = self.rule.shown(key, life.value, life.until)
        met = self.rule.meeting.meet(target.cells.get(key, self.rule.cell.Cell()), shown, look, place)
        target.cells[key] = self._kept(met.cell, look, target.writes)
        self._act(target, life, look, met)
        if met.outcome != "wait":
            target.latest[key] = max(life.born, target.latest.get(key, 0))
        return str(met.outcome)

    def _kept(self, cell: Any, look: Any, writes: dict[str, Any]) -> Any:  # noqa: ANN401 - of the rule that is tried
        """Half of the quiet cells are not kept, only their values and what is open on them."""
        if self.rule.cell.is_quiet(cell, look, writes) and self.world.dice.random() < 0.5:
            return self.rule.cell.quiet(cell.base, cell.until, look, cell.own)
        return cell

    def _act(self, target: Target, life: Life, look: Any, met: Any) -> None:  # noqa: ANN401 - of the rule that is tried
        said = str(met.takes) if met.takes != "ruled" else str(met.outcome)
        if met.takes in ("edit", "adopt"):
            said = self._weigh(target, life, look, met.since)
        elif met.outcome == "hold":
            target.questions.setdefault(life.key, (self.world.now, met.since))
        elif met.outcome == "echo":
            target.echoed[life.key] = life
        if not met.cell.held:
            target.questions.pop(life.key, None)
        self.count[said] += 1
        life.said.add(said)
        if life.met is None:
            life.met = self.world.now

    def _weigh(self, target: Target, life: Life, look: Any, since: datetime) -> str:  # noqa: ANN401 - of the rule that is tried
        contest, key = self.rule.contest, life.key
        until = None if life.until is None else at(life.until)
        edit = contest.Register(self.value(life.value), target.name, since, look.end, until)
        held = self.catalog.get(key)
        verdict, overruled = contest.contest(held, edit, contest.Policy("latest"), self.nature(key))
        if verdict == "overruled":
            return "overruled"
        if overruled is not None:
            self.lives[key].said.add("overruled")
        self._mask(key, edit.value, since, besides=target.name)
        if held is not None and held.value != edit.value:
            is_old = life.born < target.latest.get(key, 0)
            self.count["phantom"] += life.by not in ("people", "start") or is_old
            self.count["travelled"] += not life.is_live
        self._set(key, edit, life)
        return "fold"

    def _set(self, key: Key, register: Any, life: Life) -> None:  # noqa: ANN401 - of the rule that is tried
        if key not in self.catalog or self.catalog[key].value != register.value:
            for target in self.targets.values():
                target.is_dirty = True
        self.catalog[key], self.lives[key] = register, life

    def _mask(self, key: Key, value: object, since: datetime, *, besides: str) -> None:
        for name, target in self.targets.items():
            cell = target.cells.get(key)
            if name != besides and cell is not None and self.rule.contest.is_masked(cell, value, since):
                target.echoed[key].said.add("masked")

    def _let_end(self) -> None:
        for key, held in list(self.catalog.items()):
            if held.until is not None and held.until <= at(self.world.now) and self.nature(key).is_off(held.value):
                ended = self.rule.contest.Register(self.value(ON), self.rule.contest.EXPIRY, held.until, held.until)
                self._mask(key, ended.value, held.since, besides="")
                self._set(key, ended, self.lives[key])

    def _answer(self, target: Target, found: dict[Key, Life], look: Any) -> None:  # noqa: ANN401 - of the rule that is tried
        """The person who was asked says, after a while, that what is there is meant."""
        for key, (asked, since) in list(target.questions.items()):
            if self.world.now > asked + ANSWER_S:
                life = found[key]
                del target.questions[key]
                shown = self.rule.shown(key, life.value, life.until)
                target.cells[key] = self.rule.cell.rebased(target.cells[key], shown, look)
                if life.by == "people":
                    self._weigh(target, life, look, since)

    # ------------------------------------------------------------------ what differs is written

    def _plan(self, target: Target, look: Any, outcomes: dict[Key, str]) -> None:  # noqa: ANN401 - of the rule that is tried
        differing = {
            key: held.value
            for key, held in self.catalog.items()
            if target.cells[key].base != held.value
            and self.rule.meeting.may_be_written(target.cells[key], outcomes[key], look, target.writes)
        }
        prices = {key: value for key, value in differing.items() if key[1] == "price"}
        if target.name != "ends":
            self.sending.write(target, "item", differing)
            return
        if prices:
            self.sending.write(target, "menu", {key: self._wanted(target, key) for key in KEYS})
        self.sending.write(target, "sold out", {key: value for key, value in differing.items() if key not in prices})

    def _wanted(self, target: Target, key: Key) -> object:
        return OFF if target.cells[key].held else self.catalog[key].value if key in self.catalog else ON
