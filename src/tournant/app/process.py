"""One process of the platform: its store, its rooms, its port, until it is told to stop."""

import os
import socket

from tournant import telemetry
from tournant.app import database, serving
from tournant.app.settings import Settings
from tournant.app.stopping import told_to_stop
from tournant.app.system import System
from tournant.app.wiring import ROLES, House
from tournant.log import PostgresStore, Vault, migrate
from tournant.telemetry import names

__all__ = ["run"]

_log = telemetry.logger("app")


async def run(role: str, settings: Settings, at: socket.socket, lifeline: int | None) -> None:
    """Run a role until told to stop, and finish what is in hand. StoreError where there is no store at the start."""
    system = System.real(settings)
    close_tracing = telemetry.configure_tracing(os.environ, role)
    with told_to_stop(lifeline) as stopping:
        try:
            async with database.kept(settings, system.clock) as url:
                await migrate(url)
                vault = Vault(database.keyring(settings), system.entropy)
                async with (
                    PostgresStore.open(url, vault) as store,
                    ROLES[role](House(system, store, url, settings.speed, settings.played)) as built,
                    serving.served(built.application, at),
                ):
                    _log.info(names.PROCESS_UP, role=role, url=serving.address(at), pid=os.getpid())
                    await built.work(stopping)
                    _log.info(names.PROCESS_STOPPING, role=role)
        finally:
            close_tracing()
