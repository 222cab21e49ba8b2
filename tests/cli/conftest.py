"""The command line, called in this process: arguments and standard input in, exit code and both outputs out."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tournant.cli import main


@dataclass(frozen=True)
class Ran:
    code: int
    out: bytes
    err: str

    @property
    def sentence(self) -> str:
        """The one line on standard error, without the program's name."""
        lines = self.err.splitlines()
        assert len(lines) == 1, f"not one sentence: {self.err}"
        assert lines[0].startswith("tournant: ")
        return lines[0].removeprefix("tournant: ")


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    def ran(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["tournant", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main.run()
        out, err = capsysbinary.readouterr()
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, out, err.decode())

    return ran
