"""`tournant doctor`: checks the installation, and says how to mend it."""

import asyncio
import os
from typing import Annotated

from cyclopts import Parameter

from tournant.app.checkup import checkup
from tournant.cli.io import print_json, print_table

FAILED = 1


def doctor(*, json: Annotated[bool, Parameter(negative="")] = False) -> int:
    """Check the installation: Python, packages, state folder, master key, database, migrations.

    Parameters
    ----------
    json
        As JSON.
    """
    findings = asyncio.run(checkup(os.environ))
    fine = all(one.ok for one in findings)
    if json:
        print_json({"ok": fine, "checks": findings})
    else:
        lines = [(one.name, "ok" if one.ok else "wrong", one.found, one.mend or "") for one in findings]
        print_table("Doctor", ("check", "", "found", "what to do"), lines)
    return 0 if fine else FAILED
