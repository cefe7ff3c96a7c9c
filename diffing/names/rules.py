"""Why a name counts, and how sure that makes us: the words that readers see beside a mention."""

from __future__ import annotations

from typing import NamedTuple

from diffing.names.people import NameClue

FULL = "full name"
MIDDLE = "full name with a middle name"
TYPO = "full name, misspelt"
INITIALS = "initials and surname"
SHARED = "first name with a shared surname"
ALONE = "name of one word"
BARE = "surname after the full name"
DISTINCTIVE = "distinctive surname"
MISSPELT = "surname, misspelt, after the full name"
FAMILY = "family name in the plural"
GIVEN = "first name of a person named in full"

CONFIDENCE = {
    FULL: 0.99,
    MIDDLE: 0.9,
    TYPO: 0.9,
    INITIALS: 0.85,
    SHARED: 0.8,
    ALONE: 0.8,
    BARE: 0.9,
    DISTINCTIVE: 0.85,
    MISSPELT: 0.7,
    FAMILY: 0.5,
    GIVEN: 0.6,
}
_COST_OF_AN_EDIT = 0.05


class Hit(NamedTuple):
    """A capitalised word of the text that may be part of a tracked name."""

    start: int
    end: int
    word: str
    clue: NameClue


class Found(NamedTuple):
    """A tracked subject at a place, and why."""

    start: int
    end: int
    subject: str
    rule: str
    alias: str
    distance: int = 0
    confidence: float = 1.0


def grade(found: Found, distance: int = 0) -> Found:
    """The find with its confidence; `distance` edits are added to its own."""
    total = found.distance + distance
    rule = TYPO if total and found.rule in (FULL, MIDDLE) else found.rule
    return found._replace(rule=rule, distance=total, confidence=round(CONFIDENCE[rule] - _COST_OF_AN_EDIT * total, 2))
