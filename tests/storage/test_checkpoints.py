"""Keys, checkpoints and proofs: what is signed, by whom, and what somebody else can tell from it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.archive.checkpoints import Checkpoint, checkpoint_files, make_checkpoint, read_checkpoint
from storage.archive.keys import FILE, ensure_key, key_files, read_keys, rotate_key
from storage.archive.ledger import ledger_files, read_lines
from storage.archive.notes import read_note, read_verifying_key
from storage.archive.proofs import Proof, prove_captures, read_proof, write_proof
from storage.errors import ArchiveError
from storage.recording.recorder import Recorder
from storage.records import Capture, Exchange

Make = Callable[..., Exchange]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def add(data: Path, make_exchange: Make, *numbers: int) -> list[Capture]:
    """Record so many pages in a check of their own."""
    with Recorder(data, "run") as recorder:
        return [recorder.record(make_exchange(f"https://news.example/{each}")).result() for each in numbers]


@pytest.fixture
def data(tmp_path: Path, make_exchange: Make) -> Path:
    """A `data/` folder with three captures; `secrets` beside it has no key yet."""
    add(tmp_path / "data", make_exchange, 1, 2, 3)
    return tmp_path / "data"


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    return tmp_path / "secrets"


def sign(data: Path, secrets: Path) -> Checkpoint:
    checkpoint = make_checkpoint(data, secrets, NOON)
    assert checkpoint
    return checkpoint


def test_a_note_is_one_that_other_programs_sign_and_check() -> None:
    """The note and the key with which Go's checksum database documents its format."""
    key = read_verifying_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = (
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6Ryy"
        "BwJnAM=\n"
    )
    assert read_note(text.encode(), "note").is_signed_by(key)
    assert not read_note(text.replace("answer", "question").encode(), "note").is_signed_by(key)


def test_a_checkpoint_signs_every_line_of_the_ledger(data: Path, secrets: Path) -> None:
    checkpoint = sign(data, secrets)
    (key,) = read_keys(data / "archive").keys
    assert checkpoint.note.is_signed_by(key)
    assert (checkpoint.size, checkpoint.captures) == (4, 3)  # three captures and the seal
    assert checkpoint.origin == key.name
    assert [each.name for each in checkpoint_files(data / "archive")] == ["000000000004.txt"]


def test_the_secret_key_lies_outside_the_archive_and_only_its_owner_reads_it(data: Path, secrets: Path) -> None:
    sign(data, secrets)
    assert (secrets / FILE).stat().st_mode & 0o777 == 0o600
    assert secrets.stat().st_mode & 0o077 == 0
    assert not [path for path in data.rglob("*") if path.is_file() and b"PRIVATE" in path.read_bytes()]


def test_a_later_checkpoint_reads_the_new_lines_only_and_says_the_same(
    data: Path, secrets: Path, make_exchange: Make
) -> None:
    """With what is kept of the tree, without it, and with something else in its place."""
    sign(data, secrets)
    add(data, make_exchange, 4, 5)
    copies = [shutil.copytree(data, data.with_name(f"copy-{number}")) for number in range(2)]
    (copies[0] / "archive" / "checkpoints" / "frontier.json").unlink()
    (copies[1] / "archive" / "checkpoints" / "frontier.json").write_text('{"size": 4, "roots": ["00"], "file": 3}')
    whole = sign(data, secrets)
    assert whole.size == 7
    assert {sign(copy, secrets).root for copy in copies} == {whole.root}


def test_nothing_new_makes_no_new_checkpoint(data: Path, secrets: Path) -> None:
    assert sign(data, secrets) == sign(data, secrets)
    assert len(checkpoint_files(data / "archive")) == 1


def test_an_empty_archive_has_no_checkpoint(tmp_path: Path, secrets: Path) -> None:
    assert make_checkpoint(tmp_path, secrets, NOON) is None


@pytest.mark.parametrize("kept", [True, False])
def test_a_ledger_that_lost_its_end_is_not_signed_again(data: Path, secrets: Path, kept: bool) -> None:
    """To sign it would cover up what was taken."""
    sign(data, secrets)
    (ledger,) = ledger_files(data / "archive")
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:2]))
    if not kept:
        (data / "archive" / "checkpoints" / "frontier.json").unlink()
    with pytest.raises(ArchiveError, match="nothing was signed"):
        make_checkpoint(data, secrets, NOON)


def test_a_key_that_is_missing_or_another_is_told_and_signs_nothing(data: Path, secrets: Path, tmp_path: Path) -> None:
    sign(data, secrets)
    (secrets / FILE).rename(tmp_path / "aside")
    with pytest.raises(ArchiveError, match="secret key is missing"):
        make_checkpoint(data, secrets, NOON)
    ensure_key(tmp_path / "another" / "archive", tmp_path / "other-secrets", NOON)
    shutil.copy(tmp_path / "other-secrets" / FILE, secrets / FILE)
    with pytest.raises(ArchiveError, match="not the key of this archive"):
        make_checkpoint(data, secrets, NOON)
    (secrets / FILE).write_text("no key")
    with pytest.raises(ArchiveError, match="not a secret key in PEM"):
        make_checkpoint(data, secrets, NOON)


