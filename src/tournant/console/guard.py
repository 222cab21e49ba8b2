"""Who is answered: this machine, for its own name, and acts only from pages of ours.

Another machine is not told that a console is here, nor is one for which a proxy on this machine speaks. A name that a
stranger's page has pointed at this machine is not ours; a form on a stranger's page has that page's origin, or none.
"""

import ipaddress
from typing import Final

from tournant.console.http import Refused, Request

__all__ = ["admit"]

_NAMES: Final = ("localhost", "127.0.0.1", "[::1]")
_FORWARDED: Final = ("forwarded", "via", "x-forwarded-for", "x-real-ip")
"""What a proxy says of whom it speaks for."""


def admit(request: Request) -> None:
    """Refused for whoever is not answered."""
    host = request.headers.get("host", "")
    name, _, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    if not port.isdigit():
        name = host
    is_forwarded = any(one in request.headers for one in _FORWARDED)
    if not _is_here(request.client) or is_forwarded or name not in _NAMES:
        raise Refused(404, "there is nothing here")
    if request.method == "POST" and not _is_ours(request, host):
        raise Refused(403, "this act does not come from a page of this console; load the page again")


def _is_ours(request: Request, host: str) -> bool:
    origin = request.headers.get("origin")
    if origin is not None:
        return origin == f"http://{host}"
    return request.headers.get("sec-fetch-site") == "same-origin"


def _is_here(client: str) -> bool:
    try:
        return ipaddress.ip_address(client).is_loopback
    except ValueError:
        return False
