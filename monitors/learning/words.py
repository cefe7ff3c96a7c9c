"""The words that may tell a homonym: what stands in the sentences of a change beside the name."""

from __future__ import annotations

from collections.abc import Iterator

from diffing.names.folding import fold
from diffing.names.tokens import WORD
from diffing.names.words import COMMON_WORDS
from storage.records import Change, Event

_SHORTEST = 4
_MOST = 40


def list_words(change: Change, subject: str) -> list[str]:
    """The words of the sentences that name the subject, without the name itself, common words and short ones."""
    words: dict[str, str] = {}
    for event in change.events:
        if event.subject == subject:
            for word in _words_beside(event):
                words.setdefault(fold(word), word)
    return list(words.values())[:_MOST]


def _words_beside(event: Event) -> Iterator[str]:
    for side in (event.before, event.after):
        if side is None:
            continue
        own = {fold(word) for word in WORD.findall(side.text)}
        for word in WORD.findall(side.sentence):
            folded = fold(word)
            if len(word) >= _SHORTEST and folded not in own and folded not in COMMON_WORDS and word.isalpha():
                yield word
