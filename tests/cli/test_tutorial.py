"""The tutorial of a first connection, run as its reader would: two terminals that serve, a third for all the rest."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.cli.installation import Installation, folder, installation, server
from tests.cli.serving import serving
from tests.docs.examples import EXIT, FENCE, matches
from tests.house import tree

__all__ = ["folder", "installation", "server"]

PAGE = "docs/tutorials/first-connection.md"
CAPTION = re.compile(r":caption: (\S+)\n\n")
LOOKS = re.compile(r"tournant (links( preview| proposals)? |links$|stores|orders|explain|attention|conflicts)")
TRIES = 40
"""How often a command that only looks is said until it shows what is waited for."""
PATIENCE_S = 60
CURL = """#!{python}
import sys, urllib.request
url, method, data = "", None, None
words = iter(sys.argv[1:])
for word in words:
    if word == "-X": method = next(words)
    elif word == "-d":
        said = next(words)
        data = open(said[1:], "rb").read() if said.startswith("@") else said.encode()
    elif word != "-s": url = word
asked = urllib.request.Request(url, data, {{"content-type": "application/json"}}, method=method)
sys.stdout.write(urllib.request.urlopen(asked).read().decode())
"""
"""As much of curl as the tutorial uses: not every machine has it."""


@dataclass
class Terminal:
    """Where the commands are said, and at which addresses the two that serve really are."""

    folder: Path
    said: dict[str, str] = field(default_factory=dict)
    """By port in the tutorial: the real one."""

    def shell(self, command: str) -> tuple[int, str]:
        """What a command printed, and its exit code."""
        path = f"{self.folder}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        env = {**os.environ, "PATH": path, "NO_COLOR": "1", "TERM": "dumb"}
        done = subprocess.run(  # noqa: S603 - the words of the tutorial
            ["/bin/sh", "-c", command],
            cwd=self.folder,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=PATIENCE_S,
            check=False,
        )
        return done.returncode, done.stdout.decode()

    def here(self, text: str) -> str:
        """A text of the tutorial with the ports of this run."""
        for port, real in self.said.items():
            text = text.replace(port, real)
        return text

    def say(self, command: str, expected: str) -> None:
        """Say a command and read what it prints; one that only looks, again until that is there."""
        found = EXIT.search(expected)
        wanted, expected = int(found[1] if found else 0), EXIT.sub("", expected)
        code, printed = 0, ""
        for _ in range(TRIES if LOOKS.match(command) and not wanted else 1):
            code, printed = self.shell(command)
            if code == wanted and matches(expected, printed):
                return
        raise AssertionError(f"$ {command}\nended with {code}\nexpected:\n{expected}\nprinted:\n{printed}")


@pytest.fixture
def terminal(folder: Path) -> Terminal:
    """A folder with the tools that the tutorial takes for granted."""
    curl = folder / "curl"
    curl.write_text(CURL.format(python=sys.executable))
    curl.chmod(0o755)
    return Terminal(folder)


@pytest.fixture
def partners(terminal: Terminal) -> Iterator[Mapping[str, str]]:
    """The simulated partners, as the first terminal has them."""
    command = [sys.executable, "-m", "tournant.cli.main", "sandbox", "--port", "0"]
    with subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.PIPE, text=True) as running:  # noqa: S603 - our own words
        assert running.stdout
        found = re.search(r"127\.0\.0\.1:(\d+)", running.stdout.readline())
        assert found
        terminal.said["8400"] = found[1]
        try:
            yield terminal.said
        finally:
            running.kill()


def test_the_tutorial_is_what_happens(
    installation: Installation, terminal: Terminal, partners: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file is saved and every command said, in the order of reading, and each shows what the tutorial shows."""
    assert installation.settings.database_url
    with serving({}) as platform:
        platform.up("edge", "core")
        for port, role in (("8321", "edge"), ("8322", "core")):
            terminal.said[port] = platform.urls[role].rpartition(":")[2]
        monkeypatch.setenv("TOURNANT_PUBLIC_URL", platform.urls["edge"])
        assert partners
        said = 0
        for block in FENCE.finditer(tree.read(PAGE)):
            if block["info"] == "{code-block} json":
                name = CAPTION.match(block["body"])
                assert name
                (terminal.folder / name[1]).write_text(block["body"][name.end() :])
            for part in re.split(r"^\$ ", block["body"], flags=re.MULTILINE)[1:] if block["info"] == "console" else ():
                command, _, expected = re.sub(r"\\\n> ?", "", terminal.here(part)).partition("\n")
                if command not in ("tournant sandbox", "tournant serve"):  # They serve already.
                    terminal.say(command, expected)
                    said += 1
        assert said > 30
        assert platform.stop() == 0
