"""The end of a check: the ledger is signed, or `health` tells why not."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from config.secrets import SECRETS
from monitors.checking.attesting import attest
from monitors.cli import defenderwatch
from monitors.demo.folder import write_folder
from monitors.demo.site import World
from monitors.health.checkpoints import CHECKPOINT, look_at_checkpoints
from monitors.service.accepted import accept
from storage.archive.checkpoints import latest_checkpoint
from storage.archive.keys import FILE
from storage.store import Store
from tests.monitors.keeping import START, Desk, page


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An operator's folder with one look in its archive."""
    folder = tmp_path_factory.mktemp("attesting") / "desk"
    with World() as world:
        write_folder(folder, world)
    Desk(folder / "data").look(page("Madina Kokbulakova was heard."))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "desk"))


def run(folder: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(defenderwatch, ["--config", str(folder), "archive", *words], standalone_mode=False)
    assert done.exception is None, done.exception
    return done.return_value or 0, done.stdout


def test_the_end_of_a_check_signs_the_ledger_and_trouble_is_told_until_it_is_over(folder: Path) -> None:
    data, secrets = folder / "data", folder / SECRETS
    with Store.open(data) as store:
        assert attest(store, data, secrets, at=START) is None
        assert look_at_checkpoints(store) is None
        key = (secrets / FILE).read_bytes()
        (secrets / FILE).unlink()
        for hours in (1, 2):
            assert "secret key is missing" in (attest(store, data, secrets, at=START + timedelta(hours=hours)) or "")
        row = look_at_checkpoints(store)
        assert row and row.source == CHECKPOINT and row.since == START + timedelta(hours=1)
        assert "the archive is not signed" in row.detail
        (secrets / FILE).write_bytes(key)
        assert attest(store, data, secrets, at=START + timedelta(hours=3)) is None
        assert look_at_checkpoints(store) is None


def test_the_service_signs_with_the_operators_key_and_not_with_one_in_the_data_folder(folder: Path) -> None:
    """It works from a copy of the configuration that lies in `data/`."""
    accepted = accept(folder, folder / "data")
    with Store.open(folder / "data") as store:
        assert attest(store, folder / "data", accepted.folder / SECRETS, at=START) is None
    assert (folder / SECRETS / FILE).exists()
    assert not [path for path in (folder / "data").rglob(FILE) if not path.parent.is_symlink()]


def test_a_capture_is_proven_to_a_stranger_who_has_only_the_proof(folder: Path, tmp_path: Path) -> None:
    """Also under a checkpoint that was kept elsewhere while the archive went on."""
    with Store.open(folder / "data") as store:
        capture = store.last_captures(source="lantern", limit=1)[0].id
    kept, proof, elsewhere = tmp_path / "kept.txt", tmp_path / "proof.json", tmp_path / "elsewhere"
    status, signed = run(folder, "checkpoint", "--output", str(kept), "--json")
    assert status == 0 and json.loads(signed)["captures"] == 1
    Desk(folder / "data").look(page("Madina Kokbulakova was released."))
    run(folder, "checkpoint")
    assert run(folder, "prove", capture, "--checkpoint", str(kept), "--output", str(proof))[0] == 0
    status, told = run(elsewhere, "prove", "--check", str(proof), "--checkpoint", str(kept), "--json")
    assert (status, json.loads(told)["ok"], json.loads(told)["capture"]) == (0, True, capture)
    proof.write_text(proof.read_text().replace("example.org", "example.com"))
    status, told = run(elsewhere, "prove", "--check", str(proof), "--json")
    assert (status, json.loads(told)["url"]) == (1, None)


def test_a_rotation_is_printed_and_signs_from_then_on(folder: Path) -> None:
    run(folder, "checkpoint")
    before = latest_checkpoint(folder / "data" / "archive")
    status, told = run(folder, "rotate", "--json")
    assert status == 0 and json.loads(told)["number"] == 2
    assert before and before.origin in json.loads(told)["key"]
