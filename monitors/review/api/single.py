"""What is told of one thing: a change, a subject, a capture, a revision; and what words are found."""

from __future__ import annotations

from pydantic import ConfigDict, with_config
from starlette.exceptions import HTTPException
from typing_extensions import TypedDict

from config.declarations import Subject
from monitors.digests.standing import trace_status
from monitors.review.api.questions import Identifier, Search, Veil
from monitors.review.desk import Desk
from monitors.review.subjects import find_subject
from monitors.shapes import types as told
from monitors.shapes.contract import change_shape, found_shape, history_shape, mention_shape, subject_shape
from monitors.shapes.desk import capture_shape, review_shape, revision_shape
from storage.records import Capture, Revision
from storage.store import StoreError

_described = with_config(ConfigDict(use_attribute_docstrings=True))


@_described
class TrackedSubject(TypedDict):
    """Who or what is tracked."""

    subject: str
    """Its id in the watch list."""
    key: str
    """A word that stands for it in addresses: names stand in none."""
    kind: str
    name: str
    watch_list: str


@_described
class Subjects(TypedDict):
    """Everybody and everything that is tracked."""

    subjects: list[TrackedSubject]


@_described
class Timeline(TypedDict):
    """Everything known of one subject, oldest first."""

    events: list[told.SubjectEvent]


@_described
class Looks(TypedDict):
    """The looks at one page, oldest first."""

    looks: list[told.Look]


@_described
class ReviewsOfChange(TypedDict):
    """The verdicts on one change, oldest first."""

    reviews: list[told.Review]


@_described
class Mentions(TypedDict):
    """The mentions in one revision."""

    mentions: list[told.Mention]


@_described
class Findings(TypedDict):
    """What holds the words, best first."""

    found: list[told.Found]


def show_change(desk: Desk, *, id: Identifier) -> told.Change:  # noqa: A002 - the word of the address
    """One change."""
    change = desk.store.change(id)
    if change is None:
        raise HTTPException(404, "There is no change of that id.")
    return change_shape(change)


def list_reviews_of(desk: Desk, *, id: Identifier) -> ReviewsOfChange:  # noqa: A002
    """The verdicts on one change, oldest first; the last one stands."""
    show_change(desk, id=id)
    return {"reviews": [review_shape(each) for each in desk.store.reviews(id)]}


def list_subjects(desk: Desk) -> Subjects:
    """Who and what is tracked."""
    every = ((each, one.name) for one in desk.configuration.watch_lists for each in one.subjects)
    return {"subjects": [_subject_shape(desk, each, watch_list) for each, watch_list in every]}


def show_subject(desk: Desk, *, veil: Veil) -> TrackedSubject:
    """One subject."""
    subject = _find_subject(desk, veil)
    lists = (one.name for one in desk.configuration.watch_lists if subject in one.subjects)
    return _subject_shape(desk, subject, next(lists))


def show_timeline(desk: Desk, *, veil: Veil) -> Timeline:
    """Everything known of one subject, in time order, whole: each line leans on what was told before."""
    stages = trace_status(desk.store.subject_events(_find_subject(desk, veil).id))
    return {"events": [subject_shape(each.change, each.event, each.former_status) for each in stages]}


def show_capture(desk: Desk, *, id: Identifier) -> told.Capture:  # noqa: A002
    """One capture."""
    return capture_shape(_find_capture(desk, id))


def show_history(desk: Desk, *, id: Identifier) -> Looks:  # noqa: A002
    """Every look at the page that a capture was made for, oldest first."""
    page = _find_capture(desk, id).page
    if page is None:
        raise HTTPException(404, "This capture was made for no page.")
    made = {each.capture: each.id for each in desk.store.page_changes(page)}
    read = {each.capture: each.id for each in desk.store.revisions(page)}
    looks = desk.store.captures(page)
    return {"looks": [history_shape(each, read.get(each.id), made.get(each.id)) for each in looks]}


def show_revision(desk: Desk, *, id: Identifier) -> told.Revision:  # noqa: A002
    """One revision with its text."""
    return revision_shape(_find_revision(desk, id))


def list_mentions(desk: Desk, *, id: Identifier) -> Mentions:  # noqa: A002
    """The mentions in one revision."""
    revision = _find_revision(desk, id)
    return {"mentions": [mention_shape(each) for each in desk.store.mentions(revision.id)]}


def search(desk: Desk, *, asked: Search) -> Findings:
    """What holds the words, in any script, best first."""
    found = []
    for revision, snippet in desk.store.search(words=asked.words, limit=asked.limit):
        page = desk.store.page(revision.page)
        found.append(found_shape(revision, page.source if page else "", revision.page, snippet))
    return {"found": found}


def _find_subject(desk: Desk, veil: str) -> Subject:
    subject = find_subject(desk, veil)
    if subject is None:
        raise HTTPException(404, "No watch list has a subject of this key.")
    return subject


def _find_capture(desk: Desk, id: str) -> Capture:  # noqa: A002
    capture = desk.store.capture(id)
    if capture is None:
        raise HTTPException(404, "There is no capture of that id.")
    return capture


def _find_revision(desk: Desk, id: str) -> Revision:  # noqa: A002
    try:
        return desk.store.revision(id)
    except StoreError:
        raise HTTPException(404, "There is no revision of that id.") from None


def _subject_shape(desk: Desk, subject: Subject, watch_list: str) -> TrackedSubject:
    return {
        "subject": subject.id,
        "key": desk.keeper.veil(subject.id),
        "kind": subject.kind.value,
        "name": subject.name,
        "watch_list": watch_list,
    }
