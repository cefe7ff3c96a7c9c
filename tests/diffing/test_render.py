"""Marks and cuts that never split a word or a grapheme."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffing.render import clip_sentence, mark_words, shorten_sentence, split_words
from storage.records import Passage

LETTERS = st.text(alphabet="abйқ5 ,.-’и\u0306e\u0301\u00ad\u200d👩🏽🇰🇿«»", max_size=40)


def marked(pieces: list[tuple[str, bool]]) -> list[str]:
    return [text for text, differs in pieces if differs]


@pytest.mark.parametrize(
    ("before", "after", "removed", "added"),
    [
        ("held for 12 days", "held for 13 days", ["12"], ["13"]),
        ("паспорт задержанного", "паспорт задержанной", ["задержанного"], ["задержанной"]),
        ("рұқсат берілді", "рұқсат берілмеді", ["берілді"], ["берілмеді"]),
        ("fined 1,500 tenge today", "fined 2,500 tenge today", ["1,500"], ["2,500"]),
        ("her mother-in-law came", "her sister-in-law came", ["mother-in-law"], ["sister-in-law"]),
    ],
)
def test_whole_words_are_marked(before: str, after: str, removed: list[str], added: list[str]) -> None:
    old, new = mark_words(before, after)
    assert (marked(old), marked(new)) == (removed, added)


def test_an_inserted_word_is_marked_on_one_side_only() -> None:
    old, new = mark_words("The court met.", "The high court met.")
    assert marked(old) == []
    assert "".join(marked(new)).strip() == "high"


def test_typography_is_not_marked() -> None:
    old, new = mark_words("«Нет», — сказал\u00a0он", '"Нет", — сказал он')
    assert marked(old) == marked(new) == []


def test_small_words_alone_among_differences_are_marked_with_them() -> None:
    old, _ = mark_words("sentenced in May to prison", "released by June to home")
    assert len(marked(old)) == 1


@given(LETTERS, LETTERS)
def test_the_pieces_joined_are_the_texts(before: str, after: str) -> None:
    old, new = mark_words(before, after)
    assert "".join(text for text, _ in old) == before
    assert "".join(text for text, _ in new) == after


@given(LETTERS, LETTERS)
def test_no_piece_begins_inside_a_word_or_a_grapheme(before: str, after: str) -> None:
    for pieces, text in zip(mark_words(before, after), (before, after), strict=True):
        at = 0
        for piece, _ in pieces[:-1]:
            at += len(piece)
            assert text[at] not in "\u0306\u0301\u200d\u00ad🏽"
            assert not re.fullmatch(r"\w[\w\u0301\u0306]", text[at - 1 : at + 1])


def test_flags_and_joined_signs_are_one_sign() -> None:
    assert split_words("👩🏽\u200d⚖️🇰🇿🇰🇬") == ["👩🏽\u200d⚖️", "🇰🇿", "🇰🇬"]


def test_very_long_sentences_are_marked_in_bounded_time() -> None:
    old, new = mark_words("а б " * 50_000, "б а " * 50_000)
    assert marked(old)
    assert marked(new)


def test_a_long_sentence_is_shortened_round_the_mention() -> None:
    sentence = "Слово " * 40 + "о Дане Еркебай " + "снова слово " * 40
    start = sentence.index("Дане")
    short = shorten_sentence(sentence, start, start + 12, 80)
    assert short.text[short.start : short.end] == "Дане Еркебай"
    assert len(short.text) <= 84
    assert short.text.startswith("…") and short.text.endswith("…")
    assert set(re.findall(r"\w+", short.text)) <= {"Слово", "о", "Дане", "Еркебай", "снова", "слово"}


def test_a_short_sentence_stays_whole() -> None:
    assert shorten_sentence("Dana came.", 0, 4).text == "Dana came."


@given(st.text(max_size=60), st.integers(-5, 70), st.integers(-5, 70), st.integers(0, 40))
def test_any_offsets_give_a_snippet(sentence: str, start: int, end: int, width: int) -> None:
    short = shorten_sentence(sentence, start, end, width)
    assert 0 <= short.start <= short.end <= len(short.text)


def test_a_passage_is_clipped_round_its_form() -> None:
    passage = Passage(start=900, end=904, text="Dana", sentence="word " * 80 + "Dana" + " word" * 80)
    assert "Dana" in clip_sentence(passage, 60)
