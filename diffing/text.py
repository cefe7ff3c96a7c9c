"""Paragraphs, sentences and the normal form of a text. Offsets always point into the text as given."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of a text: code points, end exclusive."""

    start: int
    end: int


INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
"""Characters that a reader does not see: soft hyphen, joiners, zero-width and bidirectional marks."""

_UNSEEN = re.compile(f"[{INVISIBLE}]+")
_SMALL = "a-zа-яёәғқңөұүһі"
_UNSEEN_OR_PARTED = re.compile(f"[{INVISIBLE}]+|(?<=[{_SMALL}])-\n(?=[{_SMALL}])")
_BLANK = re.compile(r"\n[^\S\n]*\n\s*|\f\s*")
_LINE_START = re.compile(r"\n\s*(?=(?:[-–—*•·▪]|\d{1,3}[.)])\s)")
_TERMINATOR = re.compile(rf"[.!?…。؟][.!?…{INVISIBLE}]*[\"'»”’“›)\]*{INVISIBLE}]*")
_OPENERS = "\"'«“„‘‹([¿¡*_" + INVISIBLE


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


_NEVER_FINAL_EN = _words(
    "mr mrs ms dr prof st art arts sec secs para paras subpara ch fig vol pp no nos nr vs cf eg ie viz gen col lt sgt "
    "p capt rep sen gov hon rev approx dept ed eds al"
)
_NEVER_FINAL_RU = _words(
    "подполк ст стст ч чч п пп абз подп см ср им ул пр просп пл пер корп кв д стр тел акад проф доц канд гр тов св рис "
    "табл гл разд тыс млн млрд обл респ пос дер сост ред вып изд напр т.е т.н т.к т.ч и.о врио нач зам ген полк"
)
_NEVER_FINAL_KK = _words("б т.с т.ғ.к ғ.к мыс қ к көш даңғ ауд")
_NEVER_FINAL = _NEVER_FINAL_EN | _NEVER_FINAL_RU | _NEVER_FINAL_KK
# A sentence may end here: a capital letter decides, a digit never opens a new one.
_MAYBE_FINAL = _words(
    "г гг ж жж в вв т.п т.д др т.б т.с.с н.э б.э б.э.д etc inc ltd co corp jr sr a.m p.m e.g i.e ғ ғғ коп чел"
)
_MONTHS = _words(
    "jan feb mar apr jun jul aug sep sept oct nov dec янв фев февр мар апр авг сен сент окт ноя нояб дек "
    "қаң ақп нау сәу мам мау шіл там қыр қаз қар жел"
)


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text, in order, without the blank lines between them and without outer space."""
    spans = []
    start = _skip_space(text, 0, len(text))
    for blank in _BLANK.finditer(text, start):
        spans.append(Span(start, _trim_end(text, start, blank.start())))
        start = blank.end()
    if start < len(text):
        spans.append(Span(start, _trim_end(text, start, len(text))))
    return spans


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in order; none crosses a paragraph.

    A full stop ends a sentence unless it closes an abbreviation, an initial or the number of a list,
    or a small letter follows. Linear in the length of the text.
    """
    return [sentence for paragraph in paragraphs(text) for sentence in cut_paragraph(text, paragraph)]


def cut_paragraph(text: str, paragraph: Span) -> Iterator[Span]:
    """The sentences of one paragraph of a text, which has no outer space."""
    lines = _cut_lines(text, paragraph) if text.find("\n", *paragraph) >= 0 else (paragraph,)
    for line in lines:
        start = line.start
        for mark in _TERMINATOR.finditer(text, line.start, line.end):
            if _ends_sentence(text, start, mark, line.end):
                yield Span(start, mark.end())
                start = _skip_space(text, mark.end(), line.end)
        if start < line.end:
            yield Span(start, line.end)


def _cut_lines(text: str, paragraph: Span) -> Iterator[Span]:
    """A line that opens with a bullet or a number begins a sentence; other line ends are only spaces."""
    start = paragraph.start
    for opening in _LINE_START.finditer(text, paragraph.start, paragraph.end):
        yield _trim(text, start, opening.start())
        start = opening.end()
    yield _trim(text, start, paragraph.end)


def _ends_sentence(text: str, start: int, mark: re.Match[str], end: int) -> bool:
    after = mark.end()
    if after >= end:
        return True
    if not text[after].isspace():
        return False
    opening = _first_letter(text, after, end)
    if not opening or opening.islower():
        return False
    return text[mark.start() : mark.start() + 2].rstrip() != "." or not _is_abbreviation(
        text, start, mark.start(), opening
    )


