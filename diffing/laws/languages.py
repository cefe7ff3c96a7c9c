"""How each language cites an article: one `CitationWords` a language. All words are expressions, small letters.

A new language is one more table in `LANGUAGES`. `grammar` makes the expressions of them that `citations` reads with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

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


@dataclass(frozen=True, kw_only=True)
class CitationWords:
    """The words of a citation in one language."""

    article: str  # before its number, in all forms and short
    part: str  # what is smaller than an article, before its number
    ordinal: str = r"(?!)"  # endings behind a number in figures
    article_behind: str | None = None  # the word for an article where it follows its number
    part_behind: str | None = None
    counted: str | None = None  # the word for articles behind a number that counts them
    code_first: bool = False  # where the word for an article follows, its code stands before the number
    joins: str  # what parts the numbers of a list
    out_of: str | None = None  # before a range: `from 256 to 272`
    upto: str = r"(?!)"  # between the ends of a range
    fillers: tuple[str, ...]  # what may stand between an article and its code
    numerals: Numerals | None = None  # where articles are told in words


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


ENGLISH = CitationWords(
    article=r"art(?:icle)?s?",
    part=r"parts?|pts?|paras?|(?:sub-?)?paragraphs?|clauses?|points?|items?|(?:sub-?)?sections?|notes?",
    joins=r"and|or|also|as\s+well\s+as|under|by|with|of",
    out_of="from",
    upto="to|through",
    fillers=split_words(
        "of the under in to from new current old its this that same said by with a an s and on for as amended"
    ),
    numerals=Numerals(
        cardinals=split_words(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred"
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
    ),
)
RUSSIAN = CitationWords(
    article=r"ст\.?\s?ст|ст|стать[а-я]{1,3}|статей",
    part=(r"чч?|част(?:ь|и|ью|ям|ями|ях|ей)|пп?|пункт\w{0,3}|подпункт\w{0,3}|подп|абз|абзац\w{0,3}|примечани\w{1,3}"),
    ordinal="ая|ой|ей|ую|ые|ых|ым|й|я|ю|е|х|м",
    article_behind=r"\s(?:стать\w{1,3}|статей|ст\.(?!\s?\d))",
    counted=r"\s(?:статей|статьям|статьями|статьях)",
    joins=r"и|или|либо|а\s+также|под|по|за",
    out_of="со?",
    upto="по|до",
    fillers=split_words(
        "действующего нового прежнего старого того же по под в во из к согласно соответствии с его этого данного "
        "данному настоящего"
    ),
    numerals=Numerals(
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
    ),
)
KAZAKH = CitationWords(
    article=r"баптар\w{0,6}|бап|баб\w{0,8}|бап\w{0,8}",
    part=r"бөлі\w{1,8}|тарма\w{1,8}",
    ordinal="інші|ыншы|нші|ншы|ші|шы",
    article_behind=r"\s?[-‐‑–]?\s?(?:баб|бап)\w{0,9}",
    part_behind=r"\s?[-‐‑–]?\s?(?:бөлі|бөлім|тарма|абза|тармақша|азат)\w{0,10}",
    code_first=True,
    joins=r"және|мен|пен|бен|немесе|сондай-ақ|да",
    fillers=split_words("бойынша сәйкес жаңа қолданыстағы осы сол"),
    numerals=Numerals(
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
    ),
)

LANGUAGES = (ENGLISH, RUSSIAN, KAZAKH)
