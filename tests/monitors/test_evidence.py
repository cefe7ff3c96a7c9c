"""`archive show`: all that the archive holds of one capture, for a person and for a program."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitors.cli import defenderwatch
from tests.monitors.keeping import Desk, page

TEXT = page("Madina Kokbulakova was detained on 15 November near her home.")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(data=tmp_path / "data")


def call(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(defenderwatch, ["--config", str(folder), "archive", *words])


def test_a_capture_is_shown_with_its_head_its_hashes_and_its_place_in_the_chain(desk: Desk, tmp_path: Path) -> None:
    desk.look(TEXT)
    capture = desk.look(TEXT)
    told = json.loads(call(tmp_path, "show", capture.id, "--json").stdout)
    lines = (tmp_path / "data" / "archive" / told["ledger_file"]).read_bytes()
    line = lines[told["ledger_offset"] :].split(b"\n")[0]
    assert told["line_sha256"] == hashlib.sha256(line).hexdigest()
    assert json.loads(line)["capture"]["id"] == capture.id
    assert told["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (told["sequence"], told["file"], told["offset"]) == (2, capture.file, capture.offset)
    assert told["response_head"].startswith("HTTP/1.1 200 Told\r\n")
    assert [each["kind"] for each in told["records"]] == ["revisit", "request"]
    assert told["problems"] == []


def test_the_beginning_of_an_id_is_enough_and_a_wrong_one_is_said(desk: Desk, tmp_path: Path) -> None:
    capture = desk.look(TEXT)
    shown = call(tmp_path, "show", capture.id[:6].upper())
    assert "HTTP/1.1 200 Told\n" in shown.stdout and capture.file in shown.stdout
    for wrong in ("zzzzz", capture.id[:2]):
        refused = call(tmp_path, "show", wrong)
        assert refused.exit_code == 2 and "no capture has an id that begins with" in refused.output
