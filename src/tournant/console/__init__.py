"""The console: pages on which people see how every restaurant stands, and settle what only a person can.

Comes in, over HTTP: GET for pages, their style and script, and `/live` for a page that is kept up to date; POST for
acts. Goes out: HTML that is whole without a script, events with those parts of a page that changed, and commands, each
given through `control` as the command line gives it.

    request ─► guard: from this machine, for its own name, an act from a page of ours
                 ├─► a page: asks control, says a verdict
                 └─► an act: what was read, and a choice

Always true:
- Only this machine is answered: everybody else hears that there is nothing here.
- A figure is computed from what control says, and parts add up to their whole; what is green was shown by a look.
- An act names what its person read; when that is not so any more, nothing is done and the new state is shown.
- Whatever came from a partner or a person is escaped. No page holds a guest's data, or a secret.
- Pages that are kept up to date are bounded in number, and each is made at most once a second.

On failure: one sentence where the data would be. 400 for a form that cannot be read, 403 for an act from elsewhere,
404, 409 when something else stands there now, 503 while the store is away or nobody works on the command.
"""

from tournant.console.app import Console
from tournant.console.ledger import from_file
from tournant.console.parts import Breaking, Broken, Demo, NotBroken, Parts

__all__ = ["Breaking", "Broken", "Console", "Demo", "NotBroken", "Parts", "from_file"]
