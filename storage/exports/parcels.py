"""A parcel: the folder with all that is handed over, whatever it is packed in afterwards.

`archive/`   WARC files of the same names as in the archive, with the chosen groups, byte for byte
`evidence/`  their lines of the ledger, proofs, the checkpoint, the public keys, VERIFY.md, verify.py

Nothing in it depends on the moment or the machine: the same captures under the same checkpoint give
the same bytes. One level of folders, because WACZ tools look no deeper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from storage.archive.checkpoints import Checkpoint, latest_checkpoint
from storage.archive.disk import clear_errors
from storage.archive.evidence import read_group
from storage.archive.groups import Group, read_groups
from storage.archive.keys import key_files, read_keys
from storage.archive.payload import find_file
from storage.archive.proofs import Proof, prove_captures
from storage.errors import ArchiveError
from storage.exports.choosing import Choice
from storage.exports.indexing import index_group
from storage.plain import to_json
from storage.records import Capture

_HANDED = Path(__file__).parent
_PIECE = 1 << 20


@dataclass(slots=True, kw_only=True)
class Parcel:
    """A folder that was filled, and what is in it."""

    folder: Path
    checkpoint: Checkpoint | None
    proven: int = 0  # captures with a proof under the checkpoint
    captures: list[Capture] = field(default_factory=list)
    index: list[str] = field(default_factory=list)  # lines of CDXJ, in the order of the files

    @property
    def dated(self) -> datetime:
        """The moment that stands for the parcel's making: that of its checkpoint, or of its newest capture."""
        newest = max(each.captured_at for each in self.captures)
        return max(newest, self.checkpoint.at) if self.checkpoint else newest

    def files(self) -> list[str]:
        """Names of the files in it, in order."""
        found = (each.relative_to(self.folder).as_posix() for each in self.folder.rglob("*") if each.is_file())
        return sorted(found)


def fill_parcel(archive: Path, choice: Choice, folder: Path) -> Parcel:
    """`folder`, made here, holds the parcel of those captures.

    ArchiveError where the archive does not hold one of them soundly: nothing doubtful is handed over.
    """
    parcel = Parcel(folder=folder, checkpoint=latest_checkpoint(archive), captures=choice.captures)
    with clear_errors(folder):
        (folder / "archive").mkdir(parents=True)
        (folder / "evidence").mkdir()
        with (folder / "evidence" / "ledger.jsonl").open("wb") as ledger:
            for file, captures in groupby(parcel.captures, key=lambda each: each.file):
                for group, lines in _copy_groups(archive, file, list(captures), folder / "archive"):
                    ledger.write(group.line + b"\n")
                    parcel.index += lines
        _write_evidence(archive, parcel)
    return parcel


def _copy_groups(archive: Path, file: str, captures: list[Capture], folder: Path) -> Iterator[tuple[Group, list[str]]]:
    """Copy the first record of a file and these groups: the whole file, where it holds no other group."""
    path = find_file(archive, file)
    target = folder / Path(file).name
    with path.open("rb", buffering=0) as whole, target.open("wb") as copy:
        _copy(whole, copy, 0, _start_of_groups(path))
        for capture in captures:
            group = read_group(archive, capture)
            if problems := group.problems():
                raise ArchiveError(f"{path}: capture {capture.id} at offset {group.offset}: {problems[0]}")
            shift = copy.tell() - group.offset
            _copy(whole, copy, group.offset, group.end)
            yield group, index_group(capture, group, target.name, shift)


def _start_of_groups(path: Path) -> int:
    first = next(read_groups(path), None)
    return first.offset if first else 0


def _copy(source: BinaryIO, target: BinaryIO, start: int, end: int) -> None:
    source.seek(start)
    while start < end:
        piece = source.read(min(_PIECE, end - start))
        if not piece:
            raise ArchiveError("a file of the archive grew shorter while it was copied; see `archive verify`")
        target.write(piece)
        start += len(piece)


def _write_evidence(archive: Path, parcel: Parcel) -> None:
    folder = parcel.folder / "evidence"
    proofs = _prove(archive, parcel)
    parcel.proven = len(proofs)
    with (folder / "proofs.jsonl").open("w", encoding="ascii") as file:
        for capture in parcel.captures:
            if proof := proofs.get(capture.id):
                told = {"capture": capture.id, "index": proof.index, "path": [each.hex() for each in proof.path]}
                file.write(to_json(told) + "\n")
    keys = read_keys(archive).keys
    (folder / "keys.txt").write_text("".join(f"{key}\n" for key in keys), encoding="utf-8")
    for path in key_files(archive):
        (folder / f"key-{path.name}").write_bytes(path.read_bytes())
    if parcel.checkpoint:
        (folder / "checkpoint.txt").write_bytes(parcel.checkpoint.content)
        for path in sorted((archive / "checkpoints").glob(f"{parcel.checkpoint.size:012d}.*.ts[rq]")):
            (folder / f"checkpoint.{path.name.split('.', 1)[1]}").write_bytes(path.read_bytes())
    for name in ("VERIFY.md", "verify.py"):
        (folder / name).write_bytes((_HANDED / name).read_bytes())


def _prove(archive: Path, parcel: Parcel) -> dict[str, Proof]:
    if parcel.checkpoint is None:
        return {}
    return prove_captures(archive, {each.id for each in parcel.captures}, parcel.checkpoint)
