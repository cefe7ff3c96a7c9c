"""What is wrong with an operator's files: one problem a line, all of them at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

ALIKE = 70
"""How alike (0 to 100) a word must be to be suggested: "evry" is 89 like "every", "colour" 62 like "country"."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One thing wrong in one file. `line` counts from 1; 0 stands for the whole file."""

    file: str
    line: int = 0
    key: str = ""
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class ConfigurationError(Exception):
    """The operator's folder cannot be used; `problems` holds every reason, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def suggest(word: str, allowed: Collection[str]) -> str:
    """The allowed word that was probably meant, as `; did you mean "every"?`, or nothing."""
    from rapidfuzz import fuzz, process

    near = process.extractOne(word[:80], allowed, scorer=fuzz.ratio, processor=str.lower, score_cutoff=ALIKE)
    return f"; did you mean {quote(near[0])}?" if near else ""


def quote(value: object) -> str:
    """A value as it may be shown on a terminal: quoted, on one line, without control characters, cut at 60."""
    if isinstance(value, dict):
        return "keys and values"
    if isinstance(value, list):
        return "a list"
    shown = value if not isinstance(value, str) else value if len(value) <= 60 else value[:59] + "…"
    if isinstance(shown, str) and shown.isprintable():
        return f'"{shown}"'
    return json.dumps(shown, ensure_ascii=True, default=str)[:200]
