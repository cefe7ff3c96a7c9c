"""Bad input at the command line: told clearly, with exit status 2, and never with a traceback."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.monitors.commanding import defenderwatch

SERVICE = "timezone: Asia/Almaty\n"
SOURCE = "name: lantern\nurl: https://example.org/\n"
WATCH_LIST = """\
name: people
subjects:
  - id: madina-kokbulakova
    kind: defender
    name: Madina Kokbulakova
"""


def write_folder(folder: Path, *, service: str = SERVICE, source: str = SOURCE, watch_list: str = WATCH_LIST) -> Path:
    (folder / "sources").mkdir(parents=True)
    (folder / "watchlists").mkdir()
    (folder / "defenderwatch.yaml").write_text(service, encoding="utf-8")
    (folder / "sources" / "lantern.yaml").write_text(source, encoding="utf-8")
    (folder / "watchlists" / "people.yaml").write_text(watch_list, encoding="utf-8")
    return folder


def assert_told(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"service": "network:\n\tdelay: 1s\n"}, ["defenderwatch.yaml:2", "tab"]),
        ({"service": "timezone: Asia/Almatty\n"}, ["defenderwatch.yaml:1", "Asia/Almatty"]),
        ({"source": SOURCE + "evry: 6h\n"}, ["sources/lantern.yaml:3", "evry", 'did you mean "every"?']),
        ({"source": SOURCE + "include: ['(']\n"}, ["sources/lantern.yaml:3", "include"]),
        ({"source": SOURCE + "content: 'p[['\n"}, ["sources/lantern.yaml:3", "content"]),
        ({"source": SOURCE + "spider: feeds\n"}, ["sources/lantern.yaml:3", "feeds", "feed"]),
        (
            {
                "source": "- "
                + SOURCE.replace("\n", "\n  ").rstrip()
                + "\n"
                + "- name: lantern\n  url: https://example.com/\n"
            },
            ["lantern"],
        ),
        ({"watch_list": "name: people\nsubjects: []\n"}, ["watchlists/people.yaml", "subjects"]),
        ({"watch_list": WATCH_LIST.replace("Madina Kokbulakova", "A")}, ["watchlists/people.yaml:5"]),
    ],
    ids=["tab", "time zone", "unknown key", "expression", "selector", "spider", "twice", "empty list", "one letter"],
)
def test_a_fault_in_a_file_is_told_with_its_place(tmp_path: Path, parts: dict[str, str], told: list[str]) -> None:
    folder = write_folder(tmp_path / "desk", **parts)
    assert_told(defenderwatch("validate", folder=folder), *told)


@pytest.mark.parametrize(
    "command", [["check"], ["changes"], ["process"], ["digest"], ["subject", "x"], ["review"], ["run"]]
)
def test_no_command_works_with_a_faulty_configuration(tmp_path: Path, command: list[str]) -> None:
    folder = write_folder(tmp_path / "desk", source=SOURCE + "evry: 6h\n")
    assert_told(defenderwatch(*command, folder=folder), "sources/lantern.yaml:3", "evry")


def test_a_folder_without_configuration_says_how_to_begin(tmp_path: Path) -> None:
    assert_told(defenderwatch("validate", folder=tmp_path), "defenderwatch init")


def test_an_unknown_source_is_told_with_those_there_are(tmp_path: Path) -> None:
    assert_told(defenderwatch("check", "lanterm", folder=write_folder(tmp_path / "desk")), "lanterm", "lantern")


def test_reading_before_the_first_check_says_that_nothing_is_kept_yet(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "desk")
    assert_told(defenderwatch("changes", "--json", folder=folder), "first check")


def test_a_time_that_is_none_is_told_with_what_is_allowed(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "desk")
    (folder / "data").mkdir()
    assert_told(defenderwatch("health", "--nonsense", folder=folder), "--nonsense")


def test_init_does_not_overwrite(tmp_path: Path) -> None:
    assert defenderwatch("init", tmp_path / "desk").returncode == 0
    assert_told(defenderwatch("init", tmp_path / "desk"), "nothing is overwritten")


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "desk")
    assert defenderwatch("health", folder=folder).returncode in (0, 1)
    connection = sqlite3.connect(folder / "data" / "defenderwatch.sqlite")
    with connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " SELECT migration_set, 'a step of the future', applied_at FROM _sqlite_migrations LIMIT 1"
        )
    connection.close()
    assert_told(defenderwatch("changes", folder=folder), "newer")


@pytest.mark.parametrize("body", [b"", b"<html><p>" + b"\xff\xfe<<<" * 100, b"\x00" * 1000, b"%PDF-1.4 broken"])
def test_any_file_can_be_extracted_or_is_told_to_hold_nothing(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "page.html").write_bytes(body)
    done = defenderwatch("extract", tmp_path / "page.html", "--json")
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    assert set(json.loads(done.stdout)) >= {"title", "text", "published", "language", "author", "extractor"}


def call_with_plain_rights(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Our command by somebody whom the rights of files bind: root, too, once it may not override them."""
    command = [sys.executable, "-P", "-m", "monitors.cli", *map(str, words)]
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may write anywhere, and there is no setpriv to take that right away")
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_folder_without_rights_is_told(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "desk")
    (folder / "data").mkdir(mode=0o500)
    assert_told(call_with_plain_rights("--config", folder, "check"), "no right to read or write", "data")
    assert_told(call_with_plain_rights("init", folder / "data" / "more"), "cannot be written")


def test_a_command_that_is_nearly_one_is_told_with_the_right_one() -> None:
    assert_told(defenderwatch("chekc"), '"chekc" is not a command', 'did you mean "check"?')
    assert_told(defenderwatch("xyzzy"), "--help")


def test_a_source_of_which_no_page_could_be_looked_at_is_a_problem_that_says_why(tmp_path: Path) -> None:
    refused = "name: lantern\nurl: http://127.0.0.1:9/\n"
    done = defenderwatch("check", "--json", folder=write_folder(tmp_path / "desk", source=refused))
    assert done.returncode == 1
    [problem] = json.loads(done.stdout)["sources"]["lantern"]["problems"]
    assert problem == "no page could be looked at: refused address"


@pytest.mark.parametrize("words", [("changes",), ("search", "vodokanal"), ("subject", "madina-kokbulakova")])
def test_where_nothing_is_kept_a_person_is_told_so_and_a_program_gets_nothing(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    folder = write_folder(tmp_path / "desk")
    assert defenderwatch("process", folder=folder).returncode == 0
    done = defenderwatch(*words, folder=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("No")
