"""When two wordings are one passage, and by what it is found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffing.syndication import is_same_passage, read_words, sketch_mentions, sketch_passage
from storage.records import Mention

PASSAGE = "Суд города Аксу во вторник приговорил активиста Ерлана Тасыбаева к десяти суткам ареста по статье 488 КоАП."


@pytest.mark.parametrize(
    "other",
    [
        PASSAGE.replace(" ", "\u00a0", 3).replace("ё", "е"),
        PASSAGE[:-1] + ", передаёт «Вестник степи».",
        PASSAGE.replace("города Аксу", "г. Аксу"),
        PASSAGE.upper(),
    ],
    ids=["typography", "attribution", "polished", "capitals"],
)
def test_a_reprint_is_the_same_passage(other: str) -> None:
    assert is_same_passage(PASSAGE, other)
    assert set(sketch_passage("one", PASSAGE)) & set(sketch_passage("one", other))


@pytest.mark.parametrize(
    "other",
    [
        PASSAGE.replace("десяти", "пяти"),
        PASSAGE.replace("488", "489"),
        PASSAGE.replace("Аксу", "Экибастуза"),
        PASSAGE.replace("во вторник", "в среду"),
        PASSAGE.replace("приговорил", "не приговорил"),
    ],
    ids=["term", "article", "town", "day", "negation"],
)
def test_another_fact_or_name_is_another_passage(other: str) -> None:
    assert not is_same_passage(PASSAGE, other)


def test_a_short_sentence_says_nothing_of_where_it_comes_from() -> None:
    assert sketch_passage("one", "Ерлан Тасыбаев вышел на свободу.") == ()


def test_what_is_said_of_another_subject_is_not_found() -> None:
    assert not set(sketch_passage("one", PASSAGE)) & set(sketch_passage("other", PASSAGE))


def test_each_subject_of_a_sentence_is_sketched_once() -> None:
    def mention(start: int, subject: str) -> Mention:
        return Mention(
            subject=subject, kind="defender", start=start, end=start + 3, text="Суд", sentence_start=0,
            sentence_end=len(PASSAGE), rule="name", confidence=1.0,
        )  # fmt: skip

    sketched = sketch_mentions(PASSAGE, [mention(0, "one"), mention(5, "one"), mention(9, "two")])
    assert [bool(each.sketch) for each in sketched] == [True, False, True]


@given(st.text(max_size=300))
def test_any_text_has_a_small_sketch_and_is_its_own_passage(text: str) -> None:
    sketch = sketch_passage("one", text)
    assert len(sketch) <= 4
    assert all(-(2**63) <= each < 2**63 for each in sketch)
    assert is_same_passage(text, text)
    assert read_words(read_words(text)) == read_words(text)
