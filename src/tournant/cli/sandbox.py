"""`tournant sandbox`: the simulated partners alone, for your own tests."""

import asyncio
import signal
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from cyclopts import Parameter

from tournant.app.settings import instant
from tournant.app.system import wall, world
from tournant.control import BadInput

__all__ = ["sandbox"]


def sandbox(
    *,
    port: int = 8400,
    speed: float = 1.0,
    began: str | None = None,
    seed: int = 1,
    fault: Annotated[tuple[str, ...], Parameter(negative="")] = (),
) -> int:
    """Serve simulated partners over HTTP until you stop them; each shows itself below its name, at /square/_sandbox/.

    Parameters
    ----------
    port
        Where to listen, on this machine alone; 0 for any port that is free.
    speed
        How many times faster than the wall's the clock of the world runs.
    began
        When the two showed the same, such as 2026-11-24T12:00:00Z: the platform's TOURNANT_WORLD_BEGAN, so that they
        share a world. Without it, now.
    seed
        Where chance begins: the same seed and the same calls give the same answers.
    fault
        A fault with its rate, such as webhook_loss=0.1; may be given several times.
    """
    if not speed > 0:
        raise BadInput(f"--speed: {speed:g} is not above 0")
    start = instant(began, "--began") if began else wall()
    return asyncio.run(_serve(port, _World(start, speed), seed, _rates(fault)))


@dataclass(frozen=True)
class _World:
    """Whose clock it is."""

    began: datetime
    speed: float


def _rates(faults: tuple[str, ...]) -> dict[str, float]:
    rates = {}
    for one in faults:
        name, _, rate = one.partition("=")
        try:
            rates[name] = float(rate)
        except ValueError:
            raise BadInput(f"--fault: {one!r} is not of the form name=rate") from None
    return rates


async def _serve(port: int, of: _World, seed: int, rates: dict[str, float]) -> int:
    # Imported here because the server and the client of HTTP take longer to load than most commands take to run.
    from tournant.sandbox import PARTNERS, Mount, Ports, live  # noqa: PLC0415 - loaded where it is needed
    from tournant.sandbox.dice import Dice  # noqa: PLC0415 - the same

    try:
        socket = live.listen(port)
    except live.PortTaken as why:
        raise BadInput(str(why)) from None
    stopped = asyncio.Event()
    for stop in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(stop, stopped.set)
    async with live.wire() as wire:
        clock = live.SpeedClock(world(wall(), of.began, of.speed), time.monotonic, of.speed)
        ports = Ports(clock, live.LoopTimers(of.speed), wire, Dice(seed))
        try:
            mount = Mount({name: partner(ports, faults=rates) for name, partner in PARTNERS.items()})
        except ValueError as why:
            socket.close()
            raise BadInput(f"--fault: {why}") from None
        async with live.serve(mount, socket):
            address = f"http://127.0.0.1:{socket.getsockname()[1]}"
            for name, partner in mount.partners.items():
                print(f"{partner.title}: {address}/{name}, to be seen at {address}/{name}/_sandbox/", flush=True)
            await stopped.wait()
    return 0
