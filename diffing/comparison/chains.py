"""Chains: the pairs of pieces that kept their order, and the gaps between them. All in n log n."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

_LIGHTER = 1e-3  # of a paragraph
_LETTER = 1e-8

Pair = tuple[int, int]
"""The number of a piece before, and of its partner after."""


class Piece(NamedTuple):
    """A sentence of a text: where it stands, in which paragraph, and its normal form."""

    start: int
    end: int
    paragraph: int
    key: str


_PARAGRAPH = Piece._fields.index("paragraph")


class Gap(NamedTuple):
    """A stretch between two pieces that stayed: [start, stop) on either side."""

    before_start: int
    before_stop: int
    after_start: int
    after_stop: int


def longest_increasing(pairs: list[Pair]) -> list[Pair]:
    """The longest chain of pairs that rises on both sides; `pairs` rise on the first already."""
    tails: list[int] = []
    ends: list[int] = []
    parent = [-1] * len(pairs)
    for n, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        parent[n] = ends[at - 1] if at else -1
        tails[at : at + 1] = [j]
        ends[at : at + 1] = [n]
    chain = []
    n = ends[-1] if ends else -1
    while n >= 0:
        chain.append(pairs[n])
        n = parent[n]
    return chain[::-1]


def heaviest_chain(
    pairs: list[Pair], before: Sequence[Piece], after: Sequence[Piece], light: Collection[int] = ()
) -> list[Pair]:
    """The pairs that stay in order on both sides with the greatest weight; `pairs` are sorted.

    A paragraph weighs one, shared among its sentences, so that one long paragraph that moved past two
    short ones is what moved. Between equals a piece in `light` (numbers before) is what moved, or the shorter one.
    """
    low, high = _find_crossing(pairs)
    if low == high:
        return pairs
    weights = _weigh_pieces(before), _weigh_pieces(after)
    blocks = _join_blocks(pairs[low:high])
    best = _PrefixBest(len(after))
    parent = []
    for n, block in enumerate(blocks):
        weight, previous = best.before(block[0][1])
        parent.append(previous)
        weight += sum(weights[0][i] + weights[1][j] - (_LIGHTER if i in light else 0.0) for i, j in block)
        best.put(block[-1][1], weight, n)
    chain = []
    n = best.before(len(after))[1]
    while n >= 0:
        chain.append(blocks[n])
        n = parent[n]
    return [*pairs[:low], *(pair for block in reversed(chain) for pair in block), *pairs[high:]]


def _find_crossing(pairs: list[Pair]) -> Pair:
    """The stretch of `pairs` outside of which every one is in order with all others."""
    partners = [j for _, j in pairs]
    ordered = sorted(partners)
    if partners == ordered:
        return 0, 0
    low = next(n for n, (j, k) in enumerate(zip(partners, ordered, strict=True)) if j != k)
    pairs_behind = zip(reversed(partners), reversed(ordered), strict=True)
    return low, len(pairs) - next(n for n, (j, k) in enumerate(pairs_behind) if j != k)


def _join_blocks(pairs: list[Pair]) -> list[list[Pair]]:
    """Neighbours on both sides stay or move together: nothing can stand between them."""
    blocks: list[list[Pair]] = []
    for pair in pairs:
        if blocks and blocks[-1][-1] == (pair[0] - 1, pair[1] - 1):
            blocks[-1].append(pair)
        else:
            blocks.append([pair])
    return blocks


def _weigh_pieces(pieces: Sequence[Piece]) -> list[float]:
    sizes = Counter(map(itemgetter(_PARAGRAPH), pieces))
    return [1 / sizes[paragraph] + len(key) * _LETTER for _, _, paragraph, key in pieces]


class _PrefixBest:
    """A Fenwick tree of maxima: the heaviest chain that ends before a place."""

    def __init__(self, size: int) -> None:
        self._best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)

    def before(self, place: int) -> tuple[float, int]:
        found = (0.0, -1)
        while place > 0:
            found = max(found, self._best[place])
            place &= place - 1
        return found

    def put(self, place: int, weight: float, name: int) -> None:
        place += 1
        while place < len(self._best):
            self._best[place] = max(self._best[place], (weight, name))
            place += place & -place


def gaps_between(chain: list[Pair], before: int, after: int) -> Iterator[Gap]:
    """The stretches between the pairs of a chain, the ends included, that hold anything."""
    i, j = 0, 0
    for stop_i, stop_j in [*chain, (before, after)]:
        if stop_i > i or stop_j > j:
            yield Gap(i, stop_i, j, stop_j)
        i, j = stop_i + 1, stop_j + 1