def test_public_keys_that_are_missing_or_damaged_are_told_and_none_is_made_in_their_place(
    data: Path, secrets: Path
) -> None:
    sign(data, secrets)
    (path,) = key_files(data / "archive")
    kept = path.read_bytes()
    path.write_bytes(kept[:-9])
    with pytest.raises(ArchiveError, match="bring it back"):
        make_checkpoint(data, secrets, NOON)
    with pytest.raises(ArchiveError, match="bring it back"):
        rotate_key(data / "archive", secrets, NOON)
    path.unlink()
    with pytest.raises(ArchiveError, match="public keys are missing"):
        make_checkpoint(data, secrets, NOON)
    path.write_bytes(kept)
    assert sign(data, secrets).size == 4


def test_a_new_key_is_signed_by_the_old_one(data: Path, secrets: Path, make_exchange: Make) -> None:
    first = sign(data, secrets)
    new = rotate_key(data / "archive", secrets, NOON)
    add(data, make_exchange, 4)
    second = sign(data, secrets)
    ring = read_keys(data / "archive")
    assert ring.keys[1] == new and not ring.problems and not ring.lost
    assert first.note.is_signed_by(ring.keys[0]) and second.note.is_signed_by(new)
    assert not second.note.is_signed_by(ring.keys[0])
    assert read_note(key_files(data / "archive")[1].read_bytes(), "key").is_signed_by(ring.keys[0])


def test_a_lost_key_is_replaced_and_said_to_be_lost(data: Path, secrets: Path) -> None:
    sign(data, secrets)
    with pytest.raises(ArchiveError, match="the key is there"):
        rotate_key(data / "archive", secrets, NOON, lost=True)
    (secrets / FILE).unlink()
    new = rotate_key(data / "archive", secrets, NOON, lost=True)
    ring = read_keys(data / "archive")
    assert ring.keys[-1] == new
    assert ring.lost == ("keys/000002.txt",)


def test_a_rotation_that_was_killed_is_finished_or_undone(data: Path, secrets: Path, tmp_path: Path) -> None:
    """Killed before the new key was recorded, the old one stays; killed behind it, the new one is taken."""
    sign(data, secrets)
    old = (secrets / FILE).read_bytes()
    rotate_key(data / "archive", secrets, NOON)
    new = (secrets / FILE).read_bytes()
    (secrets / FILE).write_bytes(old)
    (secrets / f"{FILE}.new").write_bytes(new)
    ensure_key(data / "archive", secrets, NOON)
    assert (secrets / FILE).read_bytes() == new
    (secrets / f"{FILE}.new").write_bytes(old)
    ensure_key(data / "archive", secrets, NOON)
    assert (secrets / FILE).read_bytes() == new
    assert {each.name for each in secrets.iterdir()} == {FILE, ".gitignore"}


def test_a_key_that_nobody_vouches_for_is_none_of_ours(data: Path, secrets: Path, tmp_path: Path) -> None:
    sign(data, secrets)
    rotate_key(data / "archive", secrets, NOON)
    ensure_key(tmp_path / "another" / "archive", tmp_path / "other-secrets", NOON)
    stranger = read_keys(tmp_path / "another" / "archive").keys[0]
    path = key_files(data / "archive")[1]
    path.write_text(path.read_text().replace(str(read_keys(data / "archive").keys[1]), str(stranger)))
    ring = read_keys(data / "archive")
    assert len(ring.keys) == 1
    assert [file for file, _ in ring.problems] == ["keys/000002.txt"]


def test_a_proof_holds_for_its_capture_and_tells_of_no_other(data: Path, secrets: Path) -> None:
    sign(data, secrets)
    lines = [line for _, _, line in read_lines(data / "archive")]
    second = json.loads(lines[1])["capture"]["id"]
    (proof,) = prove_captures(data / "archive", [second]).values()
    text = write_proof(proof)
    again = read_proof(text.encode(), "proof")
    assert again == proof
    assert not again.problems()
    assert again.capture.id == second
    for other in (0, 2):
        assert f"news.example/{other + 1}" not in text
        assert json.loads(lines[other])["capture"]["id"] not in text


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("news.example/2", "news.example/9", "not under the checkpoint's root"),
        ('"index": 1', '"index": 0', "not under the checkpoint's root"),
        ('"index": 1', '"index": 9', "does not belong to this place"),
        ("captures 3", "captures 2", "none of the proof's keys signed"),
    ],
)
def test_a_proof_that_was_edited_proves_nothing(data: Path, secrets: Path, old: str, new: str, why: str) -> None:
    sign(data, secrets)
    identity = json.loads([line for _, _, line in read_lines(data / "archive")][1])["capture"]["id"]
    text = write_proof(prove_captures(data / "archive", [identity])[identity])
    assert old in text
    assert any(why in each for each in read_proof(text.replace(old, new).encode(), "proof").problems())


def test_what_is_no_proof_or_checkpoint_is_told_clearly(tmp_path: Path) -> None:
    for content in (b"", b"{}", b"[]", b"\xff", b"a\n\nb\n", b'{"type":"proof","version":1,"index":{}}'):
        with pytest.raises(ArchiveError, match="not a"):
            read_proof(content, "this file")
        (tmp_path / "file").write_bytes(content)
        with pytest.raises(ArchiveError, match="not a"):
            read_checkpoint(tmp_path / "file")


def test_a_capture_behind_the_checkpoint_has_no_proof_yet(data: Path, secrets: Path, make_exchange: Make) -> None:
    sign(data, secrets)
    (later,) = add(data, make_exchange, 4)
    assert prove_captures(data / "archive", [later.id]) == {}
    sign(data, secrets)
    proof = prove_captures(data / "archive", [later.id])[later.id]
    assert isinstance(proof, Proof) and not proof.problems()
