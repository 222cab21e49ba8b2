"""The reference of commands is complete: every command and every argument, and nothing that does not exist."""

import re
from collections.abc import Iterator

from cyclopts import App
from cyclopts.argument import Argument
from tests.docs.test_reference import differences, rows, section
from tests.house import tree
from tests.house.test_clean import documents

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
    """What a command takes from its user, as the reference writes it: `FILE` by place, `--format` by name."""
    every = of.assemble_argument_collection()
    return {written(one) for one in every if "*" not in one.names and one.parameter.parse is not False}


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


def unknown_commands(of: App, documents: tree.Sources) -> list[str]:
    """Commands that a document names and that do not exist; a group may be named without its command."""
    known = dict(commands(of))
    groups = {name.rpartition(" ")[0] for name in known} - {"tournant"}
    found = []
    for path, text in documents.items():
        for first, second in re.findall(r"[`$] ?tournant ([a-z][a-z0-9]*)(?: ([a-z]+))?", text):
            name = f"tournant {first}"
            named = f"{name} {second}" if name in groups and second else name
            if named not in known and named not in groups:
                found.append(f"{path}: '{named}' is no command")
    return found


def test_commands_are_documented() -> None:
    """Every command and each of its arguments is in the reference, and no other."""
    assert wrong_commands(app, tree.read(PAGE)) == []


def test_commands_that_documents_name_exist() -> None:
    """Every command that a document of the repository names exists."""
    assert unknown_commands(app, documents()) == []


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


def test_an_unknown_command_is_found() -> None:
    """A command that a document names in prose or in a session must exist; arguments do not count."""
    text = "`tournant decode square x`, `tournant adapter`, `tournant levitate`\n$ tournant adapter check square\n"
    assert unknown_commands(app, {"a.md": text}) == [
        "a.md: 'tournant levitate' is no command",
        "a.md: 'tournant adapter check' is no command",
    ]
