"""The archive's keys: the secret one beside the operator's configuration, the public ones in the archive.

`secrets/archive-key.pem` (Ed25519, PKCS 8, mode 0600) never enters the archive: who gets only the
archive cannot sign for us. `archive/keys/000001.txt` and so on are signed notes, one for each
key there ever was: the first signed by itself, each later one by the key before it as well.
"""

from __future__ import annotations

import os
import secrets as chance
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from storage.archive.disk import clear_errors, put_file
from storage.archive.notes import VerifyingKey, read_note, read_verifying_key, sign_note, verifying_key
from storage.errors import ArchiveError
from storage.plain import time_text

NAME = "defenderwatch.archive"
FILE = "archive-key.pem"


@dataclass(frozen=True, slots=True)
class Signer:
    """A secret key and the name of the archive that it signs for."""

    origin: str
    secret: Ed25519PrivateKey

    def sign(self, lines: list[str]) -> str:
        """The lines as a note that this archive signs."""
        return sign_note(lines, self.origin, self.secret)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Every public key of an archive, oldest first, and what does not hold about them."""

    keys: tuple[VerifyingKey, ...]
    problems: tuple[tuple[str, str], ...] = ()  # file and what is wrong with it
    lost: tuple[str, ...] = ()  # files of keys that no key before them signed

    @property
    def origin(self) -> str | None:
        """The archive's name; None before it has a key."""
        return self.keys[0].name if self.keys else None


def key_files(archive: Path) -> list[Path]:
    """The files of the public keys in order."""
    return sorted((archive / "keys").glob("*.txt"))


def read_keys(archive: Path) -> KeyRing:
    """The archive's public keys; one that nobody vouches for is a problem and stands not among them."""
    keys: list[VerifyingKey] = []
    problems: list[tuple[str, str]] = []
    lost: list[str] = []
    for number, path in enumerate(key_files(archive), 1):
        name = f"keys/{path.name}"
        try:
            key, alone = _read_key(path, number, keys)
        except ArchiveError as error:
            problems.append((name, str(error)))
            continue
        keys.append(key)
        lost += [name] if alone else []
    return KeyRing(tuple(keys), tuple(problems), tuple(lost))


def _read_key(path: Path, number: int, before: list[VerifyingKey]) -> tuple[VerifyingKey, bool]:
    """A key's note, once it holds; and whether it stands without the word of the key before it."""
    with clear_errors(path):
        note = read_note(path.read_bytes(), path.name)
    lines = note.lines
    if len(lines) < 4 or lines[1] != f"key {number}":
        raise ArchiveError(f"{path.name}: this is not the note of key {number}; one before it is missing")
    key = read_verifying_key(lines[2])
    alone = bool(before) and lines[4:] == [f"without {before[-1]}"]
    if not note.is_signed_by(key) or (before and key.name != before[0].name):
        raise ArchiveError(f"{path.name}: the key does not vouch for itself")
    if before and not alone and not note.is_signed_by(before[-1]):
        raise ArchiveError(f"{path.name}: the key before it does not vouch for this one")
    return key, alone


def ensure_key(archive: Path, folder: Path, at: datetime) -> Signer:
    """The archive's key, from `folder`; made there where the archive never had one.

    ArchiveError where the archive has a key and `folder` does not hold it.
    """
    ring = _sound_keys(archive)
    secret = _take_over(folder, ring) or _read_secret(folder / FILE)
    if not ring.keys:
        return _sign_first(archive, folder, secret, at)
    return _match(ring.keys[-1], secret, folder)


def check_key(archive: Path, folder: Path) -> bool:
    """Whether the archive has a key at all; ArchiveError where `folder` does not hold it, or a public one is damaged.

    Nothing is changed.
    """
    ring = _sound_keys(archive)
    if ring.keys:
        _match(ring.keys[-1], _read_secret(folder / f"{FILE}.new") or _read_secret(folder / FILE), folder)
    return bool(ring.keys)


