"""Which code a list of articles belongs to. No code, no mention."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from diffing.laws.citations import clean_gap
from diffing.laws.grammar import FILLERS
from diffing.laws.references import Reference
from diffing.names.places import is_filler, read_country
from diffing.names.tokens import WORD
from diffing.text import Span


class Reach(Enum):
    """How far an instrument reaches for numbers."""

    FAR = "far"  # a code by its name: to the end of the paragraph
    NEAR = "near"  # `Law`, `Convention`: only what stands beside it


class CodeHit(NamedTuple):
    """A code or another instrument named in a text. `code` is the id of a watch list; None: not tracked."""

    start: int
    end: int  # country included
    code: str | None
    reach: Reach
    certain: bool = True  # False where the country is assumed


class Binding(NamedTuple):
    """A list of articles and the code it belongs to."""

    reference: Reference
    hit: CodeHit
    rule: str
    confidence: float


_NEAR = 40
_SMALLEST_BARE = 100
"""A number without the word for an article is one from here on: `УК 174`, `УК РК (174, 258)`."""
_OF_COUNTRY = re.compile(r"\sof\s(?:the\s)?[A-Z]\w+(?:[’']s)?\s")
_GOES_ON = re.compile(r",?\s(?:и|или|and|or|және|а\s+также|as\s+well\s+as)\s", re.IGNORECASE)
_NOTHING_COUNTED = re.compile(r"\s?(?:[.;,:)»”\"!?](?!\d)|\Z|\n)")
_PUNCTUATION = re.compile(r"[\s,:()«»\"“”„'’‘*_–—-]*")


def bind_references(
    text: str, references: Sequence[Reference], hits: Sequence[CodeHit], sentences: Sequence[Span]
) -> list[Binding]:
    """Each reference of a paragraph with its code. `hits` and `sentences` are those of the paragraph, in order."""
    after = [_bind_after(text, reference, hits) for reference in references]
    for place in range(len(references) - 2, -1, -1):
        if after[place] is None and references[place + 1].chained:
            after[place] = after[place + 1]
    before = [_bind_before(text, reference, hits) for reference in references]
    for place in range(1, len(references)):
        if before[place] is None and references[place].chained and after[place] is None:
            before[place] = before[place - 1]
    codes_first = _find_codes_first(after, before)
    far = [hit for hit in hits if hit.reach is Reach.FAR]
    bindings: list[Binding] = []
    for place, (reference, follows, precedes) in enumerate(zip(references, after, before, strict=True)):
        code_first = reference.marked_after or place in codes_first
        first, second = (precedes, follows) if code_first else (follows, precedes)
        if first or second:
            hit = first or second
            rule = "article of the code named " + ("after it" if hit is follows else "before it")
            if hit:
                bindings.append(Binding(reference, hit, rule, 0.97 if reference.marked else 0.9))
        elif bindings and _follows_code(text, reference, bindings[-1]):
            bindings.append(Binding(reference, bindings[-1].hit, "article listed after the code", 0.8))
        elif reference.marked:
            binding = _bind_far(reference, far, sentences)
            if binding:
                bindings.append(binding)
    return bindings


def _find_codes_first(after: Sequence[CodeHit | None], before: Sequence[CodeHit | None]) -> set[int]:
    """References that stand behind their code in a row of such: `Criminal Code, Art. 272, and CAO, Art. 478`.

    The code before is no other reference's, and the code after is that of the next one.
    """
    found: set[int] = set()
    for place in range(len(after) - 1):
        precedes, follows = before[place], after[place]
        if not precedes or not follows or (place and after[place - 1] is precedes and place - 1 not in found):
            continue
        if before[place + 1] is follows and after[place + 1] is not follows:
            found.add(place)
    return found


def _bind_after(text: str, reference: Reference, hits: Sequence[CodeHit]) -> CodeHit | None:
    place = bisect_left(hits, reference.stop, key=lambda hit: hit.start)
    if place == len(hits):
        return None
    hit = hits[place]
    gap = text[reference.stop : hit.start]
    if len(gap) > 260 or not _only_fillers(clean_gap(gap)):
        return None
    return hit if reference.marked or len(gap) <= 12 or _OF_COUNTRY.fullmatch(gap) else None


def _bind_before(text: str, reference: Reference, hits: Sequence[CodeHit]) -> CodeHit | None:
    place = bisect_left(hits, reference.numbers[0].start, key=lambda hit: hit.start) - 1
    if place < 0:
        return None
    hit = hits[place]
    gap = text[hit.end : reference.numbers[0].start]
    if len(gap) > 120 or not _only_fillers(clean_gap(gap)):
        return None
    if reference.marked:
        return hit
    if reference.numbers[0].first < _SMALLEST_BARE:
        return None
    beside = gap.strip("-‐‑– \u00a0")
    if beside == ":":  # `УК РК: 174, 258.`
        return hit if _NOTHING_COUNTED.match(text, reference.stop) else None
    return hit if not beside or (beside == "(" and text[reference.stop : reference.stop + 1] == ")") else None


def _follows_code(text: str, reference: Reference, earlier: Binding) -> bool:
    """`ст. 174 УК РК и 405.`: a bare number that goes on with a list behind its code, and nothing is counted by it."""
    if reference.marked or not earlier.reference.marked or earlier.hit.start < earlier.reference.stop:
        return False
    gap = text[earlier.hit.end : reference.start]
    return _GOES_ON.fullmatch(gap) is not None and _NOTHING_COUNTED.match(text, reference.stop) is not None


def _only_fillers(gap: str) -> bool:
    """Whether a gap holds nothing but words that lead from an article to its code."""
    if any(sign in gap for sign in ".;!?") and re.search(r"[.;!?]\s", gap):
        return False
    words = [match[0].lower() for match in WORD.finditer(gap)]
    return all(word in FILLERS or is_filler(word) or read_country(word) for word in words) and (
        bool(words) or _PUNCTUATION.fullmatch(gap) is not None
    )


def _bind_far(reference: Reference, far: Sequence[CodeHit], sentences: Sequence[Span]) -> Binding | None:
    """The nearest code of the sentence, else the last one before it in the paragraph."""
    place = bisect_right(sentences, reference.start, key=lambda span: span.start) - 1
    if not far or place < 0:
        return None
    sentence = sentences[place]
    after = bisect_left(far, reference.start, key=lambda hit: hit.start)
    inside = [hit for hit in far[max(0, after - 1) : after + 1] if sentence.start <= hit.start < sentence.end]
    if inside:
        nearest = min(inside, key=lambda hit: _distance(reference, hit))
        near = _distance(reference, nearest) <= _NEAR
        rule = "article near the code" if near else "article in one sentence with the code"
        return Binding(reference, nearest, rule, 0.9 if near else 0.8)
    if after and far[after - 1].start < sentence.start:
        return Binding(reference, far[after - 1], "article of the code last named in the paragraph", 0.75)
    return None


def _distance(reference: Reference, hit: CodeHit) -> int:
    return max(hit.start - reference.stop, reference.start - hit.end, 0)
