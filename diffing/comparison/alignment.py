"""Which pieces of one text are which pieces of another: equal ones first, then alike ones, and what stayed in order.

Times are bounded whatever the texts are: equal pieces cost n log n, or a bit-parallel longest common
subsequence where its table is small; alike pieces are looked for in a band whose size is capped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Indel, LCSseq

from diffing.comparison.chains import Gap, Pair, Piece, gaps_between, heaviest_chain, longest_increasing

ALIKE = 0.50
"""Least similarity of two sentences in the same gap that are told as one sentence edited (design, matching.md)."""
ALIKE_MOVED = 0.85
"""The same for sentences that stand in different gaps: edited and moved."""
ALIKE_BOUND = 0.25
"""The same in one gap for sentences that name the same person: a new status rewrites most of its sentence."""

_TABLE = 200_000_000  # cells of a common-subsequence table: bits, so 25 MB and about 0.2 s
_COMPARISONS = 150_000  # in one search for alike pieces: about 0.2 s at 150 characters each
_LONGEST = 2_000  # characters of a piece that are compared; a sentence has 150
_CANDIDATES = 8
_BOUND = 60  # sentences of a gap, on either side, that are compared for a common name

Bonds = tuple[Sequence[frozenset[str]], Sequence[frozenset[str]]]
"""For each piece before and after, the people that it names."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The partner of each piece on the other side, and which pieces before kept their order.

    A paired piece that is not in `kept` has moved; `kept` leaves out as little as can be, and rather what names
    somebody: of two paragraphs that changed places that one is news.
    """

    after_of: Sequence[int | None]
    before_of: Sequence[int | None]
    kept: frozenset[int]


def align_pieces(
    before: Sequence[Piece], after: Sequence[Piece], equal: list[Pair], bonds: Bonds | None = None
) -> Alignment:
    """Pair every piece at most once: the `equal` ones of `match_equal`, alike ones in one gap, alike ones elsewhere."""
    free = _Free(before, after, equal)
    chain = heaviest_chain(equal, before, after)
    gaps = [gap for gap in gaps_between(chain, len(before), len(after)) if free.both_in(gap)]
    for gap in gaps:
        free.pair_alike(free.rest_before(gap), free.rest_after(gap), ALIKE)
    if bonds is not None:
        for gap in gaps:
            free.pair_bound(free.rest_before(gap), free.rest_after(gap), bonds)
    whole = Gap(0, len(before), 0, len(after))
    free.pair_alike(free.rest_before(whole), free.rest_after(whole), ALIKE_MOVED)
    named = {i for i, people in enumerate(bonds[0]) if people} if bonds else set()
    kept = frozenset(i for i, _ in heaviest_chain(free.pairs(), before, after, named))
    return Alignment(free.after_of, free.before_of, kept)


def match_equal(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Pair equal keys, as many as both sides hold; in order where that can be, the rest by rank."""
    low, high = _common_ends(before, after)
    numbers: dict[str, int] = {}
    left = [numbers.setdefault(key, len(numbers)) for key in before[low : len(before) - high]]
    right = [numbers.setdefault(key, len(numbers)) for key in after[low : len(after) - high]]
    middle = [(i + low, j + low) for i, j in _match_middle(left, right)]
    ends = [(i, i) for i in range(low)] + [(len(before) - k, len(after) - k) for k in range(1, high + 1)]
    return sorted(ends + middle)


def _common_ends(before: Sequence[str], after: Sequence[str]) -> Pair:
    shorter = min(len(before), len(after))
    low = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    rest = shorter - low
    high = next((k for k in range(rest) if before[-1 - k] != after[-1 - k]), rest)
    return low, high


def _match_middle(left: Sequence[int], right: Sequence[int]) -> list[Pair]:
    if len(left) * len(right) <= _TABLE:
        ordered = _common_subsequence(left, right)
    else:
        ordered = longest_increasing(_match_ranks(left, right, set(), set()))
    taken_left, taken_right = {i for i, _ in ordered}, {j for _, j in ordered}
    return ordered + _match_ranks(left, right, taken_left, taken_right)


def _common_subsequence(left: Sequence[int], right: Sequence[int]) -> list[Pair]:
    if not left or not right:
        return []
    return [
        (block.src_start + k, block.dest_start + k)
        for block in LCSseq.opcodes(left, right)
        if block.tag == "equal"
        for k in range(block.src_end - block.src_start)
    ]


def _match_ranks(left: Sequence[int], right: Sequence[int], not_left: set[int], not_right: set[int]) -> list[Pair]:
    """The first of a kind with the first of that kind, the second with the second, and so on."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    for j in range(len(right) - 1, -1, -1):
        if j not in not_right:
            places[right[j]].append(j)
    return [(i, places[kind].pop()) for i, kind in enumerate(left) if i not in not_left and places.get(kind)]


class _Free:
    """What is paired so far, and the searches among the rest."""

    def __init__(self, before: Sequence[Piece], after: Sequence[Piece], pairs: list[Pair]) -> None:
        self._before, self._after = before, after
        self.after_of: list[int | None] = [None] * len(before)
        self.before_of: list[int | None] = [None] * len(after)
        for i, j in pairs:
            self._join(i, j)

    def _join(self, i: int, j: int) -> None:
        self.after_of[i], self.before_of[j] = j, i

    def pairs(self) -> list[Pair]:
        return [(i, j) for i, j in enumerate(self.after_of) if j is not None]

    def rest_before(self, gap: Gap) -> list[int]:
        return [i for i in range(gap.before_start, gap.before_stop) if self.after_of[i] is None]

    def rest_after(self, gap: Gap) -> list[int]:
        return [j for j in range(gap.after_start, gap.after_stop) if self.before_of[j] is None]

    def both_in(self, gap: Gap) -> bool:
        return bool(self.rest_before(gap) and self.rest_after(gap))

    def pair_alike(self, left: list[int], right: list[int], least: float) -> None:
        """Join the most alike first, whatever stands between them; each at most once."""
        if left and right:
            self._join_best(list(self._candidates(left, right, least)))

    def _candidates(self, left: list[int], right: list[int], least: float) -> Iterator[tuple[float, float, int, int]]:
        band = max(4, _COMPARISONS // len(left))
        texts = [self._after[j].key[:_LONGEST] for j in right]
        for rank, i in enumerate(left):
            middle = rank * len(right) // len(left)
            low = max(0, min(middle - band // 2, len(right) - band))
            found = process.extract(
                self._before[i].key[:_LONGEST],
                texts[low : low + band],
                scorer=Indel.normalized_similarity,
                score_cutoff=least,
                limit=_CANDIDATES,
            )
            for _, alike, at in found:
                yield -alike, abs(middle - low - at), i, right[low + at]

    def pair_bound(self, left: list[int], right: list[int], bonds: Bonds) -> None:
        """Join what names the same person although the rest of the sentence was rewritten."""
        named = [i for i in left if bonds[0][i]][:_BOUND]
        known = [j for j in right if bonds[1][j]][:_BOUND]
        found = []
        for i in named:
            for j in known:
                if bonds[0][i] & bonds[1][j]:
                    alike = Indel.normalized_similarity(
                        self._before[i].key[:_LONGEST], self._after[j].key[:_LONGEST], score_cutoff=ALIKE_BOUND
                    )
                    if alike >= ALIKE_BOUND:
                        found.append((-alike, 0.0, i, j))
        self._join_best(found)

    def _join_best(self, candidates: list[tuple[float, float, int, int]]) -> None:
        for _, _, i, j in sorted(candidates):
            if self.after_of[i] is None and self.before_of[j] is None:
                self._join(i, j)
