"""`tournant demo`: a small world between simulated partners, and what a judge says of it."""

import asyncio
import signal
import sys
from typing import Annotated, Any, Final

import msgspec
from cyclopts import Parameter

from tournant.cli.io import print_json, say, write_file
from tournant.cli.offices import StoreFailed
from tournant.control import BadInput
from tournant.demo.options import Options
from tournant.log.errors import StoreError

__all__ = ["demo"]

_USUAL: Final = Options()
_PORTS: Final = range(1 << 16)


def demo(
    *,
    options: Annotated[Options, Parameter(name="*")] = _USUAL,
    exit: Annotated[bool, Parameter(negative="")] = False,  # noqa: A002 - the name of the option
    report: str | None = None,
) -> int:
    """Watch menus and orders flow between simulated restaurants' systems, and hear what a judge says of it.

    Parameters
    ----------
    options
        The world, and what happens in it.
    exit
        End after the report: with 1 where anything is lost, doubled, late, wrong or over a limit.
    report
        Write the judge's report to this file too, as JSON.
    """
    _check(options)
    return asyncio.run(_run(options, report, stays=not exit))


def _check(options: Options) -> None:
    for name, value in (("--locations", options.locations), ("--speed", options.speed), ("--rush-s", options.rush_s)):
        if not value > 0:
            raise BadInput(f"{name}: {value:g} is not above 0")
    if options.orders_per_minute < 0:
        raise BadInput(f"--orders-per-minute: {options.orders_per_minute:g} is below 0")
    if options.port not in _PORTS:
        raise BadInput(f"--port: {options.port} is no port")


async def _run(options: Options, report: str | None, *, stays: bool) -> int:
    """Play until it is over or somebody stops it; whatever was started has ended then."""
    leave, codes = asyncio.Event(), list[int]()
    loop = asyncio.get_running_loop()
    for stop in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(stop, leave.set)
    playing, leaving = loop.create_task(_play(options, report, codes, stays=stays)), loop.create_task(leave.wait())
    await asyncio.wait({playing, leaving}, return_when=asyncio.FIRST_COMPLETED)
    leaving.cancel()
    if not playing.done():
        say("stopping everything")
        playing.cancel()
        await asyncio.wait({playing})
    if not playing.cancelled():
        playing.result()
    if not codes:
        say("it was stopped before the judge had spoken")
    return codes[0] if codes else int(not stays)


async def _play(options: Options, report: str | None, codes: list[int], *, stays: bool) -> None:
    # Imported here because the platform takes longer to load than most commands take to run.
    from tournant.demo import Broken, Late, demo  # noqa: PLC0415 - loaded where it is needed

    try:
        async with demo(options, say) as ended:
            _show(ended.report, ended.wrong)
            if report:
                write_file(report, msgspec.json.format(msgspec.json.encode(ended.report), indent=2) + b"\n")
            codes.append(1 if ended.wrong else 0)
            if stays:
                say("everything goes on until you stop it (Ctrl-C)")
                await asyncio.get_running_loop().create_future()
    except (StoreError, OSError, Broken, Late) as why:
        raise StoreFailed(" ".join(str(why).split())) from why


def _show(report: dict[str, Any], wrong: list[str]) -> None:
    print_json(report)
    sys.stdout.flush()
    for one in wrong:
        say(f"wrong: {one}")
    say("the judge has nothing to say against it" if not wrong else f"{len(wrong)} things are wrong")