def _is_abbreviation(text: str, start: int, stop: int, opening: str) -> bool:
    """Whether the full stop at `stop` belongs to the word before it. `opening` is the next letter or digit."""
    word = _word_before(text, start, stop)
    if not word:
        return False
    letters = word.lower()
    if word.isdigit():
        return _skip_space(text, start, stop) == stop - len(word) and len(word) <= 3  # the number of a list
    if letters in _MAYBE_FINAL:
        return opening.isdigit() or (letters == "г" and not _digit_before(text, start, stop - len(word)))
    if letters in _MONTHS or letters in ("no", "nos"):
        return opening.isdigit()
    if len(word) == 1:
        return word.isupper() or word not in "abcdefgh"  # an initial; but "paragraph b. The court"
    return letters in _NEVER_FINAL or (len(word) == 2 and word[0].isupper() and letters in ("дж", "юр", "zh", "sh"))


def _word_before(text: str, start: int, stop: int) -> str:
    """The letters (or digits) that end at `stop`, inner full stops included; at most twelve."""
    first = stop
    while first > start and stop - first < 12 and (text[first - 1].isalnum() or text[first - 1] == "."):
        first -= 1
    word = text[first:stop].lstrip(".")
    return word if "." not in word or word.lower() in _NEVER_FINAL | _MAYBE_FINAL else word.rsplit(".", 1)[1]


def _digit_before(text: str, start: int, stop: int) -> bool:
    before = text[max(start, stop - 4) : stop].rstrip()
    return bool(before) and before[-1].isdigit()


def _first_letter(text: str, start: int, end: int) -> str:
    """The first letter or digit after spaces and opening quotes; empty where something else stands first."""
    for position in range(_skip_space(text, start, end), min(end, start + 24)):
        if text[position] not in _OPENERS and not text[position].isspace():
            return text[position] if text[position].isalnum() else ""
    return ""


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _trim(text: str, start: int, end: int) -> Span:
    start = _skip_space(text, start, end)
    return Span(start, _trim_end(text, start, end))


def _trim_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


_SIGNS: dict[str, str] = {
    **dict.fromkeys(INVISIBLE, ""),
    **dict.fromkeys("«»„“”‟〝〞＂″‶", '"'),
    **dict.fromkeys("‘’‚‛ʼʹ`´′‵‹›", "'"),
    **dict.fromkeys("‐‑‒–−⁃﹣－", "-"),
    **dict.fromkeys("—―⸺﹘", " - "),
    "…": "...",
}
_SIGN = re.compile(f"[{''.join(_SIGNS)}]")
_DASHES = re.compile(r" -+ ")
_SPACES = re.compile(r"\s+")
_UNEVEN = re.compile(r"[^\S ]")
_CROWD = re.compile(r"[^\w\s]{24,}")


def normalise(text: str) -> str:
    """The text as it counts in a comparison: typography, spacing and what cannot be seen are gone.

    NFKC; one kind of quotes, apostrophes and dashes; single spaces, none outside; no soft hyphens, zero-width
    or bidirectional marks. Equal normal forms mean that a reader sees no difference in the words.
    """
    if text.isascii():
        plain = text.replace("`", "'")
    else:
        plain = _exchange_signs(unicodedata.normalize("NFKC", _CROWD.sub(_thin_marks, _exchange_signs(text))))
    plain = _even_spaces(plain.replace("''", '"'))
    return (_even_spaces(_DASHES.sub(" - ", plain)) if " -" in plain else plain).strip()


def _exchange_signs(text: str) -> str:
    return _SIGN.sub(lambda sign: _SIGNS[sign[0]], text) if _SIGN.search(text) else text


def _even_spaces(text: str) -> str:
    return _SPACES.sub(" ", text) if "  " in text or _UNEVEN.search(text) else text


def _thin_marks(crowd: re.Match[str]) -> str:
    """At most sixteen combining marks in a row: ordering a million of them takes quadratic time."""
    kept: list[str] = []
    row = 0
    for sign in crowd[0]:
        row = row + 1 if unicodedata.combining(sign) else 0
        if row <= 16:
            kept.append(sign)
    return "".join(kept)


def strip_invisible(text: str) -> tuple[str, list[int] | None]:
    """The text without what a reader does not see, and for each of its characters the place in the text as given.

    A word parted at the end of a line is one again. None instead of places where nothing had to go.
    """
    parted = "-\n" in text
    unseen = _UNSEEN_OR_PARTED if parted else _UNSEEN
    if (text.isascii() and not parted) or not unseen.search(text):
        return text, None
    pieces: list[str] = []
    places: list[int] = []
    start = 0
    for gap in unseen.finditer(text):
        pieces.append(text[start : gap.start()])
        places.extend(range(start, gap.start()))
        start = gap.end()
    pieces.append(text[start:])
    places.extend(range(start, len(text)))
    return "".join(pieces), places


def text_sha256(title: str | None, text: str) -> str:
    """SHA-256 of title and paragraphs in normal form: equal means that there is nothing to compare."""
    marked = " ¶ ".join(text[span.start : span.end] for span in paragraphs(text))
    return hashlib.sha256(f"{normalise(title or '')}\n{normalise(marked)}".encode()).hexdigest()
