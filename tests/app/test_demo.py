"""What the edge shows where it is served for a demo: told by its settings, asked over HTTP."""

from pathlib import Path

import pytest
from tests.demo.clock import Time
from tests.sandbox.books import WORLD

from tournant.app.demo import shown
from tournant.app.settings import Played, from_environment
from tournant.console import NotBroken
from tournant.control import BadInput
from tournant.demo.stage import staged

TOLD = {
    "HOME": "/h",
    "TOURNANT_DEMO": "simulated world, seed 4",
    "TOURNANT_DEMO_BOOKS": "/s/books.json",
    "TOURNANT_DEMO_DOOR": "http://127.0.0.1:9/_demo",
}


def test_a_platform_is_told_that_it_is_for_a_demo() -> None:
    """By three settings; without the first it is for none, whatever the others say."""
    played = Played("simulated world, seed 4", Path("/s/books.json"), "http://127.0.0.1:9/_demo")
    assert from_environment(TOLD, root=False).played == played
    assert from_environment({**TOLD, "TOURNANT_DEMO": ""}, root=False).played is None


@pytest.mark.parametrize("wrong", [{"TOURNANT_DEMO_BOOKS": "books.json"}, {"TOURNANT_DEMO_DOOR": ""}])
def test_half_a_demo_is_refused(wrong: dict[str, str]) -> None:
    """Nobody sets these by hand, and the sentence says who does."""
    with pytest.raises(BadInput, match="set by `tournant demo` alone"):
        from_environment({**TOLD, **wrong}, root=False)


async def test_something_is_broken_at_the_demos_door(tmp_path: Path) -> None:
    """What the demo says is what the console shows: that it cannot be now, what is broken, and that nobody answers."""
    time = Time()
    async with staged(time, 1, 4) as stage:
        breaking = shown(Played("w", tmp_path / "books.json", stage.door)).breaking
        assert breaking is not None
        with pytest.raises(NotBroken, match="wait for the lunch rush"):
            await breaking.lose_webhooks()
        stage.breaking.begin(WORLD)
        lost, dead = await breaking.lose_webhooks(), await breaking.kill_pos()
        assert lost.until == dead.until > time.now()
        assert "Uber Eats" in lost.says
        assert "The Spoon" in dead.says
        assert stage.mount.partners["square"].faults.accounts == {"M": {"dead_partner": 1}}
    with pytest.raises(NotBroken, match="does not answer"):
        await breaking.kill_pos()
