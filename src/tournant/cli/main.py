"""The entry point `tournant`: its commands, and how their failures end."""

import os
import sys
from typing import NoReturn

from cyclopts import App, CycloptsError

from tournant import __version__
from tournant.cli import (
    adapter,
    attention,
    bench,
    conflicts,
    connect,
    decode,
    demo,
    doctor,
    eighty_six,
    explain,
    links,
    orders,
    pause,
    sandbox,
    serve,
    sim,
    stores,
    translate,
)
from tournant.cli import set as set_
from tournant.cli.offices import StoreFailed
from tournant.control import BadInput

EXIT_FAILED = 1
EXIT_BAD_INPUT = 2

app = App(
    name="tournant",
    help="Keeps every system a restaurant runs on in agreement.",
    version=__version__,
    default_parameter=None,
    result_action="return_value",
)
app.command(decode.decode)
app.command(translate.translate)
app.command(adapter.app, name="adapter")
app.command(bench.app, name="bench")
app.command(demo.demo)
app.command(sandbox.sandbox)
app.command(serve.serve)
app.command(connect.connect)
app.command(links.app, name="links")
app.command(orders.app, name="orders")
app.command(stores.stores)
app.command(attention.attention)
app.command(conflicts.app, name="conflicts")
app.command(explain.explain)
app.command(set_.set_, name="set")
app.command(eighty_six.eighty_six, name="86")
app.command(eighty_six.un_eighty_six, name="un86")
app.command(pause.pause)
app.command(pause.resume)
app.command(sim.sim)
app.command(doctor.doctor)


def run() -> NoReturn:
    """Run the command that the arguments name, and end the process with its exit code."""
    try:
        code = app(sys.argv[1:], exit_on_error=False, print_error=False)
        sys.stdout.flush()
    except CycloptsError as why:
        code = _say(str(why), EXIT_BAD_INPUT)
    except BadInput as why:
        code = _say(str(why), EXIT_BAD_INPUT)
    except StoreFailed as why:
        code = _say(str(why), EXIT_FAILED)
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing may be written there at shutdown either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        code = _say("stopped", EXIT_FAILED)
    sys.exit(code if isinstance(code, int) else 0)


def _say(sentence: str, code: int) -> int:
    print(f"tournant: {' '.join(sentence.split())}", file=sys.stderr)
    return code


if __name__ == "__main__":
    run()
