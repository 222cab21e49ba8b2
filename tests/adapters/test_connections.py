"""What connections declare is so: one half of each refers to the other by name."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tournant.adapters
from tournant.adapters.square.adapter import MANIFEST as SQUARE
from tournant.adapters.uber_eats.adapter import MANIFEST as UBER_EATS
from tournant.sandbox.limits import Limit as Sandboxed
from tournant.sandbox.partners.square import limits as square
from tournant.sandbox.partners.uber_eats import limits as uber_eats
from tournant.sdk import Connection, Manifest

BOTH = pytest.mark.parametrize("manifest", [SQUARE, UBER_EATS], ids=lambda manifest: manifest.partner)


def connection_of(manifest: Manifest) -> Connection:
    assert manifest.connection is not None
    return manifest.connection


def operations(manifest: Manifest) -> Iterator[str]:
    """The names that the adapter's exchanges give to their requests."""
    folder = Path(tournant.adapters.__path__[0]) / manifest.partner
    for path in (folder / "client").glob("*.py") if (folder / "client").is_dir() else [folder / "client.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                place = {"ask": 0, "Request": 0, "_read": 1, "_answer": 1}.get(node.func.id)
                said = node.args[place] if place is not None and place < len(node.args) else None
                if isinstance(said, ast.Constant):
                    yield str(said.value)


@BOTH
def test_limits_are_for_operations_that_there_are(manifest: Manifest) -> None:
    """A misspelled one would limit nothing; each limit says where it comes from."""
    connection, known = connection_of(manifest), set(operations(manifest))
    assert len(known) > 8
    for limit in connection.limits:
        assert limit.operations <= known
        assert limit.source
        assert limit.work_bound_s > 0 or limit.window_s > 0


@pytest.mark.parametrize(
    ("manifest", "limit"),
    [(SQUARE, square.APPLICATION), (UBER_EATS, uber_eats.APPLICATION), (UBER_EATS, uber_eats.TOKENS)],
)
def test_limits_are_those_of_the_simulated_partner(manifest: Manifest, limit: Sandboxed) -> None:
    """Which refuses whoever exceeds them."""
    [ours] = [one for one in connection_of(manifest).limits if one.name == limit.name]
    assert (ours.calls, ours.window_s) == (limit.calls, limit.window_s)
    assert ours.source.startswith("assumed: ") is limit.source.startswith("assumed: ")


@BOTH
def test_commands_answer_with_documents_that_are_mapped(manifest: Manifest) -> None:
    """By their name in the manifest."""
    answers = {command.answers for command in connection_of(manifest).commands.values() if command.answers}
    assert answers
    assert all(manifest.document(name) for name in answers)


@BOTH
def test_resources_are_read_and_written_by_commands_that_do_so(manifest: Manifest) -> None:
    """What is read changes nothing, what is written does."""
    connection = connection_of(manifest)
    for resource in connection.resources:
        assert all(connection.commands[name].reads for name in (resource.read, *resource.also))
        assert resource.write is None or not connection.commands[resource.write].reads
