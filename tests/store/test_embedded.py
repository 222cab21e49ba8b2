"""The embedded database: started by one owner, taken over from the dead, refused in one sentence."""

import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg
import pytest

from tournant.log import Embedded, binaries, embedded, orphan, run_as, running
from tournant.log.errors import AlreadyRunning, CannotStart
from tournant.log.migrate import known
from tournant.log.run_as import Account

NOT_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act for another account")


@pytest.fixture
def owner(folder: Path) -> Iterator[Embedded]:
    """The owner of a database that is not started yet."""
    made = Embedded(folder / "state")
    yield made
    made.stop()


async def answers(url: str) -> int:
    """That the database does answer."""
    connection = await asyncpg.connect(url)
    found: int = await connection.fetchval("select 41 + 1")
    await connection.close()
    return found


async def test_it_starts_and_stops_and_starts_again(owner: Embedded, folder: Path) -> None:
    """What was written is there after a stop; starting twice changes nothing; nobody else runs here afterwards."""
    url = owner.start()
    pid = owner.pid
    assert (owner.start(), owner.pid) == (url, pid)
    connection = await asyncpg.connect(url)
    await connection.execute("create table kept (id int)")
    assert await connection.fetchval("show listen_addresses") == ""
    assert await connection.fetchval("show synchronous_commit") == "on"
    await connection.close()
    owner.stop()
    assert (owner.pid, running(folder / "state")) == (None, None)
    connection = await asyncpg.connect(owner.start())
    assert await connection.fetchval("select count(*) from kept") == 0
    await connection.close()


async def test_the_state_folder_is_closed_to_others(owner: Embedded, folder: Path) -> None:
    """Only the account of the database can look into its data and connect to its socket."""
    owner.start()
    for name in ("data", "run"):
        found = (folder / "state" / name).stat()
        assert (found.st_mode & 0o777, found.st_uid) == (0o700, run_as.current().uid)


async def test_a_second_start_is_refused_in_one_sentence(owner: Embedded, folder: Path) -> None:
    """The sentence says under which process it runs; attaching to it works."""
    url = owner.start()
    with pytest.raises(AlreadyRunning, match=f"is already running under process {os.getpid()}: stop that one, or set"):
        Embedded(folder / "state").start()
    assert running(folder / "state") == url
    assert await answers(url) == 42


async def test_a_killed_server_is_started_again(owner: Embedded) -> None:
    """After `kill -9` of the server the same owner starts it again, with what was committed."""
    connection = await asyncpg.connect(owner.start())
    await connection.execute("create table kept (id int); insert into kept values (1)")
    assert owner.pid
    os.kill(owner.pid, signal.SIGKILL)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InternalClientError, OSError)):
        await connection.fetchval("select count(*) from kept, pg_sleep(60)")
    connection.terminate()
    connection = await asyncpg.connect(owner.start())
    assert await connection.fetchval("select count(*) from kept") == 1
    await connection.close()


START_AND_DIE = """
import os, signal, sys
from pathlib import Path
from tournant.log import Embedded
owner = Embedded(Path(sys.argv[1]))
owner.start()
print(owner.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_an_orphan_is_taken_over(owner: Embedded, folder: Path) -> None:
    """When an owner is killed its server goes on; the next owner stops it and starts its own."""
    source = Path(embedded.__file__).parents[2]
    died = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", START_AND_DIE, str(folder / "state")],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    orphaned = int(died.stdout)
    assert orphaned in orphan.workers((folder / "state" / "data").resolve())
    owner.start()
    assert orphaned not in orphan.workers((folder / "state" / "data").resolve())


async def test_a_stale_file_that_names_a_living_process_is_no_obstacle(owner: Embedded, folder: Path) -> None:
    """A pid file that was left behind may name somebody else's process by now; that one is left alone."""
    owner.start()
    owner.stop()
    stale = folder / "state" / "data" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n0\n5432\n\n\n\nready\n")
    assert await answers(owner.start()) == 42


async def test_a_data_folder_made_only_half_is_made_again(owner: Embedded, folder: Path) -> None:
    """A first start that was cut off leaves no mark of being whole, so the next begins anew."""
    data = folder / "state" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("18\n")
    assert await answers(owner.start()) == 42


async def test_a_deep_state_folder_gets_a_short_socket(folder: Path) -> None:
    """Where the socket's path would be too long it is put under a short temporary folder."""
    owner = Embedded(folder / ("d" * 100) / "state")
    try:
        assert await answers(owner.start()) == 42
    finally:
        owner.stop()
    assert not socket_folder(owner).exists()


def socket_folder(owner: Embedded) -> Path:
    """Where the socket is."""
    return Path(unquote(urlsplit(owner.url()).query.removeprefix("host=")))


