"""Our side of the small world, as the round does it: whole documents are written, and only what changed is judged.

What open writes carry for a cell is not kept with the cell but read from their documents. Nothing ends by itself here:
that a written "sold out" and a shown one have the same end is what projections see to.
"""

from typing import Any

from tests.sync.echo.engine import ANSWER_S, Engine, Target
from tests.sync.echo.given import at
from tests.sync.echo.sending import Sending, Sent
from tests.sync.echo.world import KEYS, LAG_S, Key, Life

from tournant.sync.decide.cell import LONG_AGO, PLAIN, Look, Nature, quiet
from tournant.sync.decide.contest import Register
from tournant.sync.decide.judge import AVAILABILITY, FIELD, Judged, Open, Scene, judge, text_of
from tournant.sync.decide.meeting import Stage, stage


class DocumentSending(Sending):
    """Keeps what each write carries, and notes nothing on cells."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401 - as the other
        super().__init__(*given)
        self.documents: dict[str, dict[Key, object]] = {}

    def write(self, target: Any, resource: str, cells: dict[Key, object]) -> None:  # type: ignore[explicit-override]  # noqa: ANN401 - typing.override came with Python 3.12
        self.number += 1
        write = self.rule.write(f"w{self.number}", self.world.now)
        target.writes[write.id], self.documents[write.id] = write, cells
        target.busy.add(resource)
        sent = Sent(target, write.id, resource, cells, self.world.now, self.crew)
        self.world.after(self._grant(), lambda: self._transmit(sent))


class DocumentEngine(Engine):
    """One worker that judges looks as wholes."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401 - as the other
        super().__init__(*given)
        self.paper = DocumentSending(self.world, self.rule, self.targets)
        self.sending = self.paper
        self.last: dict[str, tuple[Look, dict[Key, object]]] = {}

    def value(self, value: object) -> Any:  # type: ignore[explicit-override]  # noqa: ANN401 - typing.override came with Python 3.12
        return text_of(value)

    def nature(self, key: Key) -> Nature:  # type: ignore[explicit-override]  # typing.override came with Python 3.12
        return AVAILABILITY if key[1] == FIELD else PLAIN

    def _take_in(self, target: Target, found: dict[Key, Life], begin: float) -> None:  # type: ignore[explicit-override]  # typing.override came with Python 3.12
        target.is_looking = False
        look = Look(at(begin - LAG_S.get(target.name, 0)), at(self.world.now))
        now = {key: life.value for key, life in found.items()}
        was = self.last.get(target.name)
        self.last[target.name] = (look, now)
        if was is None:
            self._first(target, found, look)
            return
        step = stage(target.live_since, look, based=target.is_based)
        judged = judge(self._scene(target, was, (look, now), step))
        target.cells = dict(judged.kept)
        for life in found.values():
            self._note(target, life, look, judged)
        target.is_based = target.is_based or step is Stage.BASELINE
        self._answer(target, found, look)
        if judged.waits:
            target.is_dirty = True
            return
        target.writes = {id_: write for id_, write in target.writes.items() if not write.is_over(look.begin)}
        if step is not Stage.OBSERVE and target.live_since is not None:
            self._write(target, now, judged)

    def _first(self, target: Target, found: dict[Key, Life], look: Look) -> None:
        for key, life in found.items():
            life.said.add("first")
            if target.name == "till":
                self._set(key, Register(text_of(life.value), "till", LONG_AGO, look.end), life)

    def _scene(
        self, target: Target, was: tuple[Look, dict[Key, object]], now: tuple[Look, dict[Key, object]], step: Stage
    ) -> Scene:
        return Scene(
            look=now[0],
            stage=step,
            was=was[1],
            was_seen=was[0],
            now=now[1],
            canonical={key: life.value for key, life in self.lives.items()},
            open={id_: Open(write, self.paper.documents[id_]) for id_, write in target.writes.items()},
            kept=target.cells,
            owns=lambda _: target.name == "till",
        )

    def _note(self, target: Target, life: Life, look: Look, judged: Judged) -> None:
        said, cell = self._said(target, life, look, judged), judged.kept.get(life.key)
        if said == "hold":
            target.questions.setdefault(life.key, (self.world.now, look.begin))
        elif cell is None or not cell.held:
            target.questions.pop(life.key, None)
        if said == "echo":
            target.echoed[life.key] = life
        if said != "wait":
            target.latest[life.key] = max(life.born, target.latest.get(life.key, 0))
        self.count[said] += 1
        life.said.add(said)
        life.met = self.world.now if life.met is None else life.met

    def _said(self, target: Target, life: Life, look: Look, judged: Judged) -> str:
        key, cell = life.key, judged.kept.get(life.key)
        if key in judged.edits:
            return self._weigh(target, life, look, judged.edits[key])
        if key in judged.observed:
            return "observed"
        if key in judged.counted:
            return str(judged.counted[key])
        if cell is not None and cell.echoed == look.end:
            return "echo"
        return "wait" if cell is not None and cell.pend is not None else "same"

    def _answer(self, target: Target, found: dict[Key, Life], look: Look) -> None:  # type: ignore[explicit-override]  # typing.override came with Python 3.12
        for key, (asked, since) in list(target.questions.items()):
            if self.world.now > asked + ANSWER_S:
                life = found[key]
                del target.questions[key]
                target.cells[key] = quiet(text_of(life.value), None, look)
                if life.by == "people":
                    self._weigh(target, life, look, since)

    def _write(self, target: Target, now: dict[Key, object], judged: Judged) -> None:
        """Write a document that carries everything; what must not be written stands in it as it was seen."""
        if len(self.lives) < len(KEYS):
            return  # The till was not seen yet.
        wanted = {key: now[key] if key in judged.closed else self.lives[key].value for key in KEYS}
        if wanted != now and not target.busy:
            self.sending.write(target, "menu" if target.name == "ends" else "item", wanted)
