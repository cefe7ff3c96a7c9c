"""Pairs of pieces: each at most once, equal ones all of them, and as little as possible called moved."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from diffing.comparison.alignment import align_pieces, match_equal
from diffing.comparison.chains import Piece, heaviest_chain
from diffing.comparison.recutting import join_recut

KEYS = st.lists(st.sampled_from("abcdefgh"), max_size=12)


def pieces(keys: list[str], size: int = 1) -> list[Piece]:
    return [Piece(start=10 * n, end=10 * n + 9, paragraph=n // size, key=key) for n, key in enumerate(keys)]


def longest_rise(numbers: list[int]) -> int:
    best: list[int] = []
    for n, number in enumerate(numbers):
        best.append(1 + max((best[m] for m in range(n) if numbers[m] < number), default=0))
    return max(best, default=0)


@given(KEYS, KEYS)
def test_equal_keys_are_paired_as_often_as_both_sides_hold_them(before: list[str], after: list[str]) -> None:
    pairs = match_equal(before, after)
    assert all(before[i] == after[j] for i, j in pairs)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert len(pairs) == (Counter(before) & Counter(after)).total()


@given(KEYS, KEYS)
def test_no_piece_has_two_partners(before: list[str], after: list[str]) -> None:
    left, right = pieces(before), pieces(after)
    aligned = align_pieces(left, right, match_equal(before, after))
    for i, j in enumerate(aligned.after_of):
        assert j is None or aligned.before_of[j] == i
    assert sum(j is not None for j in aligned.after_of) == sum(i is not None for i in aligned.before_of)


@given(st.permutations(range(9)))
def test_as_few_paragraphs_as_possible_have_moved(order: list[int]) -> None:
    before, after = [f"paragraph {n}" for n in range(9)], [f"paragraph {n}" for n in order]
    aligned = align_pieces(pieces(before), pieces(after), match_equal(before, after))
    assert len(aligned.kept) == longest_rise(order)


@given(KEYS, KEYS, st.integers(1, 4))
def test_a_chain_rises_on_both_sides(before: list[str], after: list[str], size: int) -> None:
    chain = heaviest_chain(match_equal(before, after), pieces(before, size), pieces(after, size))
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(chain))


def test_of_two_paragraphs_that_changed_places_the_one_that_names_somebody_moved() -> None:
    before, after = ["the longer paragraph of both", "short"], ["short", "the longer paragraph of both"]
    equal = match_equal(before, after)
    for named in (0, 1):
        people = [frozenset({"dana"}) if n == named else frozenset() for n in range(2)]
        aligned = align_pieces(pieces(before), pieces(after), equal, (people, people[::-1]))
        assert aligned.kept == {1 - named}


def test_sentences_of_one_person_are_paired_although_rewritten() -> None:
    before, after = ["the hearing of dana was put off"], ["dana was sentenced to ten days"]
    dana = [frozenset({"dana"})]
    equal = match_equal(before, after)
    assert align_pieces(pieces(before), pieces(after), equal).after_of == [None]
    assert align_pieces(pieces(before), pieces(after), equal, (dana, dana)).after_of == [0]


@given(st.lists(st.sampled_from(["one", "two", "three three", "four"]), max_size=8), st.data())
def test_text_that_is_only_cut_otherwise_is_joined_until_it_is_equal(words: list[str], data: st.DataObject) -> None:
    def cut() -> list[str]:
        pieces_of_text: list[str] = []
        for word in words:
            if pieces_of_text and data.draw(st.booleans()):
                pieces_of_text[-1] += f" {word}"
            else:
                pieces_of_text.append(word)
        return pieces_of_text

    before, after = cut(), cut()
    left, right = join_recut(pieces(before), pieces(after), match_equal(before, after))
    assert " ".join(piece.key for piece in left) == " ".join(piece.key for piece in right) == " ".join(words)