def test_a_socket_folder_of_somebody_else_is_refused(folder: Path) -> None:
    """A link that waits where the short folder would be is not followed, and the sentence says what to do."""
    owner = Embedded(folder / ("d" * 100) / "state")
    place = socket_folder(owner)
    (folder / "elsewhere").mkdir()
    place.symlink_to(folder / "elsewhere")
    try:
        with pytest.raises(CannotStart, match=f"{place} is not a folder of ours: remove it"):
            owner.start()
        assert (folder / "elsewhere").stat().st_uid == os.geteuid()
    finally:
        place.unlink()


def test_a_long_log_is_put_aside(owner: Embedded, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a start a log over the limit is kept under another name, and a new one begins."""
    monkeypatch.setattr("tournant.kernel.bounds.DATABASE_LOG_BYTES_MAX", 3)
    (folder / "state").mkdir()
    (folder / "state" / "postgres.log").write_text("long")
    owner.start()
    assert (folder / "state" / "postgres.log.before").read_text() == "long"


def test_it_says_why_it_cannot_start(owner: Embedded) -> None:
    """PostgreSQL's own reason is in the sentence, and the state folder is free again."""
    with pytest.raises(CannotStart, match=r"did not start: .*FATAL: .*max_connections"):
        owner.start(max_connections="none")
    assert owner.pid is None
    owner.start()


def test_data_of_another_version_is_refused(owner: Embedded, folder: Path) -> None:
    """A data folder of another PostgreSQL is left as it is, and the sentence says which."""
    owner.start()
    owner.stop()
    (folder / "state" / "data" / "PG_VERSION").write_text("14\n")
    with pytest.raises(CannotStart, match="initialized by PostgreSQL version 14"):
        owner.start()


def test_a_state_folder_that_is_a_file_is_refused(folder: Path) -> None:
    """The sentence names the folder."""
    (folder / "state").write_text("")
    with pytest.raises(CannotStart, match=f"the state folder {folder}/state cannot be used"):
        Embedded(folder / "state").start()


@NOT_ROOT
async def test_binaries_out_of_reach_are_copied(folder: Path) -> None:
    """As root, with the package in a folder that is closed to the account, the database runs from a copy."""
    found = binaries.find()
    assert found.base
    closed = folder / "closed"
    for part in found.movable:
        target = closed / part.relative_to(found.base)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(part)
    closed.chmod(0o700)
    hidden = binaries.Binaries(
        found.provider,
        closed / found.folder.relative_to(found.base),
        closed,
        tuple(closed / part.relative_to(found.base) for part in found.movable),
    )
    owner = Embedded(folder / "state", hidden)
    try:
        assert await answers(owner.start()) == 42
        assert (folder / "state" / "postgresql").is_dir()
    finally:
        owner.stop()


@NOT_ROOT
def test_binaries_that_cannot_be_moved_are_refused(folder: Path) -> None:
    """Those of the machine stay where they are; the sentence names the account."""
    with pytest.raises(CannotStart, match="cannot be run by the account nobody"):
        Embedded(folder / "state", binaries.Binaries("nowhere", folder / "bin")).start()


@NOT_ROOT
def test_a_closed_folder_above_is_said(folder: Path) -> None:
    """As root, a state folder that the account cannot reach is refused with what to set."""
    (folder / "closed").mkdir(mode=0o700)
    with pytest.raises(CannotStart, match=r"Permission denied|TOURNANT_STATE_DIR"):
        Embedded(folder / "closed" / "state").start()


START_AND_STOP = """
import asyncio, os, sys
from pathlib import Path
from tournant.log import Embedded, migrate
os.setgroups([])
os.setgid(int(sys.argv[2]))
os.setuid(int(sys.argv[2]))
owner = Embedded(Path(sys.argv[1]))
print(asyncio.run(migrate(owner.start())))
print(Path(sys.argv[1], "data").stat().st_uid)
owner.stop()
"""


@NOT_ROOT
def test_a_plain_user_has_a_database_of_their_own(folder: Path) -> None:
    """Under a plain account it starts, is migrated, belongs to that account, and stops."""
    uid = pwd.getpwnam("nobody").pw_uid
    home = folder / "home"
    home.mkdir()
    os.chown(home, uid, -1)
    source = Path(embedded.__file__).parents[2]
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", START_AND_STOP, str(home / "state"), str(uid)],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(source), "HOME": str(home)},
    )
    assert (done.stdout.splitlines(), done.stderr) == ([str([one.name for one in known()]), str(uid)], "")


def test_processes_are_found_by_command_where_there_is_no_proc(
    owner: Embedded, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system has no /proc (macOS) the server is known by its command line."""
    owner.start()
    monkeypatch.setattr(orphan, "_PROC", folder / "nothing")
    assert owner.pid in orphan.workers((folder / "state" / "data").resolve())


def test_an_account_is_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain user's database runs as that user, with nothing of our environment."""
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    account = run_as.current()
    assert account == Account("4711", 4711, os.getegid(), changes=False)
    assert "user" not in account.popen_settings()
    assert set(account.popen_settings()["env"]) == {"PATH", "LC_ALL", "TZ"}
