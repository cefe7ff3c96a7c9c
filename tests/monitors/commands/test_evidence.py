"""`archive show`: all that the archive holds of one capture, for a person and for a program."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitors.cli import defenderwatch
from storage.archive.checkpoints import make_checkpoint
from storage.exports import verify
from tests.monitors.keeping import START, URL, Desk, page

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


def test_the_oldest_checkpoint_over_a_capture_is_told(desk: Desk, tmp_path: Path) -> None:
    """It was signed no later than that."""
    captures = []
    for hour in (1, 2, 3):
        captures.append(desk.look(TEXT))
        make_checkpoint(desk.data, tmp_path / "secrets", START + timedelta(days=hour))
    captures.append(desk.look(TEXT))
    told = [json.loads(call(tmp_path, "show", each.id, "--json").stdout) for each in captures]
    assert [each["checkpoint"] for each in told] == [2, 4, 6, None]  # a seal follows each capture here
    assert [each["signed_at"] and each["signed_at"][:10] for each in told] == [
        f"{START + timedelta(days=hour):%Y-%m-%d}" for hour in (1, 2, 3)
    ] + [None]


def test_the_beginning_of_an_id_is_enough_and_a_wrong_one_is_said(desk: Desk, tmp_path: Path) -> None:
    capture = desk.look(TEXT)
    shown = call(tmp_path, "show", capture.id[:6].upper())
    assert "HTTP/1.1 200 Told\n" in shown.stdout and capture.file in shown.stdout
    for wrong in ("zzzzz", capture.id[:2]):
        refused = call(tmp_path, "show", wrong)
        assert refused.exit_code == 2 and "no capture has an id that begins with" in refused.output


@pytest.mark.parametrize("name", ["show", "export", "import"])
def test_every_key_of_the_json_is_documented_and_no_other(desk: Desk, tmp_path: Path, name: str) -> None:
    capture = desk.look(TEXT)
    write_folder(tmp_path)
    (tmp_path / "x.warc").write_bytes(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n")
    words = {
        "show": [capture.id],
        "export": ["--format", "warc", "--output", str(tmp_path / "out")],
        "import": [str(tmp_path / "x.warc")],
    }
    told = json.loads(call(tmp_path, name, *words[name], "--json").stdout)
    text = (Path(__file__).parents[3] / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    section = text.split(f"\n## archive {name}\n")[1].split("\n## ")[0]
    rows = [row.split(" | ")[0] for row in section.splitlines() if row.startswith("| `")]
    assert {key for row in rows for key in re.findall(r"`(\w+)`", row)} == set(told)


def test_an_export_is_signed_first_and_told_in_words(desk: Desk, tmp_path: Path) -> None:
    """With a key made for it, where there was none; the verifier beside it is the one that we ship."""
    desk.look(TEXT)
    write_folder(tmp_path)
    told = call(tmp_path, "export", "--format", "warc", "--output", str(tmp_path / "one.warc.gz"), "--url", URL)
    assert "1 captures" in told.stdout and "one.evidence" in told.stdout and "not proven" not in told.stdout
    assert (tmp_path / "one.evidence" / "verify.py").read_text() == Path(verify.__file__).read_text()
    again = call(tmp_path, "export", "--format", "warc", "--output", str(tmp_path / "one.warc.gz"))
    assert "nothing was overwritten" in str(again.exception)


def write_folder(folder: Path) -> None:
    (folder / "defenderwatch.yaml").write_text("{}\n")
    people = "name: p\nsubjects:\n- {id: m, kind: defender, name: Madina Kokbulakova}\n"
    for name, text in (("sources", f"name: lantern\nurl: {URL}\n"), ("watchlists", people)):
        (folder / name).mkdir()
        (folder / name / "a.yaml").write_text(text)


@pytest.mark.parametrize(("browser", "told"), [("/nowhere/chromium", True), (sys.executable, False)])
def test_validate_says_what_a_browser_would_need(tmp_path: Path, browser: str, told: bool) -> None:
    write_folder(tmp_path)
    (tmp_path / "defenderwatch.yaml").write_text(f"network:\n  browser: {browser}\n")
    (tmp_path / "sources" / "a.yaml").write_text(f"name: lantern\nurl: {URL}\nrender: true\n")
    done = CliRunner().invoke(defenderwatch, ["validate", "--config", str(tmp_path), "--json"])
    warnings = [each for each in json.loads(done.stdout)["warnings"] if "render" in each]
    missing = "source lantern: render: network.browser: /nowhere/chromium is no program that can be run"
    assert warnings == ([missing] if told else [])
