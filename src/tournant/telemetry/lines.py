"""Log lines: one event a line, with the ids by which it can be followed through the log and through traces."""

import sys
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, Literal, Protocol, Self, TextIO, cast

import structlog

from tournant.kernel import bounds
from tournant.telemetry import metrics, redact
from tournant.telemetry.names import Event
from tournant.telemetry.work import Written

__all__ = ["LEVELS", "Level", "Logger", "configure", "logger", "overheard"]

Level = Literal["debug", "info", "warning", "error"]
LEVELS: Final[dict[Level, int]] = {"debug": 10, "info": 20, "warning": 30, "error": 40}
"""From the finest to the worst."""
_Fields = MutableMapping[str, Any]


class _Render(Protocol):
    def __call__(self, logger: object, name: str, event_dict: _Fields, /) -> str | bytes: ...


class _Way:
    """The way of lines out of this process; what holds until the app says otherwise keeps tests and libraries quiet."""

    def __init__(self) -> None:
        self.least = LEVELS["warning"]
        self.stream: TextIO | None = None
        self.now: Callable[[], datetime] | None = None
        self.render = cast("_Render", structlog.processors.JSONRenderer(default=str))

    def msg(self, line: str) -> None:
        """Write a line; one that cannot be written must not break the work that it tells of."""
        try:
            print(line, file=self.stream or sys.stderr, flush=True)
        except (OSError, ValueError):
            metrics.LINES_LOST.inc()

    debug = info = warning = error = msg

    def dress(self, _: object, name: str, given: _Fields) -> _Fields:
        """Level, time and event first, then what may leave of the rest; a traceback stays text."""
        traceback = given.pop("exception", "")
        first = {"at": self.now().isoformat()} if self.now else {}
        first |= {"level": name, "event": given.pop("event")}
        # Of a long traceback the end says what went wrong.
        last = {"exception": redact.text(traceback[-bounds.LOG_TEXT_CHARS_MAX :])} if traceback else {}
        return first | redact.fields(given) | last

    def spell(self, logger: object, name: str, given: _Fields) -> str | bytes:
        """As JSON or for a terminal."""
        return self.render(logger, name, given)


_WAY: Final = _Way()


class Logger(structlog.BoundLoggerBase):
    """The log of one room. Events are constants of `names`; fields are ids and numbers, never documents."""

    def about(self, why: Written, tenant: str | None = None) -> Self:
        """Lines that carry a trace and its cause, and a merchant's label where there is one."""
        bound = self.bind(trace=why.trace, cause=why.cause)
        return bound.bind(tenant=tenant) if tenant else bound

    def debug(self, event: Event, **fields: object) -> None:
        """What happens all the time."""
        self._say("debug", event, fields)

    def info(self, event: Event, **fields: object) -> None:
        """What an operator may want to know."""
        self._say("info", event, fields)

    def warning(self, event: Event, **fields: object) -> None:
        """What an operator should know; each change of state once."""
        self._say("warning", event, fields)

    def error(self, event: Event, **fields: object) -> None:
        """What somebody has to mend."""
        self._say("error", event, fields)

    def exception(self, event: Event, **fields: object) -> None:
        """What should never happen, with the traceback of the exception that is being handled."""
        self._say("error", event, {"exc_info": True, **fields})

    def _say(self, level: Level, event: Event, fields: dict[str, object]) -> None:
        if LEVELS[level] >= _WAY.least:
            self._proxy_to_logger(level, event, **fields)


def logger(room: str) -> Logger:
    """The log of a room; what `configure` says later holds for it too."""
    made = structlog.wrap_logger(
        _WAY,
        processors=[structlog.processors.format_exc_info, _WAY.dress, _WAY.spell],
        wrapper_class=Logger,
        context_class=dict,
        cache_logger_on_first_use=False,
    )
    return cast("Logger", made.bind(room=room))


@contextmanager
def overheard(stream: TextIO, now: Callable[[], datetime]) -> Iterator[None]:
    """For a while let errors alone be written, as JSON, by this clock, to a stream."""
    before = (_WAY.least, _WAY.now, _WAY.stream, _WAY.render)
    configure("error", json=True, now=now, stream=stream)
    try:
        yield
    finally:
        _WAY.least, _WAY.now, _WAY.stream, _WAY.render = before


def configure(level: Level, *, json: bool, now: Callable[[], datetime], stream: TextIO | None = None) -> None:
    """Say once a process which lines are written, in which form, by which clock; to standard error by default."""
    _WAY.least, _WAY.now, _WAY.stream = LEVELS[level], now, stream
    if json:
        _WAY.render = cast("_Render", structlog.processors.JSONRenderer(default=str))
    else:
        console = structlog.dev.ConsoleRenderer(
            colors=(stream or sys.stderr).isatty(), timestamp_key="at", sort_keys=False, pad_level=False
        )
        _WAY.render = cast("_Render", console)
