"""From changes to stories: one passage about one subject is told once, with all the places that carry it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from diffing.statuses import find_status
from diffing.syndication import is_same_passage, read_words, sketch_passage
from diffing.text import normalise
from monitors.digests.passages import word_passage
from monitors.digests.records import Also, Copy, Earlier, Group, Sighting, Story
from storage.records import Change, ChangeKind, Event, EventKind

_QUIET = frozenset({EventKind.CONTEXT_CHANGED, EventKind.RESPELLED, EventKind.MOVED})
"""Events that are listed only when they are material; the others always are."""

_COMPANIONS = frozenset({"law", "term"})
"""Kinds of subjects that may be told inside the story of a person or an organisation."""

_NEAR = 20
"""Stories with a shingle in common that are looked at before a passage counts as a new one."""

_ORDER = {group: place for place, group in enumerate(Group)}

Name = Callable[[str], str]
FindCopy = Callable[[Change, Event], Copy | None]


@dataclass(slots=True)
class Draft:
    """A story in the making: its sightings, and the sentences it stands on."""

    subject: str
    passage: str
    sightings: list[Sighting] = field(default_factory=list)
    sentences: set[str] = field(default_factory=set)
    group: Group = Group.CHANGED
    also: list[Also] = field(default_factory=list)

    @property
    def changes(self) -> set[str]:
        return {sighting.change.id for sighting in self.sightings}

    @property
    def pages(self) -> set[str]:
        return {sighting.change.page for sighting in self.sightings}

    @property
    def is_companion(self) -> bool:
        return self.sightings[0].event.subject_kind in _COMPANIONS


class Drafts:
    """The stories in the making, found again by what they tell of whom."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._by_words: dict[tuple[str, bool, str], Draft] = {}
        self._by_sketch: dict[tuple[bool, int], list[Draft]] = {}

    def find(self, change: Change, event: Event) -> Draft:
        """The draft that this event belongs to: the one of the same passage about the same subject, or a new one."""
        shown = event.after or event.before
        sentence = shown.sentence if shown else change.id
        key = event.subject, event.after is None, read_words(sentence)
        if key not in self._by_words:
            numbers = [(event.after is None, each) for each in sketch_passage(event.subject, sentence)]
            self._by_words[key] = self._find_alike(numbers, change, sentence) or self._begin(event, sentence, numbers)
        return self._by_words[key]

    def _find_alike(self, numbers: list[tuple[bool, int]], change: Change, sentence: str) -> Draft | None:
        """A draft of another page whose passage is the same but for a polished word."""
        near = {id(draft): draft for number in numbers for draft in self._by_sketch.get(number, [])[:_NEAR]}
        for draft in near.values():
            if change.page not in draft.pages and is_same_passage(draft.passage, sentence):
                return draft
        return None

    def _begin(self, event: Event, sentence: str, numbers: list[tuple[bool, int]]) -> Draft:
        draft = Draft(event.subject, sentence)
        self.drafts.append(draft)
        for number in numbers:
            self._by_sketch.setdefault(number, []).append(draft)
        return draft


def is_listed(event: Event) -> bool:
    """Whether a digest lists the event, or only counts it as a small rewording."""
    return event.material or event.kind not in _QUIET


def status_before(event: Event) -> str | None:
    """The status that the wording told before, or None."""
    return find_status(event.before.sentence) if event.before else None


def choose_group(event: Event) -> Group:
    """The heading under which an event stands."""
    if event.kind is EventKind.DISAPPEARED:
        return Group.VANISHED
    if event.kind is EventKind.APPEARED:
        return Group.NEW
    if event.status and event.status != status_before(event):
        return Group.STATUS
    return Group.NEW if event.kind is EventKind.ADDED else Group.CHANGED


def tell_stories(
    changes: Iterable[Change], *, name: Name, source_title: Name, find_copy: FindCopy
) -> tuple[tuple[Story, ...], tuple[Story, ...]]:
    """The stories to list, in reading order, and those folded into one of them.

    `changes` are those of the day without baseline and technical ones. Stories of one subject stand
    together; groups stand gravest first, subjects by their highest priority.
    """
    drafts = Drafts()
    for change in changes:
        for event in filter(is_listed, change.events):
            _add_sighting(drafts.find(change, event), change, event, source_title, find_copy)
    listed, folded = _fold_companions(drafts.drafts, name)
    stories = [_finish_story(draft, name, source_title) for draft in listed]
    return _order_stories(stories), tuple(_finish_story(draft, name, source_title) for draft in folded)


