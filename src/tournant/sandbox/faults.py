"""Seeded faults: each has a rate from 0 to 1, can be switched at any time, and strikes the same calls in every run."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from tournant.sandbox.dice import Dice

__all__ = ["CALL_FAULTS", "FAULTS", "WEBHOOK_FAULTS", "Faults"]

CALL_FAULTS: Final = {
    "dead_partner": "the connection is dropped before anything is read",
    "too_many_requests": "429 although no limit was exceeded",
    "server_error": "a 5xx, and nothing was applied",
    "slow_answer": "the request is worked on late, by up to eight seconds of the wall",
    "answer_lost": "the request is applied and the connection dropped before the answer",
    "token_rotation": "every access token of this account stops being valid",
}
WEBHOOK_FAULTS: Final = {
    "webhook_loss": "never sent, not even again",
    "webhook_duplication": "sent twice",
    "webhook_reordering": "sent after the one that follows it",
    "webhook_delay": "sent late, by up to a minute of the world",
}
FAULTS: Final = {
    **CALL_FAULTS,
    **WEBHOOK_FAULTS,
    "clock_skew": "the partner's clock is wrong by the rate times a minute and a half, ahead or behind by the seed",
}
"""Every fault with what it does."""

_SKEW_S: Final = 90
_SLOW_S: Final = 8.0
_DELAY_S: Final = 60.0


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class Faults:
    """The rates, for everybody and for single accounts (a seller, a store), and who is struck."""

    def __init__(self, dice: Dice, rates: Mapping[str, float] | None = None) -> None:
        """Begin with these rates; a fault that is not named does not happen."""
        self._dice = dice
        self.rates: dict[str, float] = {}
        self.accounts: dict[str, dict[str, float]] = {}
        """Rates of single accounts, which come before those of everybody."""
        self.set(rates or {})

    def set(self, rates: Mapping[str, float], account: str | None = None) -> None:
        """Change some rates; ValueError for a fault that does not exist or a rate that is none."""
        for name, rate in rates.items():
            if name not in FAULTS:
                raise ValueError(f"{name!r} is no fault; there are {', '.join(FAULTS)}")
            if not (_is_number(rate) and 0 <= rate <= 1):
                raise ValueError(f"the rate of {name} is {rate!r}, not a number from 0 to 1")
        if account is not None and "clock_skew" in rates:
            raise ValueError("a partner has one clock: clock_skew is for all accounts")
        there = self.rates if account is None else self.accounts.setdefault(account, {})
        there |= rates

    def strike(self, name: str, account: str, *about: str) -> bool:
        """Decide whether this fault strikes. Only faults that are on draw, so that one does not move another."""
        rate = self.accounts.get(account, {}).get(name, self.rates.get(name, 0))
        return rate > 0 and self._dice.fraction("fault", name, account, *about) < rate

    def of_call(self, account: str, method: str, path: str) -> frozenset[str]:
        """Say which faults strike a call."""
        return frozenset(name for name in CALL_FAULTS if self.strike(name, account, method, path))

    def slowness_s(self, path: str) -> float:
        """Say for how many seconds of the wall an answer is held."""
        return _SLOW_S * self._dice.fraction("slowness", path)

    def webhook_delay_s(self, account: str, event: str) -> float:
        """Say how late a webhook is, in world seconds."""
        late = self.strike("webhook_delay", account, event)
        return _DELAY_S * self._dice.fraction("delay", event) if late else 0.0

    def skew(self) -> timedelta:
        """Say by how much the partner's clock is wrong."""
        ahead = Dice(self._dice.seed).fraction("clock_skew") < 1 / 2
        return timedelta(seconds=_SKEW_S * self.rates.get("clock_skew", 0) * (1 if ahead else -1))
