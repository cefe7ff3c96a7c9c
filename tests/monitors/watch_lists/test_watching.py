"""`watch add`: a subject is written where an operator would write it, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.loading import load_configuration
from diffing.mentions import Matcher
from diffing.names.transliteration import propose_spellings
from monitors.cli import defenderwatch

LIST = """\
name: mine          # the only list
subjects:

  - id: first       # keep me
    kind: defender
    name: Daniyar Mukashov
    note: >-
      a note
      of two lines

# The codes follow.
codes:
  - {id: cc, name: Criminal Code}
"""
PAGE = "name: page\nurl: https://example.org/\nspider: page\nevery: 1d\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "defenderwatch.yaml").write_text("{}\n", "utf-8")
    for room, text in (("watchlists", LIST), ("sources", PAGE)):
        (tmp_path / room).mkdir()
        (tmp_path / room / "mine.yaml").write_text(text, "utf-8")
    return tmp_path


def add(folder: Path, *words: str, answers: str = "") -> Result:
    return CliRunner().invoke(
        defenderwatch, ["--config", str(folder), "watch", "add", *words], input=answers, standalone_mode=False
    )


def read_list(folder: Path) -> str:
    return (folder / "watchlists" / "mine.yaml").read_text("utf-8")


def test_a_subject_is_written_behind_the_last_one_and_every_other_line_stays(folder: Path) -> None:
    result = add(folder, "Aigerim Tastanbek", "--yes")
    assert result.return_value == 0, result.output
    written = (
        "\n  - id: aigerim-tastanbek\n    kind: defender\n    name: Aigerim Tastanbek\n"
        "    aliases:\n      - Айгерим Тастанбек\n"
    )
    head, tail = LIST.split("\n# The codes")
    assert read_list(folder) == f"{head}{written}\n# The codes{tail}"


def test_what_is_written_is_found_in_the_other_script(folder: Path) -> None:
    add(folder, "Жанбыр Таласпай", "--yes")
    matcher = Matcher(load_configuration(folder).watch_lists)
    assert [each.subject for each in matcher.find("Police released Zhanbyr Talaspay.")] == ["zhanbyr-talaspay"]


def test_a_spelling_that_is_refused_is_not_written(folder: Path) -> None:
    add(folder, "Aigerim Tastanbek", "--alias", "Aika", answers="n\n")
    assert "Айгерим" not in read_list(folder)
    assert "- Aika" in read_list(folder)


@pytest.mark.parametrize("name", ["Мукашов Данияр", "Данияр Асанович Мукашов", "Daniyar MUKASHOV"])
def test_a_name_that_is_tracked_in_any_script_is_not_written_again(folder: Path, name: str) -> None:
    result = add(folder, name, "--yes")
    assert result.return_value == 1
    assert read_list(folder) == LIST


def test_a_name_that_would_match_everything_leaves_the_file_as_it_was(folder: Path) -> None:
    result = add(folder, "the of", "--yes")
    assert result.exit_code != 0
    assert read_list(folder) == LIST


def test_an_unknown_list_is_told_with_those_there_are(folder: Path) -> None:
    result = add(folder, "Aigerim Tastanbek", "--yes", "--list", "yours")
    assert "mine" in str(result.exception)


def test_a_list_in_brackets_is_left_alone(folder: Path) -> None:
    path = folder / "watchlists" / "mine.yaml"
    path.write_text("name: mine\nsubjects: [{id: a, kind: defender, name: Daniyar Mukashov}]\n", "utf-8")
    result = add(folder, "Aigerim Tastanbek", "--yes")
    assert "brackets" in str(result.exception)
    assert "Aigerim" not in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Yerkin Shagyrov", ["Еркин Шагыров"]),
        ("Bauyrzhan Turetsky", ["Бауыржан Турецкий"]),
        ("Сәуле Қыдырова", ["Saule Kydyrova", "Сауле Кыдырова"]),
    ],
)
def test_a_proposal_is_spelled_as_the_press_would(name: str, proposed: list[str]) -> None:
    assert propose_spellings(name) == proposed
