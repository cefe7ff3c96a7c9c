"""What a kill or a power cut left half-written is moved to `archive/torn/`, and noted there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from storage.archive.disk import AppendFile
from storage.plain import to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class TornTail:
    """What followed the last whole line, or group, of a file."""

    file: str  # relative to the archive
    offset: int
    content: bytes


def keep_torn_tail(archive: Path, torn: TornTail) -> Path:
    """The bytes are on the disk in a file of their own, and a line in `torn/notes.jsonl` says where they stood.

    Called again for the same bytes (killed before the tail was cut off) it keeps them once.
    """
    sha256 = hashlib.sha256(torn.content).hexdigest()
    name = f"{Path(torn.file).name}.{torn.offset}.{sha256[:12]}"
    kept = AppendFile(archive / "torn" / name)
    kept.cut(0)
    _put(kept, torn.content)
    note = {"file": torn.file, "offset": torn.offset, "length": len(torn.content), "sha256": sha256, "kept_as": name}
    _put(AppendFile(archive / "torn" / "notes.jsonl"), to_json(note).encode("ascii") + b"\n")
    return kept.path


def _put(file: AppendFile, content: bytes) -> None:
    try:
        file.append(content)
        file.sync()
    finally:
        file.close()
