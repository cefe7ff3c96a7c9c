"""Proofs that one line stands in the ledger under a signed checkpoint, and nothing of the other lines.

A proof is a JSON file for strangers: the capture's statement, its place, the hashes beside its way
up to the root, the checkpoint and the public keys. A hash of a neighbour tells nothing of it, because each
statement holds an id at random (one that was imported, the hash of the line before and the moment of the import).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.archive.checkpoints import Checkpoint, latest_checkpoint, parse_checkpoint
from storage.archive.keys import read_keys
from storage.archive.ledger import read_lines
from storage.archive.merkle import Tree, leaf_hash, root_of_path
from storage.archive.notes import VerifyingKey, read_verifying_key
from storage.archive.statements import is_tombstone, leaf_of_line, read_capture, read_statement
from storage.errors import ArchiveError
from storage.records import Capture

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That the line `statement` has the number `index` (from 0) among those under the checkpoint."""

    statement: bytes  # the line, without its end
    index: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint
    keys: tuple[VerifyingKey, ...]  # of the archive, oldest first

    @property
    def capture(self) -> Capture:
        """The capture that the statement speaks of; ArchiveError where it speaks of none."""
        statement = read_statement(self.statement)
        if statement is None or "capture" not in statement:
            raise ArchiveError("the proof speaks of no capture")
        return read_capture(statement)

    def problems(self) -> list[str]:
        """Why it proves nothing; empty where it holds."""
        found = []
        try:
            root = root_of_path(leaf_hash(self.statement), self.index, self.checkpoint.size, self.path)
        except ValueError as error:
            found.append(f"the path does not belong to this place: {error}")
        else:
            if root != self.checkpoint.root:
                found.append("the statement is not under the checkpoint's root")
        if not any(self.checkpoint.note.is_signed_by(key) for key in self.keys):
            found.append("none of the proof's keys signed the checkpoint")
        return found


def prove_captures(archive: Path, ids: Collection[str], under: Checkpoint | None = None) -> dict[str, Proof]:
    """A proof for each capture, by id, under the checkpoint given or else the newest one.

    Captures that came later, or were redacted, have none. Reads the ledger once. ArchiveError where
    there is no checkpoint, or the ledger is not the one it speaks of.
    """
    checkpoint = under or latest_checkpoint(archive)
    if checkpoint is None:
        raise ArchiveError(f"{archive}: there is no checkpoint yet; `archive checkpoint` makes one")
    leaves: list[bytes] = []
    found: dict[str, tuple[int, bytes]] = {}
    for _, _, line in read_lines(archive):
        if len(leaves) == checkpoint.size:
            break
        if (identity := _capture_in(line)) in ids and not is_tombstone(line):
            found[identity] = (len(leaves), line)
        leaves.append(leaf_of_line(line))
    tree, keys = Tree(leaves), read_keys(archive).keys
    if tree.root() != checkpoint.root:
        raise ArchiveError(f"{archive / 'ledger'}: the checkpoint speaks of another ledger; see `archive verify`")
    return {
        identity: Proof(statement=line, index=index, path=tuple(tree.path(index)), checkpoint=checkpoint, keys=keys)
        for identity, (index, line) in found.items()
    }


def _capture_in(line: bytes) -> str:
    """The id of the capture that a line speaks of; empty for a seal."""
    try:
        return str(json.loads(line)["capture"]["id"])
    except (ValueError, KeyError, TypeError):
        return ""


def write_proof(proof: Proof) -> str:
    """The proof as JSON, to be kept or handed over."""
    shape = {
        "type": "proof",
        "version": VERSION,
        "statement": proof.statement.decode("ascii"),
        "index": proof.index,
        "path": [each.hex() for each in proof.path],
        "checkpoint": proof.checkpoint.content.decode(),
        "keys": [str(key) for key in proof.keys],
    }
    return json.dumps(shape, indent=1, ensure_ascii=False) + "\n"


def read_proof(content: bytes, told: str) -> Proof:
    """The proof in these bytes; ArchiveError that begins with `told` where there is none."""
    try:
        shape: dict[str, Any] = json.loads(content)
        if shape["type"] != "proof" or shape["version"] != VERSION:
            raise ArchiveError(f"{told}: this is not a proof that this version knows")
        return Proof(
            statement=shape["statement"].encode("ascii"),
            index=int(shape["index"]),
            path=tuple(bytes.fromhex(each) for each in shape["path"]),
            checkpoint=parse_checkpoint(shape["checkpoint"].encode(), told),
            keys=tuple(read_verifying_key(each) for each in shape["keys"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveError(f"{told}: this is not a proof ({type(error).__name__}: {error})") from None
