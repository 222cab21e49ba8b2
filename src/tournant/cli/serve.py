"""`tournant serve`: the platform."""

import asyncio
import os
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Final

from tournant import telemetry
from tournant.app.settings import Settings, from_environment
from tournant.app.stopping import StoppedAtOnce
from tournant.app.system import wall
from tournant.cli.offices import StoreFailed
from tournant.control import BadInput
from tournant.log.errors import StoreError

__all__ = ["serve"]

EDGE, CORE = "edge", "core"
_STDIN: Final = 0


def serve(*, roles: str = "edge,core", host: str = "127.0.0.1", port: int = 8321, lifeline: bool = False) -> int:
    """Run the platform until you stop it: what partners call (edge), and all the work (core).

    Parameters
    ----------
    roles
        Which of them, with a comma between; both run as processes of their own that are watched, one alone as this one.
    host
        At which address of this machine the edge listens.
    port
        On which port; 0 for any that is free.
    lifeline
        Stop as soon as standard input ends, too: so it does not outlive a program that starts it, however that ends.
    """
    # Imported here because the platform takes longer to load than most commands take to run.
    from tournant.app import serving  # noqa: PLC0415 - loaded where it is needed

    settings = from_environment(os.environ)
    chosen = _chosen(roles)
    telemetry.configure(settings.log_level, json=not sys.stderr.isatty(), now=wall)
    given = serving.inherited(os.environ)
    wanted = {EDGE: (host, port), CORE: ("127.0.0.1", settings.core_port)}
    with ExitStack() as ending:
        try:
            ports = {role: ending.enter_context(given or serving.listen(*wanted[role])) for role in chosen}
        except serving.PortTaken as why:
            raise BadInput(str(why)) from None
        if given is None:
            for role, at in ports.items():
                print(f"{role}: {serving.address(at)}", flush=True)
        try:
            return _run(settings, ports, _STDIN if lifeline or given is not None else None)
        except (StoreError, StoppedAtOnce, OSError) as why:
            raise StoreFailed(" ".join(str(why).split())) from why


def _chosen(roles: str) -> list[str]:
    chosen = roles.split(",")
    for one in chosen:
        if one not in {EDGE, CORE}:
            raise BadInput(f"--roles: {one!r} is no role; there are {EDGE} and {CORE}")
    return sorted(set(chosen), reverse=True)


def _run(settings: Settings, ports: Mapping[str, socket.socket], lifeline: int | None) -> int:
    if len(ports) > 1:
        from tournant.app.supervisor import supervise  # noqa: PLC0415 - loaded where it is needed

        return asyncio.run(supervise(settings, ports, lifeline))
    from tournant.app import process  # noqa: PLC0415 - the same: only here all rooms are needed

    [(role, at)] = ports.items()
    with asyncio.Runner(loop_factory=_loop()) as runner:
        runner.run(process.run(role, settings, at, lifeline))
    return 0


def _loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The quicker event loop, where there is one for this machine."""
    try:
        import uvloop  # noqa: PLC0415 - not every system has it
    except ImportError:
        return None
    return uvloop.new_event_loop
