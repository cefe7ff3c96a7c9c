"""What was signed, held against the ledger: keys, checkpoints and tombstones.

The ledger's lines pass once. Where as many have passed as a checkpoint speaks of, its root must
be theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from storage.archive.checkpoints import Checkpoint, checkpoint_files, read_checkpoint
from storage.archive.keys import read_keys
from storage.archive.merkle import Frontier
from storage.archive.statements import FIRST, leaf_of_line
from storage.archive.timestamps import checked_stamp, stamp_files
from storage.archive.tombstones import read_tombstone
from storage.errors import ArchiveError
from storage.plain import time_text

Tell = Callable[..., None]
"""What is wrong, and where: `tell(what, file, offset, capture)`."""

UNSIGNED = (
    "that nothing was taken from the end, or everything written anew: that takes a signed checkpoint kept elsewhere"
)
_BEHIND = "what follows the first {size} lines of the ledger: the checkpoint that was kept elsewhere speaks of no more"

_OPENSSL = "`openssl ts -verify -data CHECKPOINT -in STAMP -CAfile …` tells"


class Attested:
    """The signatures of one archive, while its ledger is read."""

    def __init__(self, archive: Path, tell: Tell, outside: Path | None = None) -> None:
        """Read keys and checkpoints; `outside` is a checkpoint that was kept elsewhere."""
        self._archive = archive
        self._tell = tell
        self._tree = Frontier()
        self._end = (FIRST, 0)
        self._good = 0  # lines under the last checkpoint that held
        self._next: tuple[str, int | None] = ("ledger", None)  # the first line behind that
        self._awaited: dict[int, list[tuple[str, Checkpoint]]] = defaultdict(list)
        self._ring = read_keys(archive)
        self._outside: Checkpoint | None = None
        for file, what in self._ring.problems:
            tell(what, file)
        for path in checkpoint_files(archive):
            self._await(f"checkpoints/{path.name}", path)
        self._stamps = [self._read_stamp(path) for path in stamp_files(archive)]
        if outside:
            self._outside = self._await(str(outside), outside)

    def _await(self, file: str, path: Path) -> Checkpoint | None:
        """The checkpoint will be compared once its lines have passed, if it is one of this archive at all."""
        try:
            checkpoint = read_checkpoint(path)
        except ArchiveError as error:
            self._tell(str(error), file)
            return None
        if not any(checkpoint.note.is_signed_by(key) for key in self._ring.keys):
            self._tell("no key of this archive signed this checkpoint, or it was edited afterwards", file)
        self._awaited[checkpoint.size].append((file, checkpoint))
        return checkpoint

    def _read_stamp(self, path: Path) -> str | None:
        """What an authority says of a checkpoint, in words; what does not fit is told."""
        try:
            stamp = checked_stamp(path)
        except ArchiveError as error:
            self._tell(str(error), f"checkpoints/{path.name}")
            return None
        return f"{path.name} ({time_text(stamp.at)})"

    def take(self, line: bytes, hash_: str, sequence: int, place: tuple[str, int]) -> None:
        """One more line of the ledger: its hash, the number of the last capture, and where it stands."""
        if self._tree.size == self._good:
            self._next = place
        self._tree.add(leaf_of_line(line))
        self._end = (hash_, sequence)
        awaited = self._awaited.pop(self._tree.size, ())
        said = [each for each in awaited if not self._agrees(*each)]
        if awaited and not said:
            self._good = self._tree.size

    def _agrees(self, file: str, checkpoint: Checkpoint) -> bool:
        if (checkpoint.root, checkpoint.head, checkpoint.captures) == (self._tree.root(), *self._end):
            return True
        what = f"lines {self._good + 1} to {checkpoint.size} are not those that were signed in {file}"
        self._tell(what, *self._next)
        return False

    def check_tombstone(self, line: bytes, capture: str, place: tuple[str, int]) -> None:
        """A line that stands for a redacted capture is one that a key of this archive signed."""
        try:
            note = read_tombstone(self._archive, capture)
        except ArchiveError as error:
            self._tell(str(error), *place, capture)
            return
        if note.text.encode() != line + b"\n" or not any(note.is_signed_by(key) for key in self._ring.keys):
            self._tell(
                "it says that this capture was redacted, and no key of this archive signed that", *place, capture
            )

    def finish(self) -> list[str]:
        """Checkpoints that speak of more lines than there are, are told; what is not proven."""
        for size in sorted(self._awaited):
            for file, checkpoint in self._awaited[size]:
                self._tell(
                    f"{checkpoint.size} lines were signed at {time_text(checkpoint.at)}, the ledger has"
                    f" {self._tree.size}: its end was taken",
                    file,
                )
        notes = [f"that {file} is a key of this archive: the key before it did not sign it" for file in self._ring.lost]
        if stamps := [each for each in self._stamps if each]:
            notes.append(f"that the authority signed its {len(stamps)} time stamps, the last {stamps[-1]}: {_OPENSSL}")
        if self._outside is None:
            notes.append(UNSIGNED)
        if self._outside and self._outside.size < self._tree.size:
            notes.append(_BEHIND.format(size=self._outside.size))
        if self._good < self._tree.size:
            notes.append(f"the last {self._tree.size - self._good} lines of the ledger: no checkpoint signs them yet")
        return notes
