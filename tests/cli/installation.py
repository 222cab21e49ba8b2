"""An installation for one test: a database of its own on a real server, with its settings in the environment."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from tests.cli.conftest import Ran, Run
from tests.store.conftest import Server, folder, server
from tests.store.conftest import run as run_sql
from tests.store.values import names

from tournant.app import database
from tournant.app.settings import Settings, from_environment
from tournant.log import PostgresStore

__all__ = ["APP", "Installation", "folder", "installation", "server"]

T = TypeVar("T")
NUMBERS = names("cli_")
APP = ("--app", "client_id=ours", "--app", "client_secret=hush-secret", "--app", "webhook_key=hush-key")


@dataclass(frozen=True)
class Installation:
    """What a command finds, and what a test may ask about it afterwards."""

    run: Run
    settings: Settings

    def ok(self, *arguments: str, stdin: bytes = b"") -> Ran:
        """Run a command that has to end with 0."""
        ran = self.run(*arguments, stdin=stdin)
        assert ran.code == 0, ran.err
        return ran

    def ask(self, question: Callable[[PostgresStore], Awaitable[T]]) -> T:
        """Ask the store itself."""

        async def asked() -> T:
            async with database.opened(self.settings) as store:
                return await question(store)

        return asyncio.run(asked())


@pytest.fixture
def installation(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    server: Server,
    folder: Path,
) -> Iterator[Installation]:
    name = next(NUMBERS)
    asyncio.run(run_sql(server.url("postgres"), f"create database {name} template {server.template}"))
    environment = {
        "TOURNANT_STATE_DIR": str(folder / "state"),
        "TOURNANT_DATABASE_URL": server.url(name),
        "TOURNANT_PUBLIC_URL": "https://tournant.example",
    }
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    yield Installation(run, from_environment(environment))
    asyncio.run(run_sql(server.url("postgres"), f"drop database {name} with (force)"))
