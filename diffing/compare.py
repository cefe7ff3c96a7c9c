"""Two texts, compared as a reader compares them: sentence by sentence, in the words and not in the typography."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from diffing.comparison.alignment import Bonds, align_pieces, match_equal
from diffing.comparison.boundaries import find_crossed
from diffing.comparison.chains import Piece
from diffing.comparison.cutting import Cuts, cut_pieces
from diffing.comparison.recutting import join_recut
from storage.records import Hunk, HunkKind

_Bind = Callable[[Sequence[Piece], Sequence[Piece]], Bonds]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts cut into pieces, and the partner of each piece.

    A piece is a sentence; where one side cuts otherwise (a heading run into its paragraph) the pieces are
    the smallest runs of sentences that read the same. `kept` holds the pieces before that kept their place:
    their order, and their side of a paragraph boundary.
    """

    before_text: str
    after_text: str
    before: Sequence[Piece]
    after: Sequence[Piece]
    after_of: Sequence[int | None]
    before_of: Sequence[int | None]
    kept: frozenset[int]

    @property
    def same(self) -> bool:
        """Whether a reader sees no difference at all."""
        return len(self.before) == len(self.after) == len(self.kept) and all(
            self.reads_same(i) for i in range(len(self.before))
        )

    def reads_same(self, i: int) -> bool:
        """Whether piece `i` before has a partner with the same words."""
        j = self.after_of[i]
        return j is not None and self.before[i].key == self.after[j].key


def compare_texts(before: str, after: str) -> list[Hunk]:
    """The hunks from one text to another, in reading order; none where a reader sees no difference.

    What stands before, read hunk by hunk, is the former text, and what stands after the new one (in normal
    form, apart from paragraph breaks). A moved piece gives two hunks: one where it stood, with no `after`,
    and one where it stands now, with no `before`.
    """
    return list_hunks(pair_sentences(before, after))


def pair_sentences(before: str, after: str, bind: _Bind | None = None) -> Comparison:
    """Cut both texts and pair their sentences. `bind` says whom each piece names, where that is known.

    Nothing depends on which text is the older one: what is added from one to the other is removed on the way back.
    """
    cuts: Cuts = {}
    left, right = cut_pieces(before, cuts), cut_pieces(after, cuts)
    if _stands_behind(left, right):
        return _turn(_pair_pieces(after, before, right, left, _turn_bind(bind)))
    return _pair_pieces(before, after, left, right, bind)


def _stands_behind(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Which of two texts is compared with which: that of the words, not that of time."""
    for one, other in zip(left, right, strict=False):
        if (one.key, one.paragraph) != (other.key, other.paragraph):
            return (one.key, one.paragraph) > (other.key, other.paragraph)
    return len(left) > len(right)


def _turn(pair: Comparison) -> Comparison:
    """The same comparison, with the later text taken for the former."""
    kept = frozenset(j for j in map(pair.after_of.__getitem__, pair.kept) if j is not None)
    return Comparison(pair.after_text, pair.before_text, pair.after, pair.before, pair.before_of, pair.after_of, kept)


def _turn_bind(bind: _Bind | None) -> _Bind | None:
    if bind is None:
        return None

    def bind_turned(left: Sequence[Piece], right: Sequence[Piece]) -> Bonds:
        bonds = bind(right, left)
        return bonds[1], bonds[0]

    return bind_turned


def _pair_pieces(
    before: str, after: str, left: Sequence[Piece], right: Sequence[Piece], bind: _Bind | None
) -> Comparison:
    equal = match_equal([piece.key for piece in left], [piece.key for piece in right])
    joined = join_recut(left, right, equal)
    if joined[0] is not left:
        left, right = joined
        equal = match_equal([piece.key for piece in left], [piece.key for piece in right])
    aligned = align_pieces(left, right, equal, bind(left, right) if bind else None)
    kept = aligned.kept - find_crossed(left, right, aligned.after_of, aligned.kept)
    return Comparison(before, after, left, right, aligned.after_of, aligned.before_of, kept)


def list_hunks(comparison: Comparison) -> list[Hunk]:
    """The hunks of a comparison; see `compare_texts`."""
    if comparison.same:
        return []
    hunks = []
    run: list[_Step] = []
    for step in _walk(comparison):
        if run and not _continues(comparison, run[-1], step):
            hunks.append(_make_hunk(comparison, run))
            run = []
        run.append(step)
    return [*hunks, _make_hunk(comparison, run)]


class _Step(NamedTuple):
    kind: HunkKind
    before: int | None
    after: int | None


def _walk(comparison: Comparison) -> Iterator[_Step]:
    """Every piece of either side once: what left a place, then what came to it, then what stayed."""
    i = j = 0
    for stop_i in [*sorted(comparison.kept), len(comparison.before)]:
        stop_j = comparison.after_of[stop_i] if stop_i < len(comparison.before) else len(comparison.after)
        assert stop_j is not None  # noqa: S101  (what is kept is paired)
        for gone in range(i, stop_i):
            yield _Step(HunkKind.REMOVED if comparison.after_of[gone] is None else HunkKind.MOVED, gone, None)
        for come in range(j, stop_j):
            yield _Step(HunkKind.ADDED if comparison.before_of[come] is None else HunkKind.MOVED, None, come)
        if stop_i < len(comparison.before):
            kind = HunkKind.EQUAL if comparison.reads_same(stop_i) else HunkKind.CHANGED
            yield _Step(kind, stop_i, stop_j)
        i, j = stop_i + 1, stop_j + 1


def _continues(comparison: Comparison, last: _Step, step: _Step) -> bool:
    """Whether a step belongs to the hunk of the one before it: of one kind, in one paragraph."""
    return (
        step.kind == last.kind != HunkKind.CHANGED
        and _in_same_paragraph(comparison.before, last.before, step.before)
        and _in_same_paragraph(comparison.after, last.after, step.after)
    )


def _in_same_paragraph(pieces: Sequence[Piece], one: int | None, other: int | None) -> bool:
    if one is None or other is None:
        return one is other
    return pieces[one].paragraph == pieces[other].paragraph


def _make_hunk(comparison: Comparison, run: list[_Step]) -> Hunk:
    first, last = run[0], run[-1]
    before = after = None
    if first.before is not None and last.before is not None:
        before = comparison.before_text[comparison.before[first.before].start : comparison.before[last.before].end]
    if first.after is not None and last.after is not None:
        after = comparison.after_text[comparison.after[first.after].start : comparison.after[last.after].end]
    return Hunk(kind=first.kind, before=before, after=after)
