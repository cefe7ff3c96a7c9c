"""How urgent a change is, from 0 to 1, with the reasons in words. Nothing is dropped for a low priority.

The gravest reason sets the priority; each further one takes a part of what is missing to 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from diffing.statuses import find_status, find_status_of
from storage.records import Event, EventKind, Hunk, HunkKind, Passage, Place

STATUS_CHANGED = 0.8
STATUS_TOLD = 0.65
LAW_CITED = 0.75
PERSON_AND_LAW = 0.3
WEIGHTS: dict[EventKind, tuple[float, str]] = {
    EventKind.DISAPPEARED: (0.8, "a mention disappeared"),
    EventKind.REMOVED: (0.5, "a mention was removed"),
    EventKind.APPEARED: (0.5, "a mention appeared"),
    EventKind.ADDED: (0.45, "a mention was added"),
    EventKind.CONTEXT_CHANGED: (0.45, "a sentence about a subject changed"),
    EventKind.RESPELLED: (0.12, "a name is spelled otherwise"),
    EventKind.MOVED: (0.06, "a passage moved"),
}
"""What each kind of event weighs for a person, and how it is said. The weights order a queue, no more."""
MINOR = (0.12, "a sentence was polished")
KINDS: dict[str, float] = {"defender": 1.0, "organisation": 0.8, "law": 0.55, "term": 0.45}
"""How much of that weight counts for each kind of subject."""
SOURCES: dict[str, float] = {"government": 0.6, "law": 0.6, "un": 0.5, "ngo": 0.3}
"""A state's or the UN's own page is edited rarely and read by few: a change there is likelier to be missed."""
_SHARE = 0.12  # of what is missing to 1, for each further reason at its full weight
_REWRITTEN = 0.5  # share of a text that differs, above which the page counts as rewritten
_LARGE = 0.1  # from which the size of the change is told
_QUIET = 0.05


OFTEN = 0.5
"""A page that changed at more than this share of its looks changes often: the next change weighs a tenth less."""
RARELY = timedelta(days=30)
"""A page that stayed as it was for so long and then changes is news of its own."""
_LOOKS = 10  # from which on something can be said of a page's pace
_DAMPED = 0.9


class Pace(NamedTuple):
    """How often a page changed lately, before the change that is weighed."""

    looks: int  # that came to something
    changes: int
    still: timedelta  # since it last changed, or since we first saw it


class Ground(NamedTuple):
    """One reason and its weight."""

    weight: float
    reason: str


def rate_difference(
    events: Sequence[Event], hunks: Sequence[Hunk], *, source_type: str, pace: Pace | None = None
) -> tuple[float, tuple[str, ...]]:
    """The priority of a difference, two decimals, and its reasons, gravest first; (0, ()) where there is none."""
    if not events and not hunks:
        return 0.0, ()
    grounds = _sort_grounds([*_weigh_events(events), *_weigh_page(hunks)])
    if not events:
        return _QUIET, tuple(dict.fromkeys(["no mention in what changed", *(ground.reason for ground in grounds)]))
    if source_type in SOURCES:
        grounds.append(Ground(SOURCES[source_type], f"source: {source_type}"))
    if pace is not None and pace.looks >= _LOOKS and pace.still >= RARELY:
        grounds.append(Ground(0.6, f"the page had not changed for {pace.still.days} days"))
    missing = 1 - grounds[0].weight
    for ground in grounds[1:]:
        missing *= 1 - _SHARE * ground.weight
    reasons = [ground.reason for ground in grounds]
    if pace is not None and pace.looks >= _LOOKS and pace.changes > OFTEN * pace.looks:
        often = f"less, for the page changes often: at {pace.changes} of {pace.looks} looks"
        return round(_DAMPED * (1 - missing), 2), (*reasons, often)
    return round(1 - missing, 2), tuple(reasons)


def _sort_grounds(grounds: Iterable[Ground]) -> list[Ground]:
    """Gravest first, each reason once."""
    best: dict[str, float] = {}
    for weight, reason in grounds:
        best[reason] = max(weight, best.get(reason, 0.0))
    return sorted((Ground(weight, reason) for reason, weight in best.items()), key=lambda each: (-each[0], each[1]))


def _weigh_events(events: Sequence[Event]) -> Iterator[Ground]:
    named = Counter(event.before.sentence for event in events if event.before and event.subject_kind == "defender")
    people = {side.sentence for event in events if event.subject_kind == "defender" for side in _sides(event)}
    for event in events:
        yield _weigh_kind(event)
        yield from _weigh_status(event, shared=event.before is not None and named[event.before.sentence] > 1)
        if event.subject_kind == "law" and any(side.sentence in people for side in _sides(event)):
            yield Ground(PERSON_AND_LAW, "a person and a law in one sentence")
            if event.kind in (EventKind.APPEARED, EventKind.ADDED):
                yield Ground(LAW_CITED, "a law newly cited beside a tracked person")


def _sides(event: Event) -> list[Passage]:
    return [side for side in (event.before, event.after) if side is not None]


def _weigh_kind(event: Event) -> Ground:
    minor = event.kind is EventKind.CONTEXT_CHANGED and not event.material
    weight, reason = MINOR if minor else WEIGHTS[event.kind]
    return Ground(weight * KINDS.get(event.subject_kind, 1.0), reason)


def _weigh_status(event: Event, *, shared: bool) -> Iterator[Ground]:
    """A status told anew, or another status than before."""
    if event.status is None or not event.material:
        return
    before = None
    if event.before:
        sentence = event.before.sentence
        before = find_status_of(event.before.text, sentence) if shared else find_status(sentence)
    if before is None or before == event.status:
        yield Ground(STATUS_TOLD if before is None else 0.3, f"status word: {event.status}")
    else:
        yield Ground(STATUS_CHANGED, f"status word: {event.status} (was: {before})")


def _weigh_page(hunks: Sequence[Hunk]) -> Iterator[Ground]:
    told = [hunk for hunk in hunks if hunk.place is not Place.LINK]
    if len(told) < len(hunks):
        yield Ground(0.05, "a link leads elsewhere")
    sizes = [(hunk.kind, max(len(hunk.before or ""), len(hunk.after or ""))) for hunk in told]
    whole = sum(size for _, size in sizes)
    differs = sum(size for kind, size in sizes if kind not in (HunkKind.EQUAL, HunkKind.MOVED))
    if whole and differs / whole > _REWRITTEN:
        yield Ground(0.2, "most of the text differs")
    elif whole and differs / whole > _LARGE:
        yield Ground(0.1, f"{differs / whole:.0%} of the text differs")
