"""The same passage on another page: by which numbers it is found again, and when two wordings are one passage.

A passage is a sentence that names a subject. Its sketch is a handful of hashes of its word shingles (Broder's
bottom-k sketch): passages that share most of their words share one of them almost surely, whatever the typography.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b

from rapidfuzz.distance import Indel

from diffing.statuses import list_facts
from diffing.text import strip_invisible
from storage.records import Mention, Place

LEAST_WORDS = 6
"""A shorter sentence may stand anywhere by chance, and says nothing of where it comes from."""

ALIKE = 0.85
"""Two wordings with the same facts and names are one passage from this likeness on: an editor polished a word."""

_SHINGLE = 5  # words
_SKETCH = 4  # hashes: one word of twenty changed, and they share at least one in 95 of 100 cases
_LONGEST = 4_000  # characters of a passage that are looked at
_STEM = 4  # letters of a name that its cases share
_WORD = re.compile(r"\w+")


def read_words(passage: str) -> str:
    """The words alone, in small letters, with one space between."""
    return " ".join(_list_words(passage)).casefold().replace("ё", "е")


def sketch_passage(subject: str, passage: str) -> tuple[int, ...]:
    """At most four signed 64-bit numbers by which a passage about a subject is found again; none for a short one."""
    words = read_words(passage).split()
    if len(words) < LEAST_WORDS:
        return ()
    shingles = {" ".join(words[n : n + _SHINGLE]) for n in range(len(words) - _SHINGLE + 1)}
    return tuple(sorted(_hash(f"{subject}\n{shingle}") for shingle in shingles)[:_SKETCH])


def sketch_mentions(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions, the first one of each subject in each sentence with the sketch of that sentence."""
    sketched = []
    seen: set[tuple[str, int]] = set()
    for each in mentions:
        place = (each.subject, each.sentence_start)
        fresh = each.place is Place.TEXT and place not in seen
        seen.add(place)
        sentence = text[each.sentence_start : each.sentence_end]
        sketched.append(replace(each, sketch=sketch_passage(each.subject, sentence)) if fresh else each)
    return sketched


def is_same_passage(one: str, other: str) -> bool:
    """Whether two wordings are one passage: word for word, one inside the other, or polished without another fact.

    A passage with another number, date, negation, status word or name is another one.
    """
    words, others = read_words(one), read_words(other)
    if words == others:
        return True
    shorter, longer = sorted((words, others), key=len)
    if shorter.count(" ") + 1 >= LEAST_WORDS and f" {shorter} " in f" {longer} ":
        return list_facts(one) == list_facts(other)
    alike = Indel.normalized_similarity(words, others, score_cutoff=ALIKE) >= ALIKE
    return alike and list_facts(one) == list_facts(other) and _names(one) == _names(other)


def _names(passage: str) -> set[str]:
    """The beginnings of the words with a capital letter, but for the first word."""
    return {word[:_STEM].casefold() for word in _list_words(passage)[1:] if word[0].isupper()}


def _list_words(passage: str) -> list[str]:
    seen, _ = strip_invisible(passage[:_LONGEST])
    return _WORD.findall(unicodedata.normalize("NFKC", seen))


def _hash(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode(errors="replace"), digest_size=8).digest(), "big", signed=True)
