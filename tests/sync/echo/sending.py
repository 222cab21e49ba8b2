"""How our writes travel: late, lost, twice, as jobs, and from a worker that has lost its lease."""

from dataclasses import dataclass
from typing import Any, Final

from tests.sync.echo.given import OFF, at, carried, last_sent, still_running, transmitted_again
from tests.sync.echo.rule import Rule
from tests.sync.echo.world import FLIGHT_S, JOB_S, PAUSE_S, Key, World

TIMEOUT_S: Final = 3.0


@dataclass
class Sent:
    """One write, on its way."""

    target: Any
    id: str
    resource: str
    cells: dict[Key, object]
    planned: float
    crew: int
    attempt: int = 1
    transmitted: float = 0.0
    is_over: bool = False


class Sending:
    """Transmits writes and notes durably what is known of them."""

    def __init__(self, world: World, rule: Rule, targets: dict[str, Any]) -> None:
        self.world, self.rule, self.targets = world, rule, targets
        self.crew, self.handed_over, self.number = 0, -99.0, 0
        self.written: list[float] = []
        self.answered: dict[str, float] = {}
        """When we knew that a write was done."""

    def write(self, target: Any, resource: str, cells: dict[Key, object]) -> None:  # noqa: ANN401 - what is known of a partner
        """Decide a write: durable, noted on every cell that it carries, and then sent."""
        if not cells or resource in target.busy:
            return
        self.number += 1
        write = self.rule.write(f"w{self.number}", self.world.now)
        target.writes[write.id] = write
        target.busy.add(resource)
        day_end = self.world.partners[target.name].day_end()
        for key, value in cells.items():
            until = at(day_end) if value == OFF and day_end is not None else None
            target.cells[key] = carried(target.cells[key], self.rule.own.Own(write.id, value, until))
        sent = Sent(target, write.id, resource, cells, self.world.now, self.crew)
        self.world.after(self._grant(), lambda: self._transmit(sent))

    def change_hands(self) -> None:
        """Another worker takes over; the old one may still send until it notices."""
        self.crew, self.handed_over = self.crew + 1, self.world.now
        for target in self.targets.values():
            target.busy.clear()
            for id_, write in target.writes.items():
                if write.sent is None:
                    target.writes[id_] = last_sent(write, at(self.world.now))

    def _grant(self) -> float:
        return self.world.dice.uniform(0, 4) if self.world.happens(0.15) else self.world.dice.uniform(0, 0.2)

    def _is_ours(self, sent: Sent) -> bool:
        return sent.crew == self.crew

    def _transmit(self, sent: Sent) -> None:
        if not self._is_ours(sent) and self.world.now > self.handed_over + PAUSE_S:
            return
        sent.transmitted, attempt = self.world.now, sent.attempt
        self.written.append(self.world.now)
        if not self.world.happens(0.06):
            self.world.after(self._flight(), lambda: self._arrive(sent, attempt))
        if self.world.happens(0.08):
            self.world.after(self.world.dice.uniform(0, FLIGHT_S), lambda: self._arrive(sent, 0))
        self.world.after(TIMEOUT_S, lambda: self._give_up(sent, attempt))

    def _flight(self) -> float:
        late = self.world.happens(0.08)
        return self.world.dice.uniform(1, FLIGHT_S) if late else self.world.dice.uniform(0.005, 0.2)

    def _arrive(self, sent: Sent, attempt: int) -> None:
        """At the partner; an attempt of 0 is a copy that the wire made, and answers nobody."""
        if sent.resource != "menu":
            self._land(sent)
            self._answered(sent, attempt, job=None)
            return
        long = self.world.happens(0.2)
        job = {"ends": self.world.now + self.world.dice.uniform(*((3, JOB_S) if long else (0.2, 3)))}
        job["fails"] = float(self.world.happens(0.08))
        if not job["fails"]:
            self.world.after(job["ends"] - self.world.now, lambda: self._land(sent))
        self._answered(sent, attempt, job=job)

    def _land(self, sent: Sent) -> None:
        for key, value in sent.cells.items():
            self.world.partners[sent.target.name].put(key, value, "us", (sent.id, sent.planned))

    def _answered(self, sent: Sent, attempt: int, job: dict[str, float] | None) -> None:
        if self.world.happens(0.06) or attempt == 0:
            return
        delay = self.world.dice.uniform(0.005, 0.15)
        if job is None:
            self.world.after(delay, lambda: self._settle(sent, attempt, done=True))
        else:
            self.world.after(delay, lambda: self._poll(sent, attempt, job))

    def _poll(self, sent: Sent, attempt: int, job: dict[str, float]) -> None:
        if sent.is_over or attempt != sent.attempt or not self._is_ours(sent):
            return
        sent.attempt = attempt = -1  # From here on only the job counts: no time-out ends it.
        if self.world.now >= job["ends"]:
            self._settle(sent, attempt, done=not job["fails"])
            return
        if sent.id in sent.target.writes:
            sent.target.writes[sent.id] = still_running(sent.target.writes[sent.id], at(self.world.now))
        self.world.after(1, lambda: self._poll(sent, attempt, job))

    def _give_up(self, sent: Sent, attempt: int) -> None:
        if sent.is_over or attempt != sent.attempt or not self._is_ours(sent):
            return
        if attempt == 1 and self.world.dice.random() < 0.6 and sent.id in sent.target.writes:
            sent.attempt = 2
            sent.target.writes[sent.id] = transmitted_again(sent.target.writes[sent.id])
            self.world.after(self._grant(), lambda: self._transmit(sent))
        else:
            self._settle(sent, attempt, done=False)

    def _settle(self, sent: Sent, attempt: int, *, done: bool) -> None:
        if sent.is_over or attempt != sent.attempt or not self._is_ours(sent):
            return
        sent.is_over = True
        sent.target.busy.discard(sent.resource)
        sent.target.is_dirty = True
        if done:
            self.answered[sent.id] = self.world.now
        if sent.id in sent.target.writes:
            write = last_sent(sent.target.writes[sent.id], at(sent.transmitted))
            sent.target.writes[sent.id] = write.completed(at(self.world.now)) if done else write