def _match(key: VerifyingKey, secret: Ed25519PrivateKey | None, folder: Path) -> Signer:
    if secret is None:
        raise ArchiveError(
            f"{folder / FILE}: the archive's secret key is missing; bring it back from a copy,"
            " or make a new one: `archive rotate --lost`"
        )
    if verifying_key(key.name, secret) != key:
        raise ArchiveError(f"{folder / FILE}: this is not the key of this archive; bring that one back from a copy")
    return Signer(key.name, secret)


def _sound_keys(archive: Path) -> KeyRing:
    ring = read_keys(archive)
    if ring.problems:
        file, what = ring.problems[0]
        raise ArchiveError(f"{archive / file}: {what}; bring it back from a copy")
    return ring


def _sign_first(archive: Path, folder: Path, secret: Ed25519PrivateKey | None, at: datetime) -> Signer:
    """The archive has its name and its first key."""
    if any((archive / "checkpoints").glob("*.txt")):
        raise ArchiveError(f"{archive / 'keys'}: the public keys are missing; bring them back from a copy")
    signer = Signer(f"{NAME}/{chance.token_hex(16)}", secret or _make_secret(folder / FILE))
    _record_key(archive, 1, signer, at, [], signer.secret)
    return signer


def make_secret(folder: Path) -> None:
    """`folder` holds a secret key, readable by its owner alone; one that is there stays."""
    if not (folder / FILE).exists():
        _make_secret(folder / FILE)


def rotate_key(archive: Path, folder: Path, at: datetime, *, lost: bool = False) -> VerifyingKey:
    """The archive has a new key, and the old one has signed it; `lost`: the old one is gone and has not.

    Killed in between, the next use of the key finishes it.
    """
    ring = _sound_keys(archive)
    if not ring.keys:
        raise ArchiveError(f"{archive}: this archive has no key yet; `archive checkpoint` makes one")
    if lost and (folder / FILE).exists():
        raise ArchiveError(f"{folder / FILE}: the key is there; rotate without --lost, so that it signs the new one")
    old = None if lost else ensure_key(archive, folder, at)
    origin, before = ring.keys[0].name, ring.keys[-1]
    new = _make_secret(folder / f"{FILE}.new")
    said = [f"without {before}"] if old is None else [f"replaces {before}"]
    signers = [new] if old is None else [old.secret, new]
    _record_key(archive, len(ring.keys) + 1, Signer(origin, new), at, said, *signers)
    with clear_errors(folder):
        (folder / f"{FILE}.new").replace(folder / FILE)
    return verifying_key(origin, new)


def _record_key(
    archive: Path, number: int, signer: Signer, at: datetime, said: list[str], *secrets: Ed25519PrivateKey
) -> None:
    key = verifying_key(signer.origin, signer.secret)
    lines = [signer.origin, f"key {number}", str(key), f"time {time_text(at)}", *said]
    put_file(archive / "keys" / f"{number:06d}.txt", sign_note(lines, signer.origin, *secrets).encode())


def _take_over(folder: Path, ring: KeyRing) -> Ed25519PrivateKey | None:
    """Finish a rotation that was killed after the new key was recorded; else None."""
    path = folder / f"{FILE}.new"
    secret = _read_secret(path)
    if secret is None:
        return None
    if ring.keys and verifying_key(ring.keys[-1].name, secret) == ring.keys[-1]:
        path.replace(folder / FILE)
        return secret
    path.unlink()
    return None


def _make_secret(path: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    secret = Ed25519PrivateKey.generate()
    with clear_errors(path):
        path.parent.resolve().mkdir(parents=True, exist_ok=True, mode=0o700)
        path.with_name(".gitignore").write_text("*\n", encoding="ascii")  # a folder kept in git keeps no key
        path.unlink(missing_ok=True)
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(number, "wb") as file:
            file.write(secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            file.flush()
            os.fsync(file.fileno())
    return secret


def _read_secret(path: Path) -> Ed25519PrivateKey | None:
    with clear_errors(path):
        if not path.exists():
            return None
        content = path.read_bytes()
    try:
        secret = load_pem_private_key(content, password=None)
    except (ValueError, TypeError) as error:
        raise ArchiveError(f"{path}: this is not a secret key in PEM without a password") from error
    if not isinstance(secret, Ed25519PrivateKey):
        raise ArchiveError(f"{path}: this is not an Ed25519 key; archives are signed with no other kind")
    return secret
