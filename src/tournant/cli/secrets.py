"""Secrets on a command line: said there, read from a file, or from standard input; never printed."""

from collections.abc import Sequence

from tournant.cli.io import STDIN, read_input
from tournant.control import BadInput

__all__ = ["read_pairs"]

_FILE = "@"


def read_pairs(option: str, pairs: Sequence[str]) -> dict[str, str]:
    """Names with their values, from `name=value`, `name=@file` and `name=-`.

    What cannot be read is said without its value. One line break at the end of a file is not part of a secret.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, separator, said = pair.partition("=")
        if not (name and separator):
            raise BadInput(f"{option}: what is given for {name or 'a secret'!r} is not of the form name=value")
        if name in found:
            raise BadInput(f"{option}: {name} is given twice")
        found[name] = _value(option, name, said)
    return found


def _value(option: str, name: str, said: str) -> str:
    if said != STDIN and not said.startswith(_FILE):
        return said
    try:
        value = read_input(said.removeprefix(_FILE)).decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise BadInput(f"{option}: what is read for {name} is no text") from None
    if not value:
        raise BadInput(f"{option}: what is read for {name} is empty")
    return value
