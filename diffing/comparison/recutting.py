"""Sentences that one text cuts in two and the other does not: joined, so that only a difference in words remains.

A heading run into its paragraph, a full stop that became "and", a paragraph broken by a line: none of them
is a sentence added or removed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from rapidfuzz.distance import Indel

from diffing.comparison.chains import Gap, Pair, Piece, gaps_between, heaviest_chain
from diffing.text import Span

SPLIT = 0.90
"""Least similarity of a sentence with two others together that are called its halves."""

_CROWDED = 12  # sentences of a gap; in a larger one halves are not looked for
_LONGEST = 2_000


def join_recut(
    left: Sequence[Piece], right: Sequence[Piece], equal: list[Pair]
) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """Both sides with such sentences joined; the very same objects where there is nothing to join."""
    if len(left) == len(right) == len(equal):
        return left, right
    runs: list[Gap] = []
    for gap in gaps_between(heaviest_chain(equal, left, right), len(left), len(right)):
        sizes = gap.before_stop - gap.before_start, gap.after_stop - gap.after_start
        if min(sizes) >= 1 and max(sizes) >= 2:
            runs += _find_runs(left, right, gap)
    if not runs:
        return left, right
    return (
        _join_runs(left, [Span(run.before_start, run.before_stop) for run in runs]),
        _join_runs(right, [Span(run.after_start, run.after_stop) for run in runs]),
    )


def _find_runs(left: Sequence[Piece], right: Sequence[Piece], gap: Gap) -> Iterator[Gap]:
    """The runs from the beginning of a gap, and from its end, that read the same; between them, halves."""
    before = [piece.key for piece in left[gap.before_start : gap.before_stop]]
    after = [piece.key for piece in right[gap.after_start : gap.after_stop]]
    heads = [(0, 0), *_same_prefixes(before, after)]
    low_i, low_j = heads[-1]
    mirrored = [[key[::-1] for key in reversed(keys)] for keys in (before[low_i:], after[low_j:])]
    tails = [(len(before) - i, len(after) - j) for i, j in [(0, 0), *_same_prefixes(*mirrored)]][::-1]
    for (i, j), (stop_i, stop_j) in pairwise(heads):
        yield _shift(Gap(i, stop_i, j, stop_j), gap)
    high_i, high_j = tails[0]
    for run in _find_halves(before, after, Gap(low_i, high_i, low_j, high_j)):
        yield _shift(run, gap)
    for (i, j), (stop_i, stop_j) in pairwise(tails):
        yield _shift(Gap(i, stop_i, j, stop_j), gap)


def _shift(run: Gap, gap: Gap) -> Gap:
    i, j = gap.before_start, gap.after_start
    return Gap(i + run.before_start, i + run.before_stop, j + run.after_start, j + run.after_stop)


def _same_prefixes(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """How many pieces of either side together read the same, from the beginning: every such pair of numbers."""
    read = _count_same(" ".join([*before, ""]), " ".join([*after, ""]))
    ends = {place: number for number, place in enumerate(accumulate(len(key) + 1 for key in after), 1)}
    places = enumerate(accumulate(len(key) + 1 for key in before), 1)
    return [(number, ends[place]) for number, place in places if place <= read and place in ends]


def _count_same(one: str, other: str) -> int:
    """How many characters two strings have in common from the beginning."""
    return bisect_left(range(1, min(len(one), len(other)) + 1), True, key=lambda size: one[:size] != other[:size])


def _find_halves(before: Sequence[str], after: Sequence[str], gap: Gap) -> Iterator[Gap]:
    """One sentence on a side against two neighbours on the other, edited a little; in order, each at most once."""
    rows, columns = gap.before_stop - gap.before_start, gap.after_stop - gap.after_start
    if not rows or not columns or max(rows, columns) > _CROWDED or max(rows, columns) < 2:
        return
    i, j = gap.before_start, gap.after_start
    while i < gap.before_stop:
        found = _match_halves(before, after, Gap(i, gap.before_stop, j, gap.after_stop))
        if found is not None:
            yield found
            j = found.after_stop
        i = found.before_stop if found else i + 1


def _match_halves(before: Sequence[str], after: Sequence[str], gap: Gap) -> Gap | None:
    """The first sentence after that, halved or doubled, is the sentence at the beginning of the gap."""
    i = gap.before_start
    for j in range(gap.after_start, gap.after_stop):
        if j + 1 < gap.after_stop and _are_halves(before[i], after[j], after[j + 1]):
            return Gap(i, i + 1, j, j + 2)
        if i + 1 < gap.before_stop and _are_halves(after[j], before[i], before[i + 1]):
            return Gap(i, i + 2, j, j + 1)
    return None


def _are_halves(whole: str, first: str, second: str) -> bool:
    alike = _measure(whole, f"{first} {second}")
    return alike >= SPLIT and alike > _measure(whole, first) and alike > _measure(whole, second)


def _measure(one: str, other: str) -> float:
    return Indel.normalized_similarity(one[:_LONGEST], other[:_LONGEST])


def _join_runs(pieces: Sequence[Piece], runs: Sequence[Span]) -> list[Piece]:
    joined = list(pieces)
    for start, stop in reversed(runs):
        row = pieces[start:stop]
        joined[start:stop] = [row[0]._replace(end=row[-1].end, key=" ".join(piece.key for piece in row))]
    return joined