def _add_sighting(draft: Draft, change: Change, event: Event, source_title: Name, find_copy: FindCopy) -> None:
    group = choose_group(event)
    draft.group = min(draft.group, group, key=_ORDER.__getitem__) if draft.sightings else group
    draft.sentences |= {normalise(side.sentence).casefold() for side in (event.before, event.after) if side}
    if change.id not in draft.changes:
        copy = find_copy(change, event)
        draft.sightings.append(Sighting(change=change, event=event, source=source_title(change.source), copy=copy))


def _fold_companions(drafts: list[Draft], name: Name) -> tuple[list[Draft], list[Draft]]:
    leading = [draft for draft in drafts if not draft.is_companion]
    folded = []
    for draft in drafts:
        host = _find_host(draft, leading) if draft.is_companion else None
        if host is not None:
            host.also.append(Also(draft.subject, name(draft.subject), draft.sightings[0].event.kind))
            folded.append(draft)
    gone = {id(draft) for draft in folded}
    return [draft for draft in drafts if id(draft) not in gone], folded


def _find_host(draft: Draft, leading: list[Draft]) -> Draft | None:
    hosts = [each for each in leading if draft.changes <= each.changes]
    for host in hosts:
        if draft.sentences <= host.sentences:
            return host
    if all(each.change.kind is not ChangeKind.CHANGED for each in draft.sightings):
        return next((host for host in hosts if host.group is draft.group), None)
    return None


def _finish_story(draft: Draft, name: Name, source_title: Name) -> Story:
    sightings = tuple(sorted(draft.sightings, key=lambda each: each.seen_at))
    lead = _choose_lead(sightings, draft.group)
    forms = _forms_beside(lead)
    event = lead.event
    before, after = word_passage(
        event.before.sentence if event.before else None, event.after.sentence if event.after else None, forms
    )
    strongest = max(sightings, key=lambda each: each.change.priority).change
    return Story(
        group=draft.group,
        subject=draft.subject,
        subject_kind=event.subject_kind,
        name=name(draft.subject),
        kind=event.kind,
        before=before,
        after=after,
        status_before=status_before(event),
        status=event.status,
        sightings=sightings,
        priority=strongest.priority,
        reasons=strongest.reasons,
        also=tuple(dict.fromkeys(draft.also)),
        earlier=_find_earlier(sightings, source_title),
    )


def _find_earlier(sightings: tuple[Sighting, ...], source_title: Name) -> Earlier | None:
    """Where the passage was seen first, if not at one of these places."""
    known = [each.event.first_seen for each in sightings if each.event.first_seen]
    first = min(known, key=lambda each: each.captured_at, default=None)
    if first is None or first.url in {each.change.url for each in sightings}:
        return None
    return Earlier(source_title(first.source), first.url, first.captured_at)


def _choose_lead(sightings: tuple[Sighting, ...], group: Group) -> Sighting:
    """The earliest sighting of the story's own group: the one whose two sides are shown."""
    return next((each for each in sightings if choose_group(each.event) is group), sightings[0])


def _forms_beside(sighting: Sighting) -> set[str]:
    """The forms of all tracked subjects in the change's events: those in the shown sentence get the same quiet mark."""
    sides = [side for event in sighting.change.events for side in (event.before, event.after) if side]
    own = [side for side in (sighting.event.before, sighting.event.after) if side]
    sentences = {side.sentence for side in own}
    return {side.text for side in sides if side.sentence in sentences} | {side.text for side in own}


def _order_stories(stories: list[Story]) -> tuple[Story, ...]:
    highest: dict[tuple[Group, str], float] = {}
    for story in stories:
        key = (story.group, story.subject)
        highest[key] = max(highest.get(key, 0.0), story.priority)

    def place(story: Story) -> tuple[object, ...]:
        first = story.sightings[0].change
        return (
            _ORDER[story.group], -highest[story.group, story.subject], story.name, story.subject,
            -story.priority, first.detected_at, first.id,
        )  # fmt: skip

    return tuple(sorted(stories, key=place))
