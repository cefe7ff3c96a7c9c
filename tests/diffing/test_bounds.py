"""Text that names tracked people or laws without end is read in bounded time, and nobody is lost by it."""

import functools

import pytest

from diffing import bounds
from diffing.mentions import Matcher
from diffing.text import Span
from tests.diffing.mention_lines import WATCH_LIST


@functools.cache
def matcher() -> Matcher:
    return Matcher([WATCH_LIST])


def test_a_surname_repeated_without_end_is_told_so_often_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "_ALIKE", 100)
    text = "Данияр Мукашов. " + "Мукашов молчал. " * (2 * bounds._ALIKE)
    found = matcher().find(text)
    assert bounds._ALIKE / 2 < len(found) <= bounds._ALIKE + 1


def test_who_is_named_behind_such_a_text_is_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "_ALIKE", 100)
    text = "Мукашов молчал. " * (2 * bounds._ALIKE)
    found = matcher().find(f"{text}Данияра Мукашова отпустили.")
    assert [each.text for each in found][-1] == "Данияра Мукашова"


def test_a_word_that_is_new_is_looked_at_however_many_stood_before() -> None:
    places = bounds.Places()
    for number in range(bounds._MANY // bounds._ALIKE + 1):
        for _ in range(bounds._ALIKE):
            places.take(f"слово{number}")
    assert [places.take("Мукашов") for _ in range(bounds._FEW + 1)] == [True] * bounds._FEW + [False]


def test_numbers_are_read_as_articles_up_to_a_bound() -> None:
    numbers = bounds.Numbers()
    text = "1, " * (bounds._NUMBERS - 1) + "174, 405"
    assert numbers.take(text, Span(0, len(text))) == Span(0, len(text) - len("405"))
    assert numbers.take(text, Span(0, 1)) == Span(0, 0)


def test_articles_before_a_code_that_is_named_without_end_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diffing.scanning.scanning.LAW_WORDS", 40)
    found = matcher().find("Статья 274 УК РК. " + "Статья 405 УК РК. " * 100, country="kz")
    assert found[0].text == "274"
    assert 1 < len(found) < 40


def test_a_sentence_without_end_is_not_read_whole_for_each_name_in_it() -> None:
    text = "Ерлан молчал и " + "молчал и " * 50_000 + "Мурат Мукашов Мукашов"
    assert matcher().find(text) == matcher().find(text[-3000:])
