"""Differences for the eye: which words of two sentences differ, and a sentence shortened round a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from diffing.text import normalise
from storage.records import Passage

Marked = list[tuple[str, bool]]
"""A text in pieces; True where a piece differs from the other side. The pieces joined are the text."""

_WORD = re.compile(r"\d+(?:[.,:/]\d+)+|\w+(?:[-'’ʼ‑]\w+)*|\s+|[^\w\s]")
_JOINER = "\u200d"
_MOST = 4_000  # words of one side that are aligned; beyond it everything between the common ends is marked
_ISLAND = 3  # letters of an unmarked stretch between two marked ones that is not worth the reader's eye
_ELLIPSIS = "…"


def mark_words(before: str, after: str) -> tuple[Marked, Marked]:
    """Mark the words that differ. No piece begins or ends inside a word or a grapheme; typography is no difference."""
    left, right = split_words(before), split_words(after)
    marks = [True] * len(left), [True] * len(right)
    for i, j in _match_words([_word_key(word) for word in left], [_word_key(word) for word in right]):
        marks[0][i] = marks[1][j] = False
    return _join_marked(left, marks[0]), _join_marked(right, marks[1])


def split_words(text: str) -> list[str]:
    """Words, single signs and stretches of space; a sign that combines stays with what it stands on."""
    words: list[str] = []
    for match in _WORD.finditer(text):
        if words and _belongs(words[-1], match[0]):
            words[-1] += match[0]
        else:
            words.append(match[0])
    return words


def _belongs(last: str, word: str) -> bool:
    """Whether a word goes on with the last one: after a joiner, before a combining sign, or the word that it cut."""
    first = word[0]
    if unicodedata.category(first)[0] == "M" or first in "\u00ad\u200b\u200c\u200d\u2060\ufeff":
        return True
    if "\U0001f3fb" <= first <= "\U0001f3ff" or last[-1] == _JOINER:
        return True
    if _is_flag(first) and _is_flag(last[-1]):
        return sum(map(_is_flag, last)) % 2 == 1
    return last[-1:] != "" and unicodedata.category(last[-1])[0] in "MC" and last[0].isalnum() and first.isalnum()


def _is_flag(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _word_key(word: str) -> str:
    return normalise(word) or " "


def _match_words(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    shorter = min(len(left), len(right))
    low = next((n for n in range(shorter) if left[n] != right[n]), shorter)
    high = next((n for n in range(shorter - low) if left[-1 - n] != right[-1 - n]), shorter - low)
    pairs = [(n, n) for n in range(low)]
    pairs += [(low + i, low + j) for i, j in _match_inner(left[low : len(left) - high], right[low : len(right) - high])]
    return pairs + [(len(left) - n, len(right) - n) for n in range(high, 0, -1)]


def _match_inner(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """The common words in order, without the small ones that stand alone among what differs."""
    if not left or not right or max(len(left), len(right)) > _MOST:
        return []
    numbers: dict[str, int] = {}
    rows = [[numbers.setdefault(word, len(numbers)) for word in words] for words in (left, right)]
    pairs = []
    for block in LCSseq.opcodes(rows[0], rows[1]):
        words = left[block.src_start : block.src_end]
        if block.tag == "equal" and sum(len(word) for word in words if word[0].isalnum()) > _ISLAND:
            pairs += [(block.src_start + n, block.dest_start + n) for n in range(len(words))]
    return pairs


def _join_marked(words: Sequence[str], marks: Sequence[bool]) -> Marked:
    """Neighbours of one mark, joined."""
    joined: Marked = []
    for mark, group in groupby(zip(words, marks, strict=True), key=lambda pair: pair[1]):
        joined.append(("".join(word for word, _ in group), mark))
    return joined


def clip_sentence(passage: Passage, width: int = 240) -> str:
    """The sentence of a passage, shortened round the mention."""
    start = max(0, passage.sentence.find(passage.text))
    return shorten_sentence(passage.sentence, start, start + len(passage.text), width).text


class Snippet(NamedTuple):
    """A shortened sentence, and where the mention stands in it."""

    text: str
    start: int
    end: int


def shorten_sentence(sentence: str, start: int, end: int, width: int = 240) -> Snippet:
    """At most about `width` characters round `sentence[start:end]`, cut between words, with … where cut.

    The mention itself is never cut. Runs of space become one space.
    """
    start, end = max(0, min(start, len(sentence))), max(start, min(end, len(sentence)))
    head, name, tail = _tidy(sentence[:start]), _tidy(sentence[start:end]), _tidy(sentence[end:])
    room = max(0, width - len(name))
    keep_head = min(len(head), max(room // 2, room - len(tail)))
    head = _cut_head(head, keep_head)
    tail = _cut_tail(tail, room - len(head))
    return Snippet(head + name + tail, len(head), len(head) + len(name))


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _cut_head(text: str, size: int) -> str:
    if len(text) <= size:
        return text
    words = split_words(text)
    kept: list[str] = []
    while words and sum(map(len, kept)) + len(words[-1]) + 1 <= size:
        kept.insert(0, words.pop())
    return _ELLIPSIS + "".join(kept)


def _cut_tail(text: str, size: int) -> str:
    if len(text) <= size:
        return text
    kept: list[str] = []
    for word in split_words(text):
        if sum(map(len, kept)) + len(word) + 1 > size:
            break
        kept.append(word)
    return "".join(kept).rstrip() + _ELLIPSIS
