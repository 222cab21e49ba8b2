"""Bad input is one clear sentence with the place, and exit code 2; nothing ends in a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.menus import SQUARE, UBER_EATS, text

MENU = text(SQUARE)

BROKEN = {
    "nothing": (b"", "not JSON"),
    "only white space": (b" \n ", "not JSON"),
    "no JSON": (b"hello", "(byte 0)"),
    "a truncated document": (MENU[:-40], f"(byte {len(MENU) - 40})"),
    "something behind it": (MENU + b" x", f"(byte {len(MENU) + 1})"),
    "NaN": (MENU.replace(b"250", b"NaN"), "(byte "),
    "Infinity": (MENU.replace(b"250", b"-Infinity"), "(byte "),
    "a byte order mark": (b"\xef\xbb\xbf" + MENU, "(byte 0)"),
    "no UTF-8": (MENU.replace(b"Tea", b"\xff\xfe"), "is not UTF-8"),
    "UTF-16": (MENU.decode().encode("utf-16"), "is not UTF-8"),
    "a list": (b"[1, 2]", "no document of Square"),
    "a number": (b"5", "no document of Square"),
    "an empty object": (b"{}", "no document of Square"),
    "another partner's menu": (text(UBER_EATS), "no document of Square"),
    "ten thousand levels": (b'{"objects": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "nested too deeply"),
    "ten thousand objects": (b'{"objects": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_001, "nested too deeply"),
    "a text of ten megabytes": (MENU.replace(b"Tea", b"T" * 10_000_000), "string of more than"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_document_that_cannot_be_read(run: Run, what: str) -> None:
    """Each of these is refused with one sentence, nothing is printed as data, and the exit code is 2."""
    document, expected = BROKEN[what]
    ran = run("decode", "square", stdin=document)
    assert (ran.code, ran.out) == (2, b"")
    assert expected in ran.sentence


MISTAKES = {
    "an unknown partner": (("decode", "grubhub"), "square"),
    "an unknown currency": (("decode", "square", "--currency", "XYZ"), "'XYZ'"),
    "an unknown document": (("decode", "square", "--document", "menu-card"), "catalog"),
    "an unknown format": (("decode", "square", "--format", "xml"), "xml"),
    "an unknown option": (("decode", "square", "--colour"), "--colour"),
    "an unknown command": (("decoed", "square"), "decoed"),
    "no partner": (("decode",), "PARTNER"),
    "a file that is not there": (("decode", "square", "nowhere.json"), "nowhere.json cannot be read"),
    "a folder": (("decode", "square", "."), ". cannot be read"),
    "a translation from nowhere": (("translate", "--to", "square"), "--from"),
    "a translation to the unknown": (("translate", "--from", "square", "--to", "wolt"), "wolt"),
    "a report that cannot be written": (
        ("translate", "--from", "square", "--to", "uber_eats", "--report", "nowhere/report.json"),
        "nowhere/report.json cannot be written",
    ),
    "an unknown adapter": (("adapter", "show", "wolt"), "wolt"),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_command_that_cannot_be_meant(run: Run, what: str) -> None:
    """Each of these mistakes is one sentence that names what to mend, with exit code 2."""
    arguments, expected = MISTAKES[what]
    ran = run(*arguments, stdin=MENU)
    assert ran.code == 2
    assert expected in ran.sentence


def test_deep_inside_a_wrong_type_is_left_out(run: Run) -> None:
    """Wrong types, huge numbers and lone surrogates inside a readable document cost their element, not the document."""
    for wrong in (b'"x"', b"1e400", b"1" * 400, b"true", b"[[]]", b"{}"):
        ran = run("decode", "square", stdin=MENU.replace(b"325", wrong))
        assert ran.code == 0
        assert b'"SMALL"' in ran.out
        assert b'"LARGE"' not in ran.out
        assert ran.err.splitlines()[-1] == "1 problem"


def test_a_reader_that_has_seen_enough(tmp_path: Path) -> None:
    """A pipe that is closed early, as by `head`, ends the command quietly."""
    objects = [{**SQUARE["objects"][0], "id": f"C{n}"} for n in range(20_000)]
    (file := tmp_path / "catalog.json").write_bytes(text({"objects": objects}))
    command = [sys.executable, "-m", "tournant.cli.main", "decode", "square", str(file)]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ}
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"kind":"Category"')
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
