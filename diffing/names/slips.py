"""Slips of the keyboard: how far a word may be from a name and still be it."""

from __future__ import annotations

from rapidfuzz.distance import OSA

LONG = 10
"""Letters of a name that may suffer two slips, and one of them in its first letter."""
SHORTEST_MISSPELT = 6
"""Letters that a name must have to be known by its consonants alone."""


def allowed_distance(length: int) -> int:
    """Edits that a name of so many letters may have suffered: below six none, below ten one, else two."""
    return 0 if length < 6 else 1 if length < LONG else 2


def measure_distance(key: str, listed: str, *, lenient: bool = False) -> int | None:
    """The edits between two keys, None where they are more than a slip of the keyboard.

    `lenient`: something else speaks for the name too, and the longer of the two sets the limit;
    but two letters more are rather another name: `Мухажанов`, `Мухамеджанов`.
    """
    if key[0] != listed[0] and len(listed) < LONG:
        return None
    if key == f"{listed}a" or listed == f"{key}a" or listed.endswith("aia") != key.endswith("aia"):
        return None  # a man's surname and a woman's are not misspellings of each other
    one, other = len(key), len(listed)
    limit = allowed_distance(max(one, other) if lenient else min(one, other))
    if abs(one - other) > (min(limit, 1) if lenient else limit):
        return None
    distance = OSA.distance(key, listed, score_cutoff=limit)
    return distance if distance <= limit else None
