"""Sentences as a digest shows them: cleaned, marked word by word, shortened round what matters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import pairwise

from diffing.render import mark_words
from monitors.digests.records import Segment, Wording

LONGEST = 320
"""Code points of a sentence that a digest shows; longer ones are cut round the mention."""

_KEEP_INVISIBLE = "\u200c\u200d"
"""Joiners shape words; every other control or format character is dropped."""

_REWRITTEN = 0.5
"""Share of marked letters above which word marks say nothing: the sentence was written anew."""


def clean_text(text: str) -> str:
    """Scraped text on one line, without terminal control, bidirectional override or other invisible characters."""
    if not text.isprintable():
        text = "".join(" " if _is_space(each) else each for each in text if _is_shown(each))
    return " ".join(text.split())


def _is_space(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Cc"


def _is_shown(character: str) -> bool:
    return character in _KEEP_INVISIBLE or unicodedata.category(character) not in ("Cf", "Cs", "Co", "Cn")


def word_passage(
    before: str | None, after: str | None, forms: Collection[str], *, longest: int = LONGEST
) -> tuple[Wording | None, Wording | None]:
    """Both sides of a passage with changed words and the forms of tracked subjects marked.

    `forms` are the mentions as written. A side that is None stays None. Each side is at most about
    `longest` code points; what was cut is shown as an ellipsis.
    """
    old, new = _mark_changes(before, after)
    pattern = compile_forms(forms)
    return _finish(old, pattern, longest), _finish(new, pattern, longest)


def _finish(side: list[Segment] | None, pattern: re.Pattern[str] | None, longest: int) -> Wording | None:
    return None if side is None else shorten(mark_forms(side, pattern), longest)


def _mark_changes(before: str | None, after: str | None) -> tuple[list[Segment] | None, list[Segment] | None]:
    if before is None or after is None:
        return _plain(before), _plain(after)
    old, new = clean_text(before), clean_text(after)
    marked_old, marked_new = mark_words(old, new)
    if _share(marked_old) > _REWRITTEN and _share(marked_new) > _REWRITTEN:
        return _plain(old), _plain(new)
    return [Segment(*each) for each in marked_old], [Segment(*each) for each in marked_new]


def _plain(text: str | None) -> list[Segment] | None:
    return None if text is None else [Segment(clean_text(text))]


def _share(marks: list[tuple[str, bool]]) -> float:
    whole = sum(len(text) for text, _ in marks)
    return sum(len(text) for text, changed in marks if changed) / whole if whole else 0.0


def compile_forms(forms: Collection[str]) -> re.Pattern[str] | None:
    """An expression that finds the forms, the longest first; None where there are none."""
    cleaned = sorted({clean_text(form) for form in forms} - {""}, key=len, reverse=True)
    return re.compile("|".join(re.escape(form) for form in cleaned)) if cleaned else None


def mark_forms(segments: list[Segment], pattern: re.Pattern[str] | None) -> list[Segment]:
    """The same sentence with the forms marked as mentions, also where a form runs over several segments."""
    text = "".join(segment.text for segment in segments)
    spans = [match.span() for match in pattern.finditer(text)] if pattern else []
    marked: list[Segment] = []
    at = 0
    for segment in segments:
        marked += _cut_segment(segment, at, spans)
        at += len(segment.text)
    return marked


def _cut_segment(segment: Segment, at: int, spans: list[tuple[int, int]]) -> Iterator[Segment]:
    end = at + len(segment.text)
    edges = sorted({at, end, *(edge for span in spans for edge in span if at < edge < end)})
    for left, right in pairwise(edges):
        inside = any(start <= left and right <= stop for start, stop in spans)
        yield segment._replace(text=segment.text[left - at : right - at], mention=inside)


def shorten(segments: list[Segment], longest: int) -> Wording:
    """At most about `longest` code points round the first mention, else the first changed words; whole words only."""
    text = "".join(segment.text for segment in segments)
    if len(text) <= longest:
        return tuple(segments)
    start, end = _window(text, _focus(segments), longest)
    return _cut_window(segments, start, end, len(text))


def _focus(segments: list[Segment]) -> tuple[int, int]:
    at, best = 0, (3, 0, 0)
    for segment in segments:
        rank = 0 if segment.mention else 1 if segment.changed else 2
        best = min(best, (rank, at, at + len(segment.text)))
        at += len(segment.text)
    return (best[1], best[2]) if best[0] < 2 else (0, 0)


def _window(text: str, focus: tuple[int, int], longest: int) -> tuple[int, int]:
    start = max(0, min(focus[0] - longest // 3, len(text) - longest))
    end = min(len(text), start + longest)
    if start:
        space = text.find(" ", start, focus[0])
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", min(focus[1], end), end)
        end = space if space >= 0 else end
    return start, end


def _cut_window(segments: list[Segment], start: int, end: int, length: int) -> Wording:
    kept, at = [Segment("… ")] if start else [], 0
    for segment in segments:
        piece = segment.text[max(0, start - at) : max(0, end - at)]
        if piece:
            kept.append(segment._replace(text=piece))
        at += len(segment.text)
    return tuple([*kept, Segment(" …")] if end < length else kept)
