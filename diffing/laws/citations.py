"""The grammar of article references: numbers, the lists they form, and the parts and glosses stepped over.

`ст.ст. 272-274`, `articles 258 (“gloss”) and 405`, `274-баптың 4-бөлігі`, `ч. 2 ст. 405`, `статьи 456-2`.
Every expression here is tried on a bounded piece of text, so that the whole is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import merge

from diffing.laws.grammar import (
    ARTICLE_BEFORE,
    ARTICLE_BEHIND,
    ARTICLE_BEHIND_CODE_FIRST,
    COUNTED,
    DASH,
    FROM,
    LEADS,
    LIST,
    MARKER,
    ORDINAL,
    PART_BEFORE,
    PART_BEHIND,
    PART_STEP,
    RANGE,
)
from diffing.laws.number_words import WordedNumber, find_worded_numbers
from diffing.laws.references import Number, Reference
from diffing.text import Span

_NUMBER = re.compile(
    rf"(?<!\d)(?<!\d\.)(?P<first>\d{{1,4}})(?!\d)"
    rf"(?:(?P<dash>\s?{DASH}\s?|\.)(?P<second>\d{{1,4}})(?![\d]))?"
    r"(?P<brackets>(?:\s?\((?:\d{1,2}|[a-zа-я])\)){0,3})"
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SECTION_BEFORE = re.compile(r"(?<!\w)sections?\s\Z", re.IGNORECASE)
_FEWEST_SECTIONS = 50
"""A section so far down is an article of its code; one below it is rather a part of an article."""
_ARTICLE_19 = re.compile(r"ARTICLE\s\Z")
_CITES = re.compile(r"\s?(?:of|to|\(|ICCPR|,?\s?(?:and\s)?\d)", re.IGNORECASE)
_GLOSS = re.compile(r"\([^()]{0,200}\)|«[^«»]{0,200}»|“[^“”]{0,200}”|\"[^\"]{0,200}\"")
_CLOSING = re.compile(r"\A\s?[)»”\"]")

LONGEST_GAP = 260
"""Characters between two numbers of one list: room for a gloss in brackets."""


def find_references(text: str, span: Span) -> list[Reference]:
    """The lists of numbers in a paragraph that may be articles, in order; dates and sums are among the unmarked."""
    references: list[Reference] = []
    prefix: list[Number] = []  # parts told before their article: `part 4 of article 274`
    previous: Number | None = None
    for number in _read_numbers(text, span):
        gap = text[previous.stop : number.start] if previous else None
        close = gap is not None and len(gap) <= LONGEST_GAP
        linked = close and gap is not None and _is_list_gap(gap)
        if number.is_part:
            _take_part(references, prefix, number, previous, linked)
        elif linked and previous and previous.is_part and not number.marked and number.first < 13:
            number.is_part = True
            _take_part(references, prefix, number, previous, linked)
        elif previous is not None and references and _comes_from(text, previous, gap or "", references[-1]):
            _extend_range(references[-1], number)
            previous = references[-1].numbers[-1]
            continue
        elif references and previous is not None and linked and _continues(references[-1], number) and not prefix:
            _join(references[-1], number, gap or "")
        elif (
            references and close and previous is references[-1].numbers[-1] and _is_range_gap(gap or "", references[-1])
        ):
            _extend_range(references[-1], number)
            previous = references[-1].numbers[-1]
            continue
        else:
            references.append(_open(text, number, prefix, references))
            prefix = []
        previous = number
    for reference in references:
        number = reference.numbers[0]
        if len(reference.numbers) == 1 and COUNTED.fullmatch(text, number.end, number.stop):
            reference.marked = False  # `по 174 статьям` counts them
    return [reference for reference in references if not reference.numbers[0].is_part]


def _read_numbers(text: str, span: Span) -> Iterator[Number]:
    worded = [_make_worded(text, each) for each in sorted(find_worded_numbers(text, span.start, span.end))]
    return merge(_leave_out_sums(text, _read_digits(text, span)), worded, key=lambda number: number.start)


def _leave_out_sums(text: str, numbers: Iterator[Number]) -> Iterator[Number]:
    """Without what stands behind the comma of `3,5` and `150,000`; in `ст.ст.272,274` the comma parts two articles."""
    listed: Number | None = None
    for number in numbers:
        tight = text[number.start - 1 : number.start] == "," and text[number.start - 2 : number.start - 1].isdigit()
        known = number.marked or number.is_part
        if tight and not known and (listed is None or listed.end != number.start - 1):
            listed = None
            continue
        listed = number if known or tight else None
        yield number


def _make_worded(text: str, number: WordedNumber) -> Number:
    """A number in words, with the word for an article that stands beside it."""
    after = text[number.end : number.end + 40]
    code_first = ARTICLE_BEHIND_CODE_FIRST.match(after)
    suffix = code_first or ARTICLE_BEHIND.match(after)
    return Number(
        start=number.start,
        end=number.end,
        stop=number.end + (suffix.end() if suffix else 0),
        first=number.value,
        second=None,
        dotted=False,
        brackets=(),
        short_end=number.end,
        is_part=False,
        marked=True,
        marked_after=code_first is not None,
        leads=False,
    )


def _read_digits(text: str, span: Span) -> Iterator[Number]:
    for match in _NUMBER.finditer(text, span.start, span.end):
        before = text[max(span.start, match.start() - 24) : match.start()]
        after = text[match.end() : match.end() + 40]
        if _is_article_19(before, match["first"], after):
            continue
        section = int(match["first"]) >= _FEWEST_SECTIONS and _SECTION_BEFORE.search(before) is not None
        part_before = not section and PART_BEFORE.search(before) is not None
        article_before = section or (not part_before and ARTICLE_BEFORE.search(before) is not None)
        part_after = None if article_before else PART_BEHIND.match(after)
        article_after = None if part_before or part_after else ARTICLE_BEHIND_CODE_FIRST.match(after)
        article_behind = None if part_before or article_before else ARTICLE_BEHIND.match(after)
        suffix = part_after or article_after or article_behind
        ordinal = suffix or ORDINAL.match(after)
        second = match["second"]
        yield Number(
            start=match.start(),
            end=match.end(),
            stop=match.end() + (ordinal.end() if ordinal else 0),
            first=int(match["first"]),
            second=int(second) if second else None,
            dotted=match["dash"] == ".",
            brackets=tuple(re.findall(r"\((\w{1,2})\)", match["brackets"])),
            short_end=match.start("brackets"),
            is_part=part_before or part_after is not None,
            marked=article_before or (suffix is not None and part_after is None),
            marked_after=article_after is not None,
            leads=LEADS.match(after) is not None,
        )


def _is_article_19(before: str, number: str, after: str) -> bool:
    """`ARTICLE 19` in capitals that cites no law: an organisation."""
    return number == "19" and _ARTICLE_19.search(before) is not None and _CITES.match(after) is None


def _take_part(
    references: list[Reference], prefix: list[Number], number: Number, previous: Number | None, linked: bool
) -> None:
    """A part belongs to the article before it, or waits for the one after it; so do unmarked numbers listed with it."""
    if linked and references and previous is references[-1].numbers[-1] and not references[-1].marked:
        for other in references[-1].numbers:  # `1, 2-бөліктері`
            other.is_part = True
    elif references and previous is references[-1].numbers[-1] and not number.leads:
        previous.parts.append(str(number.first))
        return
    prefix.append(number)


def _extend_range(reference: Reference, number: Number) -> None:
    """The last number of the list reaches to this one."""
    last = reference.numbers[-1]
    last.upto, last.end, last.short_end, last.stop = number.first, number.end, number.end, number.stop
    reference.marked |= number.marked
    reference.marked_after |= number.marked_after


def _comes_from(text: str, previous: Number, gap: str, reference: Reference) -> bool:
    """`с 256 по 272`, `from 256 to 272`."""
    if previous is not reference.numbers[-1] or previous.is_part or RANGE.fullmatch(gap) is None:
        return False
    return FROM.search(text[max(0, previous.start - 6) : previous.start]) is not None


def _join(reference: Reference, number: Number, gap: str) -> None:
    if RANGE.fullmatch(gap) and gap.strip() and not gap.strip().isalpha():
        reference.numbers[-1].upto = number.first
    reference.numbers.append(number)
    reference.marked |= number.marked
    reference.marked_after |= number.marked_after


def _continues(reference: Reference, number: Number) -> bool:
    """Whether a number belongs to the list before it: no marker of its own, or one that serves the whole list."""
    return not number.marked or (number.marked_after and not reference.marked)


def _open(text: str, number: Number, prefix: list[Number], references: list[Reference]) -> Reference:
    start = number.start
    if prefix and len(text[prefix[-1].stop : number.start]) <= 40 and _is_step(text[prefix[-1].stop : number.start]):
        number.parts += [str(part.first) for part in prefix]
        start = prefix[0].start
    chained = False
    if references:
        gap = text[references[-1].stop : number.start]
        chained = len(gap) <= LONGEST_GAP and _is_list_gap(gap)
    return Reference([number], start, number.marked, number.marked_after, chained)


def _is_step(gap: str) -> bool:
    return not MARKER.sub("", re.sub(r"\b(?:of|the|to)\b", "", gap)).strip(" ,\u00a0")


def clean_gap(gap: str) -> str:
    """A gap without what a reference steps over: glosses, parts and points, the marker itself."""
    return MARKER.sub(" ", PART_STEP.sub(" ", _GLOSS.sub(" ", gap)))


def _is_list_gap(gap: str) -> bool:
    return LIST.fullmatch(clean_gap(_CLOSING.sub("", gap))) is not None


def _is_range_gap(gap: str, reference: Reference) -> bool:
    return reference.marked and RANGE.fullmatch(gap) is not None
