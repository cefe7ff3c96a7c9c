"""Sentences that crossed a paragraph boundary: neither their words nor their order tell that they moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from diffing.comparison.chains import Piece

_MOST = 2
"""Boundaries that a person moves in one edit; where more of them differ, or where their number does, the page was
only set otherwise."""


def find_crossed(
    before: Sequence[Piece], after: Sequence[Piece], after_of: Sequence[int | None], kept: frozenset[int]
) -> frozenset[int]:
    """The pieces before that kept their order but stand on the other side of a paragraph boundary now.

    Told only where as many boundaries came as went, two at most, each beside the one that went: a text that is
    merely cut into other paragraphs is not edited. Only sentences that stand once on either side count.
    """
    if not _is_cut_otherwise(before, after, after_of, kept):
        return frozenset()
    gone: list[int] = []
    come: list[int] = []
    crossed: set[int] = set()
    alone: int | None = None  # a boundary that went or came, whose counterpart is yet to be seen
    for i in _list_joints(before, after, after_of, kept):
        j = after_of[i] or 0
        was = before[i].paragraph != before[i - 1].paragraph
        now = after[j].paragraph != after[j - 1].paragraph
        if was == now:
            alone = None if was else alone
            continue
        (gone if was else come).append(i)
        if alone is not None and (alone in gone) is not was:
            crossed.update(range(alone, i))
            alone = None
        else:
            alone = i
    return frozenset(crossed) if len(gone) == len(come) <= _MOST else frozenset()


def _is_cut_otherwise(
    before: Sequence[Piece], after: Sequence[Piece], after_of: Sequence[int | None], kept: frozenset[int]
) -> bool:
    """Whether anywhere a boundary stands between two neighbours on one side only: on most pages nowhere."""
    numbers = [piece.paragraph for piece in before], [piece.paragraph for piece in after]
    former, partner = -2, -2
    for i in sorted(kept):
        j = after_of[i] or 0
        if i == former + 1 and j == partner + 1:
            was, now = numbers[0][i] != numbers[0][former], numbers[1][j] != numbers[1][partner]
            if was is not now:
                return True
        former, partner = i, j
    return False


def _list_joints(
    before: Sequence[Piece], after: Sequence[Piece], after_of: Sequence[int | None], kept: frozenset[int]
) -> Iterator[int]:
    """The pieces before that follow the same sentence on both sides."""
    keys = Counter(piece.key for piece in before), Counter(piece.key for piece in after)
    former: int | None = None
    for i in sorted(kept):
        j, key = after_of[i], before[i].key
        if j is None or after[j].key != key or keys[0][key] > 1 or keys[1][key] > 1:
            continue
        if former == i - 1 and after_of[former] == j - 1:
            yield i
        former = i
