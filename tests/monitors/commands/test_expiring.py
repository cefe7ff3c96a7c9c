"""`archive expire`: only what a source says may go goes, under tombstones that `verify` understands."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitors.cli import defenderwatch
from monitors.commands.expiring import find_all_expired, forget
from storage.archive.checkpoints import make_checkpoint
from storage.archive.redaction import find_expired
from storage.archive.verification import verify
from storage.store import Store
from tests.monitors.keeping import START, URL, Desk, page

OLD, AGAIN, NEW = "The court opened the case.", "The court heard nobody.", "The court released the engineer."
KEPT = {"name": "lantern", "url": URL, "keep_evidence": "20h"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Looks at 6, 12, 18, 24, 30 and 36 hours: a text that went, one that came twice, and the present one."""
    folder = tmp_path_factory.mktemp("expiring")
    desk = Desk(folder / "data")
    for text in (OLD, AGAIN, NEW, NEW, AGAIN, NEW):
        desk.look(page(text))
        desk.process()
    make_checkpoint(folder / "data", folder / "secrets", START)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "desk"))


def texts(folder: Path) -> set[str]:
    with Store.open(folder / "data") as store:
        return {text for text in (OLD, AGAIN, NEW) for each in store.revisions(URL) if text in each.article.text}


def test_nothing_expires_by_default(folder: Path) -> None:
    desk = Desk(folder / "data")
    assert find_all_expired(folder / "data", desk.configuration, START + timedelta(days=9999)) == {}


def test_what_is_older_goes_and_what_was_met_again_or_is_the_present_text_stays(folder: Path) -> None:
    desk, now = Desk(folder / "data", source=KEPT), START + timedelta(hours=40)
    expired = find_all_expired(folder / "data", desk.configuration, now)
    assert {name: len(ids) for name, ids in expired.items()} == {"lantern": 1}
    forget(folder / "data", folder / "secrets", expired["lantern"], timedelta(hours=20), now)
    assert texts(folder) == {AGAIN, NEW}
    checked = verify(folder / "data")
    assert checked.ok, checked.problems
    assert checked.redacted == 1
    assert find_all_expired(folder / "data", desk.configuration, now) == {"lantern": []}, "a second time finds nothing"


def test_the_present_text_stays_however_old_it_is(folder: Path) -> None:
    far = START + timedelta(days=9999)
    gone = find_expired(folder / "data", "lantern", far)
    forget(folder / "data", folder / "secrets", gone, timedelta(hours=20), far)
    assert texts(folder) == {NEW}
    assert verify(folder / "data").ok


def test_the_command_tells_first_and_asks(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitors.commands.expiring.read_clock", lambda: START + timedelta(days=9))
    folder = Path(shutil.copytree(made, tmp_path / "desk"))
    for name, text in {
        "defenderwatch.yaml": "timezone: UTC\n",
        "sources/one.yaml": json.dumps(KEPT),
        "watchlists/one.yaml": "name: l\nsubjects: [{id: asel, kind: defender, name: Asel Torekul}]\n",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    told = CliRunner().invoke(defenderwatch, ["--config", str(folder), "archive", "expire", "--dry-run"])
    assert "captures would be forgotten" in told.output, told.output
    refused = CliRunner().invoke(defenderwatch, ["--config", str(folder), "archive", "expire"], input="n\n")
    assert refused.exit_code == 1 and texts(folder) == {OLD, AGAIN, NEW}
    done = CliRunner().invoke(defenderwatch, ["--config", str(folder), "archive", "expire", "--yes", "--json"])
    assert done.exit_code == 0 and texts(folder) == {NEW}, done.output
    assert json.loads(done.output)["expired"]["lantern"] > 1
