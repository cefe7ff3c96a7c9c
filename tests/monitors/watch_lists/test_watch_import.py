"""`watch import`: other people's lists, without those who are tracked already."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.loading import load_configuration
from monitors.cli import defenderwatch

LIST = "name: mine\nsubjects:\n  - id: first\n    kind: defender\n    name: Daniyar Mukashov   # keep me\n"
PAGE = "name: page\nurl: https://example.org/\nspider: page\nevery: 1d\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "defenderwatch.yaml").write_text("{}\n", "utf-8")
    for room, text in (("watchlists", LIST), ("sources", PAGE)):
        (tmp_path / room).mkdir()
        (tmp_path / room / "mine.yaml").write_text(text, "utf-8")
    return tmp_path


def bring(folder: Path, name: str, text: str, *words: str) -> Result:
    (folder / name).write_text(text, "utf-8")
    command = ["--config", str(folder), "watch", "import", str(folder / name), *words]
    return CliRunner().invoke(defenderwatch, command, standalone_mode=False)


def subjects(folder: Path) -> dict[str, tuple[str, str, list[str]]]:
    loaded = load_configuration(folder).watch_lists[0].subjects
    return {each.id: (each.kind.value, each.name, [alias.text for alias in each.aliases]) for each in loaded}


def test_rows_become_subjects_with_their_aliases(folder: Path) -> None:
    table = "name,kind,aliases,note\nAigerim Tastanbek,,Айка Тастанбек; Aika T.,lawyer\nSteppe Lantern,organisation,,\n"
    assert bring(folder, "some.csv", table).return_value == 0
    assert subjects(folder)["aigerim-tastanbek"] == ("defender", "Aigerim Tastanbek", ["Айка Тастанбек", "Aika T."])
    assert subjects(folder)["steppe-lantern"] == ("organisation", "Steppe Lantern", [])
    assert "# keep me" in (folder / "watchlists" / "mine.yaml").read_text("utf-8")


def test_somebody_who_is_tracked_in_another_script_is_a_duplicate(folder: Path) -> None:
    result = bring(folder, "some.csv", "name;note\nМукашов Данияр;x\nOleg Saparov;\nOleg Saparov;\n")
    assert result.return_value == 1
    assert set(subjects(folder)) == {"first", "oleg-saparov"}


def test_a_spelling_of_somebody_else_is_a_clash_and_left_out(folder: Path) -> None:
    result = bring(folder, "some.csv", "name,aliases\nOleg Saparov,Daniyar Mukashov|O. Saparov\n")
    assert result.return_value == 1
    assert subjects(folder)["oleg-saparov"][2] == ["O. Saparov"]


def test_entities_of_followthemoney_are_read_from_a_list_and_from_lines(folder: Path) -> None:
    person = {"schema": "Person", "properties": {"name": ["Oleg Saparov"], "alias": ["Олег Сапаров", "O. S. Saparov"]}}
    body = {"schema": "Organization", "caption": "Steppe Lantern", "properties": {"name": ["Дала шамы"]}}
    ship = {"schema": "Vessel", "properties": {"name": ["Aktau Star"]}}
    bring(folder, "list.json", json.dumps([person, ship]))
    bring(folder, "lines.json", f"{json.dumps(body)}\n{json.dumps(ship)}\n")
    assert subjects(folder)["steppe-lantern"] == ("organisation", "Steppe Lantern", ["Дала шамы"])
    assert subjects(folder)["oleg-saparov"][:2] == ("defender", "Oleg Saparov")
    assert len(subjects(folder)) == 3


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    assert bring(folder, "some.csv", "name\nOleg Saparov\n", "--dry-run").return_value == 0
    assert set(subjects(folder)) == {"first"}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("some.csv", "surname\nSaparov\n", "name"),
        ("some.csv", "name,kind\nOleg Saparov,spy\n", "defender"),
        ("some.json", "{no", "JSON"),
    ],
)
def test_a_file_of_another_shape_is_told_with_what_is_allowed(folder: Path, name: str, text: str, told: str) -> None:
    result = bring(folder, name, text)
    assert told in str(result.exception)
    assert set(subjects(folder)) == {"first"}


@pytest.mark.parametrize("text", ["[1, null, {}]", '{"schema": "Person", "properties": {"name": 7}}', "", "[[]]"])
def test_json_of_strange_values_brings_nothing(folder: Path, text: str) -> None:
    assert bring(folder, "some.json", text).return_value == 0
    assert set(subjects(folder)) == {"first"}
