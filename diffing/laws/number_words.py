"""Articles told in words: `one hundred and seventy-four`, `сто семьдесят четвёртая`, `жүз тоқсаныншы`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from diffing.laws.languages import LANGUAGES, Numerals


class WordedNumber(NamedTuple):
    """An article's number in words."""

    start: int
    end: int
    value: int


def find_worded_numbers(text: str, start: int, end: int) -> Iterator[WordedNumber]:
    """The numbers in words between these offsets that stand beside the word for an article, or in a list that does."""
    for numerals in (each.numerals for each in LANGUAGES if each.numerals):
        for numbers in _gather_lists(text, _read_numbers(text, start, end, numerals)):
            if _is_article(text, numbers, numerals):
                yield from numbers


def _read_numbers(text: str, start: int, end: int, numerals: Numerals) -> Iterator[WordedNumber]:
    """All numbers told in words: each word goes on with the number before it or begins another."""
    parts: list[int] = []
    first = last = start
    for match in numerals.word.finditer(text, start, end):
        value = numerals.value_of[(match["ordinal"] or match["cardinal"]).lower()]
        joined = re.fullmatch(numerals.joins, text[last : match.start()]) is not None
        if parts and not (joined and _goes_on(parts, value)):
            yield WordedNumber(first, last, _add_up(parts))
            parts = []
        first = first if parts else match.start()
        parts.append(value)
        last = match.end()
    if parts:
        yield WordedNumber(first, last, _add_up(parts))


def _goes_on(parts: Sequence[int], value: int) -> bool:
    """`two` + `hundred`, `hundred` + `seventy` + `four`; but `four`, `two` are two numbers."""
    if value == 100 and parts[-1] < 10 and len(parts) == 1:
        return True
    place = 100 if parts[-1] >= 100 else 10 if parts[-1] >= 20 else 1
    return value < place


def _add_up(parts: Iterable[int]) -> int:
    """`төрт жүз бесінші`: four times a hundred, and five."""
    total = 0
    for value in parts:
        total = total * value if value == 100 and total else total + value
    return total


_LISTED = re.compile(r",?\s(?:and|or|и|или|және|мен|пен|бен)\s|,\s", re.IGNORECASE)


def _gather_lists(text: str, numbers: Iterable[WordedNumber]) -> Iterator[list[WordedNumber]]:
    """Numbers with nothing but a comma or an "and" between them stand in one list."""
    listed: list[WordedNumber] = []
    for number in numbers:
        if listed and not _LISTED.fullmatch(text, listed[-1].end, number.start):
            yield listed
            listed = []
        listed.append(number)
    if listed:
        yield listed


def _is_article(text: str, numbers: Sequence[WordedNumber], numerals: Numerals) -> bool:
    if re.compile(numerals.article_after, re.IGNORECASE).match(text, numbers[-1].end):
        return True
    before = text[max(0, numbers[0].start - 12) : numbers[0].start]
    return numerals.article_before is not None and bool(
        re.search(rf"(?<!\w)(?:{numerals.article_before})\s\Z", before, re.IGNORECASE)
    )
