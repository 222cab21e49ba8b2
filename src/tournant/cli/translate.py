"""`tournant translate`: one partner's menu as another's."""

from typing import Annotated

import msgspec
from cyclopts import Parameter

from tournant.cli.io import STDIN, print_bytes, read_input, say, write_file
from tournant.control.translating import translate as translated


def translate(
    file: str = STDIN,
    /,
    *,
    from_: Annotated[str, Parameter(name="--from")],
    to: str,
    currency: str | None = None,
    report: str | None = None,
) -> int:
    """Print a menu as another partner takes it; what that partner cannot hold is said on standard error.

    Parameters
    ----------
    file
        The menu; - is standard input.
    from_
        The partner whose document it is.
    to
        The partner that shall have the menu.
    currency
        ISO 4217 code of amounts whose currency the document does not say.
    report
        Write what is lost as JSON into this file, instead of lines on standard error.
    """
    found = translated(from_, to, read_input(file), currency=currency)
    if report is not None:
        losses = [msgspec.to_builtins(loss) for loss in found.losses]
        problems = [{"path": problem.path, "reason": problem.reason} for problem in found.source.decoded.problems]
        answer = {"from": from_, "to": to, "losses": losses, "problems": problems}
        write_file(report, msgspec.json.format(msgspec.json.encode(answer), indent=2) + b"\n")
    print_bytes(msgspec.json.format(found.text, indent=2) + b"\n")
    for problem in found.source.decoded.problems:
        say(f"{problem.path}: {problem.reason}")
    for one in found.source.loose:
        say(one)
    if report is None:
        for loss in found.losses:
            say(str(loss))
    say(f"{len(found.losses)} losses, {len(found.source.decoded.problems)} problems")
    return 0
