"""Articles told in words: `one hundred and seventy-four`, `сто семьдесят четвёртая`, `жүз тоқсаныншы`.

A language is one `Numerals` in `NUMERALS`: its words with their values, and the words for an article beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from diffing.names.tables import split_words

_UNITS, _TEENS, _TENS, _HUNDREDS = range(1, 10), range(10, 20), range(20, 100, 10), range(100, 1000, 100)


@dataclass(frozen=True, kw_only=True)
class Numerals:
    """How a language counts. Words stand in order: units, teens, tens, hundreds."""

    cardinals: tuple[str, ...]
    ordinals: tuple[str, ...]
    values: tuple[int, ...]
    ordinal_ending: str  # what follows an ordinal of the table; an expression
    joins: str = r"[\s-]"  # what stands between the words of one number
    article_before: str | None = None  # the word for an article before the number; an expression
    article_after: str
    ordinal_variants: dict[str, int] = field(default_factory=dict)  # other spellings of ordinals

    @cached_property
    def word(self) -> re.Pattern[str]:
        """One word of a number; the group `ordinal` is that of an ordinal without its ending."""
        ordinals = _any_of((*self.ordinals, *self.ordinal_variants))
        return re.compile(
            rf"\b(?:(?P<ordinal>{ordinals}){self.ordinal_ending}|(?P<cardinal>{_any_of(self.cardinals)}))(?!\w)",
            re.IGNORECASE,
        )

    @cached_property
    def value_of(self) -> dict[str, int]:
        """The value of each word, small letters."""
        both = zip((*self.cardinals, *self.ordinals), (*self.values, *self.values), strict=True)
        return {**dict(both), **self.ordinal_variants}


_ENGLISH = Numerals(
    cardinals=split_words(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred"
    ),
    ordinals=split_words(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth "
        "seventieth eightieth ninetieth hundredth"
    ),
    values=(*_UNITS, *_TEENS, *_TENS, 100),
    ordinal_ending="",
    joins=r"\s(?:and\s)?|[-‐‑]",
    article_before=r"articles?|art\.",
    article_after=r"\sarticles?",
)
_RUSSIAN = Numerals(
    cardinals=split_words(
        "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать "
        "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят "
        "семьдесят восемьдесят девяносто сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"
    ),
    ordinals=split_words(
        # stems; an ending follows
        "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат "
        "пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат тридцат сороков пятидесят шестидесят "
        "семидесят восьмидесят девяност сот двухсот трёхсот четырёхсот пятисот шестисот семисот восьмисот девятисот"
    ),
    values=(*_UNITS, *_TEENS, *_TENS, *_HUNDREDS),
    ordinal_ending="(?:ый|ий|ой|ая|ья|ые|ую|ью|ого|его|ому|ему|ым|ей|ых|ыми)",
    article_before=r"стать\w{1,3}|статей",
    article_after=r"\s(?:стать\w{1,3}|статей)(?!\w)(?!\s\d)",  # `часть вторая статьи 174` tells a part
    ordinal_variants={"четвёрт": 4, "трехсот": 300, "четырехсот": 400},
)
_KAZAKH = Numerals(
    cardinals=split_words(
        "бір екі үш төрт бес алты жеті сегіз тоғыз он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан жүз"
    ),
    ordinals=split_words(
        "бірінші екінші үшінші төртінші бесінші алтыншы жетінші сегізінші тоғызыншы оныншы жиырмасыншы отызыншы "
        "қырқыншы елуінші алпысыншы жетпісінші сексенінші тоқсаныншы жүзінші"
    ),
    values=(*_UNITS, 10, *_TENS, 100),
    ordinal_ending="",
    article_after=r"[\s-](?:баб|бап)",
)
NUMERALS = (_ENGLISH, _RUSSIAN, _KAZAKH)


class WordedNumber(NamedTuple):
    """An article's number in words."""

    start: int
    end: int
    value: int


def find_worded_numbers(text: str, start: int, end: int) -> Iterator[WordedNumber]:
    """The numbers in words between these offsets that stand beside the word for an article, or in a list that does."""
    for numerals in NUMERALS:
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


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))
