"""What Datasette may show of a database: every table is decided on, and people of the desk stay closed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from storage.store import Store

DECLARED = yaml.safe_load((Path(__file__).parents[2] / "deploy" / "datasette.yaml").read_text(encoding="utf-8"))
PEOPLE = {"account", "actor", "assignee", "author", "by", "decided_by", "password", "reviewer", "secret"}
"""Columns that say who works at the desk."""


@pytest.fixture
def columns(tmp_path: Path) -> dict[str, set[str]]:
    """The columns of each table of a new database."""
    with Store.open(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "defenderwatch.sqlite")) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: {row[1] for row in database.execute(f"PRAGMA table_info({name})")} for name in names}


def tables() -> dict[str, dict[str, Any]]:
    declared: dict[str, dict[str, Any]] = DECLARED["databases"]["defenderwatch"]["tables"]
    return declared


def test_every_table_is_open_or_closed(columns: dict[str, set[str]]) -> None:
    assert tables().keys() == columns.keys() - {"sqlite_sequence"}


def test_no_table_that_says_who_works_at_the_desk_is_open(columns: dict[str, set[str]]) -> None:
    closed = {name for name, declared in tables().items() if declared.get("allow") is False}
    told = {name: known - ({"author"} if name == "revisions" else set()) for name, known in columns.items()}
    assert {name for name, known in told.items() if known & PEOPLE} <= closed  # who wrote an article is no secret
    assert {"accounts", "visits", "tokens", "audit", "facts"} <= closed


def test_no_question_in_sql_is_answered() -> None:
    assert DECLARED["allow_sql"] is False and DECLARED["databases"]["defenderwatch"]["allow_sql"] is False
