"""The reference of commands is complete: every command and every argument, and nothing that does not exist."""

import re
from collections.abc import Iterator

from cyclopts import App
from cyclopts.argument import Argument
from tests.docs.test_reference import differences, rows, section
from tests.house import tree

from tournant.cli.main import app

PAGE = "docs/reference/cli.md"


def commands(of: App, above: str = "tournant") -> Iterator[tuple[str, App]]:
    """Every command with its full name, those of groups included."""
    for name in of:
        if not name.startswith("-"):
            command = of[name]
            if command.default_command is not None:
                yield f"{above} {name}", command
            yield from commands(command, f"{above} {name}")


def arguments(of: App) -> set[str]:
    """What a command takes, as the reference writes it: `FILE` by place, `--format` by name."""
    return {written(one) for one in of.assemble_argument_collection() if "*" not in one.names}


def written(argument: Argument) -> str:
    """One argument as the reference writes it."""
    name: str = argument.names[0]
    by_place = argument.field_info.kind is argument.field_info.POSITIONAL_ONLY
    return name.lstrip("-").upper() if by_place else name


def wrong_commands(of: App, page: str) -> list[str]:
    """Commands and arguments that the page lacks, or invents."""
    known = dict(commands(of))
    found = differences("commands", set(known), set(re.findall(r"^## (tournant .+)$", page, re.MULTILINE)))
    for name, command in known.items():
        documented = {argument for argument, *_ in rows(section(page, name))}
        found += differences(name, arguments(command), documented)
    return found


def test_commands_are_documented() -> None:
    """Every command and each of its arguments is in the reference, and no other."""
    assert wrong_commands(app, tree.read(PAGE)) == []


def test_a_wrong_command_is_found() -> None:
    """A command or an argument that only one side has is a finding."""
    sample = App(name="tournant", result_action="return_value")

    @sample.command
    def read(file: str, /, *, format_: str = "json") -> None:
        """Read."""

    group = App(name="group")
    sample.command(group)

    @group.command(name="list")
    def list_(*, json: bool = False) -> None:
        """List."""

    page = "## tournant read\n| `FILE` | x | y |\n| `--form` | x | y |\n## tournant gone\n"
    assert wrong_commands(sample, page) == [
        "commands: tournant group list is not documented",
        "commands: tournant gone is documented and does not exist",
        "tournant read: --format is not documented",
        "tournant read: --form is documented and does not exist",
        "tournant group list: --json is not documented",
    ]
