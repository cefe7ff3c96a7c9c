"""What a verification gathers on its way through ledger, database and WARC files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from storage.records import Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that does not hold, and where."""

    file: str | None
    offset: int | None
    capture: str | None
    what: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One capture as one of the three tells it: the ledger, the database or a WARC file."""

    sequence: int
    where: str
    capture: Capture
    file: str  # what was read, and where in it
    offset: int | None
    line: bytes = b""


@dataclass(slots=True)
class Findings:
    busy: bool  # a check is writing: the newest captures are on their way from one to the next
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seals: dict[str, dict[str, Any]] = field(default_factory=dict)  # by WARC file
    bodies: dict[tuple[str | None, int | None], str | None] = field(default_factory=dict)  # SHA-256, by place
    moved: dict[str, Seen] = field(default_factory=dict)  # by WARC file, its first capture that stands elsewhere
    redacted: dict[str, int] = field(default_factory=dict)  # by WARC file, how many captures
    last: int = 0  # sequence
    last_row: int = 0
    captures: int = 0

    def add(self, what: str, file: str | None, offset: int | None = None, capture: str | None = None) -> None:
        self.problems.append(Problem(file=file, offset=offset, capture=capture, what=what))
