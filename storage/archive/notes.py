"""Signed notes: a text and, below a blank line, who signed it (c2sp.org/signed-note, with Ed25519).

Checkpoints, keys and tombstones are such notes: plain text that can be printed, mailed and read
aloud, and whose signed bytes nobody has to guess. A key is named `origin+hash+key`, as Go's
checksum database and other transparency logs write it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from storage.errors import ArchiveError

_ED25519 = b"\x01"
_DASH = "\u2014 "


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A public key and the name that it signs under."""

    name: str
    key: bytes  # 32 bytes

    @property
    def hash(self) -> bytes:
        """Four bytes by which a signature names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.hash.hex()}+{base64.b64encode(_ED25519 + self.key).decode()}"


def read_verifying_key(text: str) -> VerifyingKey:
    """The key that is written like that; ArchiveError where it is none."""
    name, _, rest = text.strip().partition("+")
    short, _, encoded = rest.partition("+")
    try:
        content = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        content = b""
    key = VerifyingKey(name, content[1:])
    if not name or content[:1] != _ED25519 or len(key.key) != 32 or key.hash.hex() != short:
        raise ArchiveError(f"{text.strip()[:80]!r} is not a public key; it is written name+8 hex digits+base64")
    return key


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line's end, and its signatures: who, which key, and the bytes."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    @property
    def lines(self) -> list[str]:
        """The text's lines."""
        return self.text.removesuffix("\n").split("\n")

    def is_signed_by(self, key: VerifyingKey) -> bool:
        """Whether one of the signatures is of that key, and holds."""
        return any(
            name == key.name and hash_ == key.hash and _holds(key, signature, self.text)
            for name, hash_, signature in self.signatures
        )


def _holds(key: VerifyingKey, signature: bytes, text: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.key).verify(signature, text.encode())
    except InvalidSignature:
        return False
    return True


def verifying_key(name: str, secret: Ed25519PrivateKey) -> VerifyingKey:
    """The public half of a key, under the name that it signs under."""
    return VerifyingKey(name, secret.public_key().public_bytes_raw())


def sign_note(lines: list[str], name: str, *secrets: Ed25519PrivateKey) -> str:
    """The lines as a note, signed with each of the keys."""
    text = "".join(f"{line}\n" for line in lines)
    signatures = [
        f"{_DASH}{name} {base64.b64encode(verifying_key(name, each).hash + each.sign(text.encode())).decode()}\n"
        for each in secrets
    ]
    return f"{text}\n{''.join(signatures)}"


def read_note(content: bytes, told: str) -> Note:
    """The note in these bytes; ArchiveError that begins with `told` where there is none."""
    try:
        text, blank, signed = content.decode().rpartition("\n\n")
        if not blank or not signed.endswith("\n"):
            raise ValueError("no blank line stands before the signatures")
        signatures = tuple(_read_signature(line) for line in signed.splitlines())
    except ValueError as error:
        raise ArchiveError(f"{told}: this is not a signed note ({error})") from None
    return Note(f"{text}\n", signatures)


def _read_signature(line: str) -> tuple[str, bytes, bytes]:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    content = base64.b64decode(encoded, validate=True)
    if not line.startswith(_DASH) or not space or len(content) < 5:
        raise ValueError("a line is not a signature")
    return name, content[:4], content[4:]
