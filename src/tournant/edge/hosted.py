"""Hosted endpoints: what a partner asks of us, answered from what the store holds.

An adapter declares them (`sdk.HostedEndpoint`); what the store holds of a resource is said by `Held`, which the app
passes, because only the room that keeps a resource knows its form.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote

from tournant import telemetry
from tournant.edge.http import Answer, Refused
from tournant.edge.whose import Accounts, App, Apps, Owner
from tournant.log.records import Why
from tournant.sdk import HostedEndpoint, HostedRequest
from tournant.telemetry import names

__all__ = ["Asked", "Held", "Hosted"]

LOG: Final = telemetry.logger("edge")
Held = Callable[[Owner, str | None, str], Awaitable[bytes | None]]
"""The document of a resource (the last argument) of an account, or of one of its stores by the partner's id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to a hosted endpoint, as it came."""

    method: str
    partner: str
    path: str
    """Below the partner's."""
    query: str
    headers: Mapping[str, str]
    body: bytes


_Routes = list[tuple[re.Pattern[str], HostedEndpoint]]


class Hosted:
    """Answers at the endpoints of all partners."""

    def __init__(
        self, partners: Mapping[str, Sequence[HostedEndpoint]], apps: Apps, accounts: Accounts, held: Held
    ) -> None:
        """With what each partner's adapter declares."""
        self._apps, self._accounts, self._held = apps, accounts, held
        self._routes: dict[str, _Routes] = {
            partner: [(_pattern(one.path), one) for one in endpoints] for partner, endpoints in partners.items()
        }

    async def answer(self, asked: Asked, why: Why) -> Answer:
        """Answer a request; Refused says why not."""
        app = await self._apps.of(asked.partner) if asked.partner in self._routes else None
        if app is None:
            raise Refused(404, "unknown", "there is no such partner here")
        endpoint, request = self._found(asked)
        await self._apps.fitting(asked.partner, app, lambda one: _fits(endpoint, request, one))
        with telemetry.span(names.ANSWER_HOSTED, why, makes=why.cause, partner=asked.partner, path=endpoint.path):
            said = endpoint.answer(request, await self._document(asked.partner, endpoint, request))
        return Answer(said.status, said.body, said.headers)

    def _found(self, asked: Asked) -> tuple[HostedEndpoint, HostedRequest]:
        other = None
        for pattern, endpoint in self._routes[asked.partner]:
            hit = pattern.fullmatch(asked.path)
            if hit and endpoint.method == asked.method:
                params = {name: unquote(value) for name, value in hit.groupdict().items()}
                query = dict(parse_qsl(asked.query, keep_blank_values=True))
                return endpoint, HostedRequest(asked.path, params, query, asked.headers, asked.body)
            other = endpoint if hit else other
        if other:
            raise Refused(405, "wrong", f"this takes {other.method} only", allow=other.method)
        raise Refused(404, "unknown", "there is no such endpoint here")

    async def _document(self, partner: str, endpoint: HostedEndpoint, request: HostedRequest) -> bytes | None:
        try:
            account, store = endpoint.whose(request)
        except ValueError as why:
            raise Refused(400, "wrong", str(why)) from why
        owner = await self._accounts.of(partner, account)
        if owner is None:
            raise Refused(404, "unknown", "there is no such account here")
        return await self._held(owner, store, endpoint.resource) if endpoint.resource else None


def _fits(endpoint: HostedEndpoint, request: HostedRequest, app: App) -> bool:
    try:
        return endpoint.verify(request, app.key)
    except Exception:  # an adapter that stumbles over a forged request verifies nothing
        LOG.exception(names.ADAPTER_BROKE, account=app.account, at="verify")
        return False


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\})", template)
    return re.compile(
        "".join(f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("{") else re.escape(part) for part in parts)
    )
