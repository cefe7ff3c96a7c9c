"""What a person types into the search, as a full-text query that SQLite cannot misread."""

from __future__ import annotations

import re

_PIECES = re.compile(r'"([^"]*)"|([^\s"]+)')
_MOST_WORDS = 32


def match_words(typed: str) -> str:
    """An FTS5 query that wants all the words typed; empty where there is no word in it.

    Each word is quoted, so operators, brackets, column names and quotes are only text.
    Words in double quotes stay together; a star at a word's end keeps its meaning.
    """
    terms = []
    for phrase, word in _PIECES.findall(typed)[:_MOST_WORDS]:
        text = "".join(" " if not letter.isprintable() else letter for letter in phrase or word)
        if any(letter.isalnum() for letter in text):
            star = "*" if word.endswith("*") else ""
            terms.append(f'"{text}"{star}')
    return " ".join(terms)
