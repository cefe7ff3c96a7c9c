"""What the JSON of the contract looks like, as types: mypy holds `shapes` to them, and the API's description is made
from them."""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import ConfigDict, WithJsonSchema, with_config
from typing_extensions import TypedDict

from storage.people import Role as PersonRole
from storage.records import (
    ChangeKind,
    EventKind,
    Failure,
    Fidelity,
    HunkKind,
    Outcome,
    Place,
    Role,
    Verdict,
)

Time = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]

_described = with_config(ConfigDict(use_attribute_docstrings=True))


@_described
class Passage(TypedDict):
    """A mention in its sentence, on one side of a change."""

    start: int
    """Code points into the stored text."""
    end: int
    """Exclusive."""
    text: str
    sentence: str
    place: Place


@_described
class FirstSeen(TypedDict):
    """Where the same passage stood before, on another page."""

    source: str
    url: str
    captured_at: Time | None


@_described
class Event(TypedDict):
    """What a change means for one subject."""

    subject: str
    """Its id in the watch list."""
    kind: EventKind
    material: bool
    """A number, date, article, status word or negation differs, or the wording is less than 97 % alike."""
    before: Passage | None
    after: Passage | None
    status: str | None
    """What the new wording tells: detained, sentenced, …"""
    rule: str | None
    """Why it matched."""
    first_seen: FirstSeen | None


@_described
class Side(TypedDict):
    """One of the two revisions that a change stands between."""

    revision: str
    captured_at: Time | None
    sha256: str


@_described
class Hunk(TypedDict):
    """A piece of the comparison."""

    kind: HunkKind
    before: str | None
    after: str | None
    place: Place


@_described
class Change(TypedDict):
    """What became of a page between two revisions."""

    id: str
    source: str
    url: str
    """Where a reader finds the page."""
    page: str
    """The page's lasting name."""
    title: str | None
    kind: ChangeKind
    baseline: bool
    """On a source's first check: new to us, and no news."""
    technical: bool
    """Only our own change (extractor, watch list) caused it."""
    detected_at: Time | None
    published: Time | None
    """The date that the page itself gives."""
    before: Side | None
    after: Side | None
    priority: float
    """0 to 1."""
    reasons: list[str]
    events: list[Event]
    hunks: list[Hunk]


@_described
class SubjectEvent(Event):
    """An event of a subject's timeline."""

    former_status: str | None
    """The last status told before: where `status` is another one, it is a step in the case."""
    change: str
    source: str
    url: str
    detected_at: Time | None
    published: Time | None
    technical: bool


@_described
class Look(TypedDict):
    """One look at a page: a line of its history."""

    capture: str
    captured_at: Time | None
    outcome: Outcome
    status: int | None
    """Of the HTTP response."""
    failure: Failure | None
    sha256: str | None
    """Of the body as it was sent."""
    fidelity: Fidelity
    file: str
    """The WARC file, relative to the archive's folder."""
    offset: int
    flags: list[str]
    revision: str | None
    change: str | None


@_described
class Capture(TypedDict):
    """One attempt at one URL, kept."""

    capture: str
    sequence: int
    """Its number in the ledger."""
    run: str
    source: str
    role: Role
    url: str
    page: str | None
    requested_at: Time | None
    captured_at: Time | None
    outcome: Outcome
    status: int | None
    failure: Failure | None
    detail: str | None
    sha256: str | None
    length: int
    content_type: str | None
    fidelity: Fidelity
    file: str
    offset: int
    flags: list[str]


@_described
class Article(TypedDict):
    """What an extractor reads in a document."""

    title: str | None
    text: str
    """Paragraphs separated by one blank line."""
    published: str | None
    language: str | None
    author: str | None
    extractor: str
    pages: NotRequired[list[int]]
    """Of a PDF: the offset in the text at which each page begins."""


@_described
class Revision(Article):
    """The article in a snapshot, as one extractor read it."""

    revision: str
    page: str
    capture: str
    captured_at: Time | None
    sha256: str
    technical: bool


@_described
class Mention(TypedDict):
    """A subject at a place in a text."""

    subject: str
    kind: str
    start: int
    end: int
    text: str
    sentence: list[int]
    """Start and end of its sentence."""
    rule: str
    confidence: float
    alias: str | None
    distance: int
    place: Place


@_described
class Found(TypedDict):
    """A revision that holds what was searched for."""

    source: str
    url: str
    title: str | None
    captured_at: Time | None
    revision: str
    snippet: str
    """The words in their surroundings, between ⟨ and ⟩."""


@_described
class Review(TypedDict):
    """A person's verdict on a change; the last one stands."""

    change: str
    verdict: Verdict | None
    """Null: taken back."""
    reviewer: str
    reviewed_at: Time | None
    note: str | None


@_described
class Health(TypedDict):
    """How one source is."""

    source: str
    state: str
    """ok, late, silent, blocked, failing or shrunk."""
    since: Time | None
    detail: str
    pages: int
    last_success_at: Time | None
    last_failure_at: Time | None
    last_failure: str | None
    usual_gap_seconds: float | None
    current_gap_seconds: float | None
    every_seconds: float | None
    usual_silence_seconds: float | None
    current_silence_seconds: float | None


@_described
class Story(TypedDict):
    """One passage about a subject, with the changes that carry it, the earliest first."""

    changes: list[Change]
    places: int


@_described
class DigestSubject(TypedDict):
    """A subject of a digest."""

    subject: str
    name: str
    stories: list[Story]


@_described
class NotSeen(TypedDict):
    """A source that could not be looked at."""

    source: str
    state: str
    detail: str


@_described
class Digest(TypedDict):
    """One local day."""

    date: str
    since: Time | None
    until: Time | None
    counts: dict[str, int]
    subjects: list[DigestSubject]
    not_seen: list[NotSeen]
    technical: int


@_described
class Token(TypedDict):
    """A token of the API; the secret itself is kept nowhere."""

    name: str
    role: PersonRole
    made_at: Time | None
    ends_at: Time | None
    last_used_at: Time | None
    uses: int


@_described
class TokenUse(TypedDict):
    """How often a token asked for one kind of page on one day in UTC."""

    token: str
    day: str
    route: str
    """Method and address, without the ids in it."""
    uses: int
    first_at: Time | None
    last_at: Time | None


@_described
class Deed(TypedDict):
    """A line of the audit log; it tells subjects by their veiled word."""

    number: int
    at: Time | None
    actor: str
    action: str
    object: str
    detail: str
