"""How many deliveries a second one edge takes: `python -m tests.edge.rate [seconds] [clients]`, from the checkout.

The real path: HTTP over loopback, Square's signature, the group commit, an embedded PostgreSQL with its disk safe. The
edge and the clients are a process each; each client sends its next delivery when it has the answer to the last.
"""

import asyncio
import contextlib
import hashlib
import hmac
import os
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import uvicorn
import uvloop
from tests.edge import serving
from tests.edge.serving import KEY, SQUARE_URL, Clock, Ids
from tests.store.values import vault

from tournant.edge import Edge, Parts
from tournant.edge.whose import Owner
from tournant.log import Embedded, PostgresStore, migrate
from tournant.sandbox import live

MERCHANT = "MLEFBHHSJGVHD"
FILLER = "x" * 1_700


async def served(url: str) -> None:
    """The edge, until its parent goes away; its port on standard output."""

    async def held(_: Owner, __: str | None, ___: str) -> bytes | None:
        return None

    await migrate(url)
    async with PostgresStore.open(url, vault()) as store:
        await serving.set_up(store)
        await serving.connect(store, "square", MERCHANT)
        edge = Edge(Parts(store, serving.partners(), Clock(), Ids(), held))
        socket = live.listen(0)
        sys.stdout.write(f"{socket.getsockname()[1]}\n")
        sys.stdout.flush()
        config = uvicorn.Config(edge, log_level="warning", access_log=False, lifespan="off", ws="none")
        await uvicorn.Server(config).serve(sockets=[socket])


def requests(client: int) -> Iterator[bytes]:
    """Signed deliveries of 2 KB, each another event."""
    number = 0
    while True:
        number += 1
        body = (
            f'{{"merchant_id":"{MERCHANT}","type":"order.updated","event_id":"{client}-{number}","created_at":'
            f'"2026-11-24T17:00:00Z","data":{{"type":"order_updated","id":"o-{client}-{number}","object":'
            f'{{"order_updated":{{"order_id":"o","location_id":"L1","state":"OPEN","note":"{FILLER}"}}}}}}}}'
        ).encode()
        signed = b64encode(hmac.digest(KEY.encode(), SQUARE_URL.encode() + body, hashlib.sha256)).decode()
        head = f"POST /webhooks/square HTTP/1.1\r\nhost: a\r\nx-square-hmacsha256-signature: {signed}\r\n"
        yield f"{head}content-length: {len(body)}\r\n\r\n".encode() + body


async def sent(port: int, client: int, until: float, waits: list[float]) -> None:
    """One client: how long each of its deliveries waited for its 200."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests(client):
        begun = time.perf_counter()
        if begun > until:
            break
        writer.write(request)
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(answer.decode())
        waits.append(time.perf_counter() - begun)
    writer.close()
    await writer.wait_closed()


async def measured(url: str, seconds: float, clients: int) -> str:
    """A line with deliveries a second and how long they waited."""
    edge = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.edge.rate", "serve", url, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert edge.stdout
        port = int(await edge.stdout.readline())
        waits: list[float] = []
        begun = time.perf_counter()
        await asyncio.gather(*(sent(port, one, begun + seconds, waits) for one in range(clients)))
        took = time.perf_counter() - begun
    finally:
        edge.terminate()
        await edge.wait()
    waits.sort()
    middle, late = waits[len(waits) // 2] * 1000, waits[int(len(waits) * 0.99)] * 1000
    load = os.getloadavg()[0]
    return f"{len(waits) / took:,.0f} deliveries/s, p50 {middle:.1f} ms, p99 {late:.1f} ms, load {load:.1f}\n"


def main(seconds: float = 5, clients: int = 128) -> None:
    """Measure once."""
    with tempfile.TemporaryDirectory(prefix="tnt-") as folder:
        Path(folder).chmod(0o711)
        owner = Embedded(Path(folder) / "state")
        try:
            sys.stdout.write(asyncio.run(measured(owner.start(), seconds, clients)))
        finally:
            owner.stop()


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        with contextlib.suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(served(sys.argv[2]))
    else:
        main(*(float(sys.argv[1]), int(sys.argv[2])) if sys.argv[2:] else ())
