"""Where a passage stood first: each event of a new wording, looked up among what other pages said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from diffing.syndication import is_same_passage, sketch_passage
from storage.records import Difference, Event, EventKind, FirstSeen, Mention, Place, Revision
from storage.store import Store

_NEW_WORDS = frozenset({EventKind.APPEARED, EventKind.ADDED, EventKind.CONTEXT_CHANGED})


def tell_first_seen(store: Store, difference: Difference, after: Revision, mentions: Sequence[Mention]) -> Difference:
    """The same difference; each event whose new passage stood on another page before says where and when first."""
    spans = {
        (each.subject, each.start): (each.sentence_start, each.sentence_end)
        for each in mentions
        if each.place is Place.TEXT
    }
    events = tuple(_trace(store, event, after, spans) for event in difference.events)
    return replace(difference, events=events)


def _trace(store: Store, event: Event, after: Revision, spans: dict[tuple[str, int], tuple[int, int]]) -> Event:
    passage = event.after
    if passage is None or event.kind not in _NEW_WORDS or (event.subject, passage.start) not in spans:
        return event
    start, end = spans[event.subject, passage.start]
    return replace(event, first_seen=_find_first(store, event.subject, after, after.article.text[start:end]))


def _find_first(store: Store, subject: str, after: Revision, sentence: str) -> FirstSeen | None:
    sketch = sketch_passage(subject, sentence)
    if not sketch:
        return None
    known = store.passages(sketch=sketch, page=after.page, before=after.captured_at)
    return next((first for first, earlier in known if is_same_passage(earlier, sentence)), None)
