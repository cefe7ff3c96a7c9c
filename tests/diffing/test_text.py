"""What a paragraph, a sentence and the normal form of a text are."""

import itertools
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffing.text import normalise, paragraphs, sentences, text_sha256


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Его судят по ст. 274 УК РК и ч. 2 ст. 405.",
        "Mr. Orazbek met Dr. Lee on Art. 6 (b) of the text.",
        "On 5 May A. B. Tasov was seen.",
        "Бұл 2023 ж. 19 қарашада болды.",
        "Он живёт в г. Шалкар на ул. Абая, д. 5.",
        "«Где он?» — спросила мать.",
        "Page No. 12 was lost.",
        "1. Take all measures now",
        "Адвокат М. К. Турлыбеков пришёл.",
        "The U.S. Embassy asked for Sept. 5.",
    ],
)
def test_an_abbreviation_or_initial_ends_no_sentence(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He left. She stayed.", 2),
        ("Это было в 2022 г. Он вышел.", 2),
        ("Пришли все и т.д. Потом ушли.", 2),
        ("Article 6 (b). The court agreed.", 2),
        ("«Нет!» Он встал. «Да».", 3),
        ("Ол келді. Сот болды! Қалай?", 3),
        ("It began on 17 January 2022. The court sat.", 2),
        ("Wait… What?", 2),
        ("First\n\nSecond without stop\n\nThird", 3),
        ("List:\n- one\n- two", 3),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, count: int) -> None:
    assert len(cut(text)) == count


def test_a_line_end_inside_a_paragraph_is_only_a_space() -> None:
    assert cut("The lawyer said that\nNurlan was free. He left.") == [
        "The lawyer said that\nNurlan was free.",
        "He left.",
    ]


@given(st.text(alphabet="ab .!?\n\r\f«»\u00ad\u200bА1ж", max_size=80))
def test_sentences_cover_all_that_is_not_space_in_order_and_stay_in_paragraphs(text: str) -> None:
    spans = sentences(text)
    covered = "".join(text[span.start : span.end] for span in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
    blocks = paragraphs(text)
    assert all(any(block.start <= span.start and span.end <= block.end for block in blocks) for span in spans)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("«Слово» — дело", '"Слово" – дело'),
        ("a\u00a0b\n c", "a b c"),
        ("Ах\u00adмед\u200bов\u200f", "Ахмедов"),
        ("Well…", "Well..."),
        ("Akhmet’s", "Akhmet's"),
        ("слово—дело", "слово — дело"),
        ("272–274", "272-274"),
        ("и\u0306", "й"),
    ],
)
def test_typography_is_no_difference(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)
    assert text_sha256("t", one) == text_sha256("t", other)


@pytest.mark.parametrize(("one", "other"), [("15 June", "16 June"), ("не был", "был"), ("Иса", "иса"), ("е", "ё")])
def test_words_numbers_and_capitals_are_a_difference(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_the_title_counts_in_the_digest_of_a_text() -> None:
    assert text_sha256("a", "b") != text_sha256("b", "a")
    assert text_sha256(None, "b") == text_sha256("", " b\n")


@given(st.text())
def test_a_normal_form_is_stable(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    "piece", [".", "a.", ". ", "\n", "\u0301\u0316", "»", "\u200f", " \n-", "…" + chr(0x5B), "А. "]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    began = time.perf_counter()
    text = piece * (400_000 // len(piece))
    sentences(text)
    unicodedata.is_normalized("NFC", normalise(text[:1000]))
    normalise(text)
    assert time.perf_counter() - began < 6
