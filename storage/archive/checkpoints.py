"""Checkpoints: the ledger's size and Merkle root at one moment, signed (c2sp.org/tlog-checkpoint).

`archive/checkpoints/SIZE.txt`. Whoever holds a copy of one elsewhere can tell whether any line
before it was ever edited, taken out or put in. Making one reads only the ledger's new lines:
what is known of the tree so far lies in `frontier.json`, which may be deleted at any time.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.archive.disk import ArchiveLock, clear_errors, put_file
from storage.archive.keys import ensure_key
from storage.archive.ledger import end_after, read_lines
from storage.archive.merkle import Frontier
from storage.archive.notes import Note, read_note
from storage.archive.statements import FIRST, leaf_of_line, read_statement
from storage.errors import ArchiveError
from storage.plain import read_time, time_text, to_json

_FRONTIER = "frontier.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What was signed: so many lines, with that root."""

    origin: str
    size: int  # lines of the ledger
    root: bytes
    head: str  # hash of the last line, as the next one names it
    captures: int  # number of the last capture
    at: datetime
    note: Note
    content: bytes  # the file


def checkpoint_files(archive: Path) -> list[Path]:
    """The checkpoints' files, oldest first."""
    return sorted((archive / "checkpoints").glob("*.txt"))


def latest_checkpoint(archive: Path) -> Checkpoint | None:
    """The newest checkpoint, or None; ArchiveError where its file holds none."""
    files = checkpoint_files(archive)
    return read_checkpoint(files[-1]) if files else None


def read_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint in a file, its signatures not looked at; ArchiveError where it holds none."""
    with clear_errors(path):
        return parse_checkpoint(path.read_bytes(), str(path))


def parse_checkpoint(content: bytes, told: str) -> Checkpoint:
    """The checkpoint in these bytes; ArchiveError that begins with `told` where they are none."""
    note = read_note(content, told)
    try:
        origin, size, root, *further = note.lines
        named = dict(line.split(" ", 1) for line in further)
        checkpoint = Checkpoint(
            origin=origin,
            size=int(size),
            root=base64.b64decode(root, validate=True),
            head=named["head"],
            captures=int(named["captures"]),
            at=read_time(named["time"]),
            note=note,
            content=content,
        )
    except (ValueError, KeyError) as error:
        raise ArchiveError(f"{told}: this is not a checkpoint of ours ({error})") from None
    return checkpoint


@dataclass(slots=True, kw_only=True)
class _Reach:
    """The tree over the ledger's first lines, and where the next one begins."""

    tree: Frontier
    place: tuple[str, int] = ("", 0)
    head: str = FIRST
    captures: int = 0

    def read_on(self, archive: Path, size: int | None = None) -> None:
        """Take up the lines that follow: all, or until there are `size`."""
        if self.tree.size == size:
            return
        for path, offset, line in read_lines(archive, self.place):
            statement = read_statement(line)
            if statement is None:
                raise ArchiveError(f"{path}: the line at offset {offset} cannot be read; see `archive verify`")
            self.tree.add(leaf_of_line(line))
            end = end_after(line, statement)
            self.place, self.head, self.captures = (path.name, offset + len(line) + 1), end.hash, end.sequence
            if self.tree.size == size:
                return


def make_checkpoint(data: Path, secrets: Path, at: datetime) -> Checkpoint | None:
    """The ledger in `data/` as it stands is signed with the key in `secrets`; None while it has no line.

    The one there is where no line came since. ArchiveError where the ledger is not the one that the newest
    checkpoint speaks of: to sign that would cover it up.
    """
    archive = data / "archive"
    with ArchiveLock(archive):
        signer = ensure_key(archive, secrets, at)
        known = latest_checkpoint(archive)
        reach = _take_up(archive, known)
        reach.read_on(archive)
        if reach.tree.size == 0 or (known and known.size == reach.tree.size):
            return known
        content = signer.sign(
            [
                signer.origin,
                str(reach.tree.size),
                base64.b64encode(reach.tree.root()).decode(),
                f"head {reach.head}",
                f"captures {reach.captures}",
                f"time {time_text(at)}",
            ]
        ).encode()
        path = archive / "checkpoints" / f"{reach.tree.size:012d}.txt"
        put_file(path, content)
        _keep(archive, reach)
        return read_checkpoint(path)


def forget_frontier(archive: Path) -> None:
    """The next checkpoint reads the whole ledger again: its lines have other places now."""
    (archive / "checkpoints" / _FRONTIER).unlink(missing_ok=True)


def _take_up(archive: Path, known: Checkpoint | None) -> _Reach:
    """The tree that the newest checkpoint speaks of, from what was kept or else from the ledger."""
    if known is None:
        return _Reach(tree=Frontier())
    reach = _read_kept(archive)
    if reach is None or (reach.tree.size, reach.tree.root(), reach.head) != (known.size, known.root, known.head):
        reach = _Reach(tree=Frontier())
        reach.read_on(archive, known.size)
    if (reach.tree.size, reach.tree.root()) != (known.size, known.root) or not _is_at_line_end(archive, reach.place):
        raise ArchiveError(
            f"{archive / 'ledger'}: this is not the ledger that the checkpoint of {known.size} lines speaks of;"
            " nothing was signed: see `archive verify`"
        )
    return reach


def _is_at_line_end(archive: Path, place: tuple[str, int]) -> bool:
    path = archive / "ledger" / place[0]
    with clear_errors(path), path.open("rb") as file:
        file.seek(place[1] - 1)
        return file.read(1) == b"\n"


def _read_kept(archive: Path) -> _Reach | None:
    try:
        kept = json.loads((archive / "checkpoints" / _FRONTIER).read_bytes())
        tree = Frontier(kept["size"], [bytes.fromhex(each) for each in kept["roots"]])
        place = (str(kept["file"]), int(kept["offset"]))
        return _Reach(tree=tree, place=place, head=kept["head"], captures=int(kept["captures"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _keep(archive: Path, reach: _Reach) -> None:
    roots = [each.hex() for each in reach.tree.roots]
    file, offset = reach.place
    kept = {"size": reach.tree.size, "roots": roots, "file": file, "offset": offset}
    kept |= {"head": reach.head, "captures": reach.captures}
    put_file(archive / "checkpoints" / _FRONTIER, to_json(kept).encode() + b"\n")
