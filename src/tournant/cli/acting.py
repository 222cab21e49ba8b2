"""What commands have in common by which an operator changes something: whom they mean, and how they end."""

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from cyclopts import Parameter

from tournant.cli.io import print_json, say
from tournant.cli.offices import in_office
from tournant.control.choosing import Choice
from tournant.control.commanding import Unanswered
from tournant.control.connecting import Office
from tournant.control.operating import Act, Done, act, act_at

__all__ = ["ANYBODY", "FAILED", "AsJson", "Manner", "Whose", "change", "change_at"]

FAILED = 1
AsJson = Annotated[bool, Parameter(negative="")]


@Parameter(name="*")
@dataclass(frozen=True)
class Whose:
    """Which merchant is meant."""

    organisation: str | None = None
    """Of which organisation."""
    merchant: str | None = None
    """Which one, by its name or as ORG/MERCHANT; the only one there is needs not be said."""

    def choice(self) -> Choice:
        """As control takes it."""
        return Choice(self.organisation, self.merchant)


ANYBODY = Whose()


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Manner(Whose):
    """How something is changed."""

    reason: str
    """Why; it is kept with the change."""
    json: AsJson = False
    """What came of it, as JSON."""


def change(do: Any, target: str, args: Mapping[str, str | None], how: Manner) -> int:  # noqa: ANN401 - a word of `Act`
    """Change the catalog."""
    wanted = Act(do, target, getpass.getuser(), how.reason, _given(args))

    async def work(office: Office) -> Done:
        return await act(office, how.choice(), wanted)

    return _ended(work, json=how.json)


def change_at(said: tuple[Any, str, str | None], args: Mapping[str, str | None], *, json: bool) -> int:
    """Do something at a link or an account."""
    do, target, reason = said
    wanted = Act(do, target, getpass.getuser(), reason, _given(args))

    async def work(office: Office) -> Done:
        return await act_at(office, wanted)

    return _ended(work, json=json)


def _given(args: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in args.items() if value is not None}


def _ended(work: Any, *, json: bool) -> int:  # noqa: ANN401 - what `in_office` takes
    try:
        done: Done = in_office(os.environ, work)
    except Unanswered as why:
        say(f"tournant: {why}")
        return FAILED
    if json:
        print_json(done)
    elif done.said:
        say(done.said)
    return 0
