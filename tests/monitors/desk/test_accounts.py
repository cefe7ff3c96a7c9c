"""`account`: who may come to the desk, said on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from config.starting import write_starter_folder
from monitors.cli import defenderwatch
from monitors.review.sessions import check_password
from storage.people import Role
from storage.store import Store


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("accounts") / "desk"
    write_starter_folder(folder)
    return folder


def call(place: Path, *words: str, typed: str | None = None):
    return CliRunner().invoke(defenderwatch, ["--config", str(place), "account", *words], input=typed)


def test_an_account_is_made_with_a_link_listed_given_a_role_and_removed(place):
    made = call(place, "add", "Сауле Ким", "--role", "reader")
    assert made.exit_code == 0 and made.output.startswith("http://127.0.0.1:8765/welcome/")
    assert call(place, "role", "Сауле Ким", "archivist", "--help").exit_code == 0
    assert call(place, "role", "Сауле Ким", "archivist").exit_code == 0
    listed = [json.loads(line) for line in call(place, "list", "--json").output.splitlines()]
    assert [(each["name"], each["role"], each["password"]) for each in listed] == [("Сауле Ким", "archivist", False)]
    assert "not chosen yet" in call(place, "list").output
    assert "/welcome/" in call(place, "link", "Сауле Ким").output
    assert call(place, "logout", "Сауле Ким").output == "ended 2\n"
    assert call(place, "remove", "Сауле Ким").exit_code == 0
    assert "no account yet" in call(place, "list").output
    with Store.open(place / "data") as store:
        deeds = [each.action for each in store.deeds(limit=9)]
    assert deeds == ["account closed", "sessions ended", "link made", "role changed", "account added"]


def test_a_password_comes_from_standard_input_and_is_kept_as_argon2(place):
    assert call(place, "add", "Timur", "--password-stdin", typed="a password of words\n").exit_code == 0
    assert call(place, "password", "Timur", typed="another one of words\n").exit_code == 0
    with Store.open(place / "data") as store:
        account = store.account("timur")
    assert account.role is Role.REVIEWER and account.password.startswith("$argon2id$")
    assert check_password(account, "another one of words") and not check_password(account, "a password of words")


@pytest.mark.parametrize(
    ("words", "typed", "told"),
    [
        (["add", " Eve"], None, "one line of at most 60 letters"),
        (["add", "Eve", "--password-stdin"], "short\n", "12 to 200 characters"),
        (["remove", "Nobody"], None, "there is no account Nobody"),
        (["link", "Nobody"], None, "there is no account Nobody"),
        (["role", "Nobody", "reader"], None, "there is no account Nobody"),
        (["role", "Nobody", "king"], None, "'king' is not one of"),
    ],
)
def test_what_cannot_be_is_told(place, words, typed, told):
    answer = call(place, *words, typed=typed)
    assert answer.exit_code != 0 and told in answer.output


def test_an_account_is_not_made_twice(place):
    call(place, "add", "Ainur")
    again = call(place, "add", "AINUR")
    assert again.exit_code != 0 and "there is an account AINUR already" in again.output
