"""A site's own paragraphs: what comes to many of its pages at once, or leaves them, in the same words.

A standing appeal at the end of every statement or a "read also" box is no news when the site puts it up or takes
it down. What leaves one page only is news, whatever stands on the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Final, NamedTuple

from diffing.text import Span, normalise, paragraphs

LEAST_PAGES: Final = 4
"""Pages on which the same paragraph comes or goes in one check before it can be the site's own."""
LEAST_SHARE: Final = 0.2
"""Of the known pages that were looked at: three statements of two hundred that lose a sentence were edited."""
NAMED_SHARE: Final = 0.75
"""The same for a paragraph that names a tracked person: where that is hidden, silence would be the worst answer."""
HELD_SHARE: Final = 0.75
"""Of the pages that were looked at and held a paragraph, those that lost it: else it still stands."""


class Move(NamedTuple):
    """A paragraph, by the digest of its normal form, that came to a page or went from it."""

    key: str
    gone: bool


class Trimmed(NamedTuple):
    """Two texts of one length as before, the site's own paragraphs blank in them, and what was left out."""

    before: str
    after: str
    left_out: tuple[str, ...]


def list_moves(before: str, after: str) -> dict[Move, str]:
    """The paragraphs that stand on one side only, each with its text."""
    old, new = _read_keys(before), _read_keys(after)
    gone = {Move(key, gone=True): before[slice(*span)] for key, span in old.items() if key not in new}
    return gone | {Move(key, gone=False): after[slice(*span)] for key, span in new.items() if key not in old}


def is_template(*, moved: int, stayed: int, looked: int, named: bool) -> bool:
    """Whether a paragraph that moved on so many of the known pages that were looked at is the site's own.

    `stayed`: those that hold it still although it went from others; `named`: it names a tracked person.
    """
    share = NAMED_SHARE if named else LEAST_SHARE
    return moved >= LEAST_PAGES and moved >= share * looked and moved >= HELD_SHARE * (moved + stayed)


def trim_texts(before: str, after: str, moves: Collection[Move]) -> Trimmed:
    """Both texts with the paragraphs of these moves blanked out; every place in them stays what it was."""
    told = {move: text for move, text in list_moves(before, after).items() if move in moves}
    return Trimmed(
        _blank(before, {move.key for move in told if move.gone}),
        _blank(after, {move.key for move in told if not move.gone}),
        tuple(told.values()),
    )


def holds_paragraph(text: str, key: str) -> bool:
    """Whether a text has that paragraph."""
    return key in _read_keys(text)


def _read_keys(text: str) -> dict[str, Span]:
    return {_digest(text[span.start : span.end]): span for span in paragraphs(text)}


def _digest(paragraph: str) -> str:
    return hashlib.blake2b(normalise(paragraph).encode(), digest_size=8).hexdigest()


def _blank(text: str, keys: Collection[str]) -> str:
    if not keys:
        return text
    for start, end in paragraphs(text):
        if _digest(text[start:end]) in keys:
            text = text[:start] + " " * (end - start) + text[end:]
    return text
