"""Offsets point at the form in the stored text, and hostile text neither raises nor takes more than linear time."""

import functools
import string
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diffing.mentions import Matcher
from diffing.scanning.plain_text import read_plainly
from diffing.text import INVISIBLE
from tests.diffing.mention_lines import WATCH_LIST, read_lines

LINES = [text for _, text, gold in read_lines() if gold]


@functools.cache
def matcher() -> Matcher:
    return Matcher([WATCH_LIST])


@given(st.sampled_from(LINES), st.lists(st.tuples(st.integers(0, 200), st.sampled_from(INVISIBLE)), max_size=12))
@settings(max_examples=60)
def test_invisible_marks_inside_words_change_nothing_but_the_offsets(line: str, marks: list[tuple[int, str]]) -> None:
    text = line
    for number, sign in marks:
        place = number % len(text)
        if text[place : place + 2].isalpha() and len(text[place : place + 2]) == 2:
            text = f"{text[: place + 1]}{sign}{text[place + 1 :]}"
    shown = str.maketrans(dict.fromkeys(INVISIBLE))
    before = matcher().find(line, country="kz")
    after = matcher().find(text, country="kz")
    assert [(each.subject, each.text) for each in before] == [
        (each.subject, each.text.translate(shown)) for each in after
    ]
    assert all(text[each.start : each.end] == each.text for each in after)


WIDE = str.maketrans({letter: chr(ord(letter) + 0xFEE0) for letter in string.ascii_letters})
WRITTEN_OTHERWISE = {
    "letters and marks apart": lambda text: unicodedata.normalize("NFD", text),
    "stressed": lambda text: text.replace("а", "а\u0301").replace("о", "о\u0301"),
    "no ё": lambda text: text.replace("ё", "е").replace("Ё", "Е"),
    "full width": lambda text: text.translate(WIDE),
    "spaces that do not break": lambda text: text.replace(" ", "\u00a0"),
}


@given(st.sampled_from(LINES), st.sampled_from(sorted(WRITTEN_OTHERWISE)), st.integers(0, 300), st.integers(0, 300))
@settings(max_examples=120)
def test_the_same_letters_written_otherwise_change_nothing_but_the_offsets(
    line: str, way: str, first: int, last: int
) -> None:
    write = WRITTEN_OTHERWISE[way]
    start, end = sorted((min(first, len(line)), min(last, len(line))))
    for text in (write(line), line[:start] + write(line[start:end]) + line[end:]):
        before = matcher().find(line, country="kz")
        after = matcher().find(text, country="kz")
        assert [each.subject for each in before] == [each.subject for each in after]
        for one, other in zip(before, after, strict=True):
            assert text[other.start : other.end] == other.text
            assert read_plainly(other.text).text.replace("ё", "е") == read_plainly(one.text).text.replace("ё", "е")
            assert not unicodedata.combining(text[other.end : other.end + 1] or "x")


HOSTILE = st.text(alphabet="аАМукашовДниярУКст.274,-–()«»’'@ \n\u0301\u00ad\u200f\u202eéßİŉ٣", max_size=200)


@given(HOSTILE, HOSTILE)
@settings(max_examples=150)
def test_no_text_raises_and_every_mention_quotes_the_text(text: str, title: str) -> None:
    for mention in matcher().find(text, country="kz", title=title, outside=title):
        source = text if mention.place == "text" else title
        assert source[mention.start : mention.end] == mention.text
        assert mention.sentence_start <= mention.start < mention.end <= mention.sentence_end


@given(st.text(max_size=300))
@settings(max_examples=60)
def test_any_unicode_is_read(text: str) -> None:
    matcher().find(f"{text} Данияр Мукашов {text} ст. 274 УК", country="kz")


@pytest.mark.parametrize(
    "piece",
    ["Мукашов ", "Данияр Мукашов ", "Ерлан Мукашов ", "УК ",
     "274, ", "ст. 274 УК РК, ", "кодекс ", "а" + "\u0301" * 60, "\u200f",
     "1,", "(", "Ilgeri ", "Ilgeri Kazakhstan! (IK) ", "А.", "274-бап ", "SVF (a b c) ",
     "one hundred and ", "с 174 по ", "Steppe Voice Foundation Steppe Voice "],
)  # fmt: skip
def test_time_grows_with_the_length_and_not_with_its_square(piece: str) -> None:
    def measure(length: int) -> float:
        text = "УК РК " + piece * (length // len(piece))
        began = time.process_time()
        matcher().find(text, country="kz")
        return time.process_time() - began

    measure(1_000)
    short, long = measure(4_000), measure(16_000)
    assert long < 12 * short + 0.3
