"""Statements: each has a name of its own and says what it is for, and the database understands it."""

import asyncpg
import pytest

from tournant.kernel.check import Impossible
from tournant.log.statements import SQL, parse


def test_statements_are_found_by_name() -> None:
    """The text begins after the description, and ends without a semicolon."""
    found: dict[str, str] = {}
    parse(
        "-- about the file\n\n-- name: a\n-- What it gives.\nselect 1\nfrom x;\n\n-- name: b\n-- B.\nselect 2;\n", found
    )
    assert found == {"a": "select 1\nfrom x", "b": "select 2"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("-- name: a\nselect 1;\n", "does not say"), ("-- name: a\n-- A.\nselect 1;\n" * 2, "two statements")],
)
def test_a_statement_without_description_or_name_of_its_own_is_a_mistake(text: str, sentence: str) -> None:
    """Both stop the import."""
    with pytest.raises(Impossible, match=sentence):
        parse(text, {})


async def test_the_database_understands_every_statement(database: str) -> None:
    """Every statement can be prepared on a database that was migrated."""
    connection = await asyncpg.connect(database, server_settings={"search_path": "tournant"})
    for text in SQL.values():
        if not text.startswith("set "):
            await connection.prepare(text)
    await connection.close()
