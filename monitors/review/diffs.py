"""A change as it is read: blocks of changed text with words marked inside, and folds of unchanged text between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from diffing.render import mark_words
from diffing.text import paragraphs
from monitors.digests.passages import clean_text, compile_forms, mark_forms
from monitors.digests.records import Segment
from storage.records import Change, Hunk, HunkKind, Mention, Place
from storage.store import Store, StoreError

_CONTEXT = 1
"""Unchanged passages shown on each side of a change; the rest is folded."""

_ANEW = 0.6
"""Share of marked letters above which two sentences are shown one below the other."""


class Mark(NamedTuple):
    """A run of text inside a diff: `same`, `removed` or `added`, and whether it names who we track."""

    text: str
    side: str
    mention: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of the diff. `inline` is None where both sides must be read for themselves; `folded` hides its blocks."""

    kind: HunkKind
    before: tuple[Mark, ...] = ()
    after: tuple[Mark, ...] = ()
    inline: tuple[Mark, ...] | None = None
    place: Place = Place.TEXT
    folded: tuple[Block, ...] = ()


def read_change(store: Store, change: Change) -> list[Block]:
    """The blocks of a change. A page that is new or gone has no other side: its text is shown as it is, or was."""
    forms = _find_forms(store, change)
    if change.hunks:
        return fold_blocks([make_block(hunk, forms) for hunk in change.hunks])
    side = change.after or change.before
    text = _text_of(store, side.revision) if side else ""
    marks = [_marks([Segment(clean_text(text[start:end]))], "same", forms) for start, end in paragraphs(text)]
    if change.after:
        return [Block(kind=HunkKind.ADDED, after=each) for each in marks]
    return [Block(kind=HunkKind.REMOVED, before=each) for each in marks]


def _text_of(store: Store, revision: str) -> str:
    try:
        return store.revision(revision).article.text
    except StoreError:
        return ""


def _find_forms(store: Store, change: Change) -> re.Pattern[str] | None:
    """The forms under which tracked subjects stand on either side: all of them get the same quiet mark."""
    sides = [side for event in change.events for side in (event.before, event.after) if side]
    mentions: list[Mention] = []
    for side in (change.before, change.after):
        mentions += store.mentions(side.revision) if side else []
    return compile_forms({each.text for each in sides} | {each.text for each in mentions})


def make_block(hunk: Hunk, forms: re.Pattern[str] | None) -> Block:
    """One hunk with its words and mentions marked."""
    before, after = clean_text(hunk.before or ""), clean_text(hunk.after or "")
    if hunk.kind is HunkKind.CHANGED:
        return _compare_block(before, after, hunk, forms)
    old, new = ("same", "same") if hunk.kind in (HunkKind.EQUAL, HunkKind.MOVED) else ("removed", "added")
    return Block(
        kind=hunk.kind,
        before=_marks([Segment(before)], old, forms) if before else (),
        after=_marks([Segment(after)], new, forms) if after else (),
        place=hunk.place,
    )


def _compare_block(before: str, after: str, hunk: Hunk, forms: re.Pattern[str] | None) -> Block:
    old, new = ([Segment(*each) for each in side] for side in mark_words(before, after))
    anew = _share(old) > _ANEW and _share(new) > _ANEW
    return Block(
        kind=hunk.kind,
        before=_marks(old, "removed", forms),
        after=_marks(new, "added", forms),
        inline=None if anew else merge_sides(mark_forms(old, forms), mark_forms(new, forms)),
        place=hunk.place,
    )


def _share(segments: Sequence[Segment]) -> float:
    whole = sum(len(each.text) for each in segments)
    return sum(len(each.text) for each in segments if each.changed) / whole if whole else 0.0


def _marks(segments: list[Segment], side: str, forms: re.Pattern[str] | None) -> tuple[Mark, ...]:
    """Marks for one side; a side that came without word marks is of that side as a whole."""
    marked = any(segment.changed for segment in segments)
    whole = "same" if marked else side
    return tuple(
        Mark(text, side if changed else whole, mention) for text, changed, mention in mark_forms(segments, forms)
    )


def merge_sides(before: Sequence[Segment], after: Sequence[Segment]) -> tuple[Mark, ...] | None:
    """Both sides in one sentence: what was removed stands before what was added in its place.

    None where the unchanged parts of the two sides are not the same letters.
    """
    marks: list[Mark] = []
    old, new = list(before), list(after)
    while old or new:
        while old and old[0].changed:
            marks.append(Mark(old[0].text, "removed", old.pop(0).mention))
        while new and new[0].changed:
            marks.append(Mark(new[0].text, "added", new.pop(0).mention))
        if not old or not new:
            return None if old or new else tuple(marks)
        length = min(len(old[0].text), len(new[0].text))
        if old[0].text[:length] != new[0].text[:length]:
            return None
        marks.append(Mark(new[0].text[:length], "same", old[0].mention or new[0].mention))
        for side in (old, new):
            side[0] = side[0]._replace(text=side[0].text[length:])
            if not side[0].text:
                side.pop(0)
    return tuple(marks)


def fold_blocks(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, long runs of unchanged ones folded to one that holds them."""
    folded: list[Block] = []
    runs = [(kind is HunkKind.EQUAL, list(run)) for kind, run in groupby(blocks, key=lambda block: block.kind)]
    for place, (equal, run) in enumerate(runs):
        folded += _fold_run(run, place > 0, place < len(runs) - 1) if equal else run
    return folded


def _fold_run(run: list[Block], after_change: bool, before_change: bool) -> Iterator[Block]:
    head, tail = _CONTEXT * after_change, _CONTEXT * before_change
    hidden = run[head : len(run) - tail]
    if len(hidden) < 2:
        yield from run
        return
    yield from run[:head]
    yield Block(kind=HunkKind.EQUAL, folded=tuple(hidden))
    yield from run[len(run) - tail :]
