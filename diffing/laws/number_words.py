"""Articles told in words: `жүз тоқсаныншы бабы`, `сто семьдесят четвёртая статья`. One table a language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from diffing.names.tables import split_words

_KAZAKH = dict(
    zip(
        split_words(
            "бір екі үш төрт бес алты жеті сегіз тоғыз он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан жүз"
        ),
        (*range(1, 10), *range(10, 101, 10)),
        strict=True,
    )
)
_KAZAKH_ORDINALS = dict(
    zip(
        split_words(
            "бірінші екінші үшінші төртінші бесінші алтыншы жетінші сегізінші тоғызыншы оныншы жиырмасыншы отызыншы "
            "қырқыншы елуінші алпысыншы жетпісінші сексенінші тоқсаныншы жүзінші"
        ),
        _KAZAKH.values(),
        strict=True,
    )
)
_RUSSIAN = dict(
    zip(
        split_words(
            "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто "
            "сто двести триста четыреста пятьсот шестьсот"
        ),
        (*range(20, 100, 10), *range(100, 601, 100)),
        strict=True,
    )
)
_RUSSIAN_ORDINALS = dict(
    zip(
        # stems; an ending follows
        split_words(
            "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат "
            "пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат тридцат сороков пятидесят шестидесят "
            "семидесят восьмидесят девяност сот двухсот трёхсот четырёхсот пятисот"
        ),
        (*range(1, 20), *range(20, 100, 10), *range(100, 501, 100)),
        strict=True,
    )
)
_RUSSIAN_ENDING = "(?:ый|ий|ой|ая|ья|ые|ую|ью|ого|его|ому|ему|ым|ей)"


def _any_of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_NUMERAL = re.compile(
    rf"(?<!\w)(?:(?:(?:{_any_of(_KAZAKH)})\s){{0,4}}(?:{_any_of(_KAZAKH_ORDINALS)})(?=\s(?:баб|бап))"
    rf"|(?:(?:{_any_of(_RUSSIAN)})\s){{0,2}}(?:четвёрт|{_any_of(_RUSSIAN_ORDINALS)}){_RUSSIAN_ENDING}(?!\w))",
    re.IGNORECASE,
)
_RUSSIAN_BEFORE = re.compile(r"(?<!\w)(?:стать\w{1,3}|статей)\s\Z", re.IGNORECASE)
_RUSSIAN_AFTER = re.compile(r"\s(?:стать\w{1,3}|статей)(?!\w)", re.IGNORECASE)
_ENDING = re.compile(rf"{_RUSSIAN_ENDING}\Z")


class WordedNumber(NamedTuple):
    """An article's number in words."""

    start: int
    end: int
    value: int


def find_worded_numbers(text: str, start: int, end: int) -> Iterator[WordedNumber]:
    """The ordinals between these offsets that stand beside the word for an article."""
    for match in _NUMERAL.finditer(text, start, end):
        words = match[0].lower().replace("четвёрт", "четверт").split()
        kazakh = words[-1] in _KAZAKH_ORDINALS
        before = text[max(start, match.start() - 12) : match.start()]
        if kazakh or _RUSSIAN_BEFORE.search(before) or _RUSSIAN_AFTER.match(text, match.end()):
            last = _KAZAKH_ORDINALS[words[-1]] if kazakh else _RUSSIAN_ORDINALS[_ENDING.sub("", words[-1])]
            yield WordedNumber(match.start(), match.end(), _add_up(words[:-1], last))


def _add_up(words: list[str], last: int) -> int:
    """`төрт жүз бесінші`: four times a hundred, and five."""
    total = current = 0
    for value in (*(_KAZAKH.get(word) or _RUSSIAN[word] for word in words), last):
        if value == 100:
            total, current = total + max(current, 1) * value, 0
        else:
            current += value
    return total + current
