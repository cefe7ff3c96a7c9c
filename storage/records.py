"""What we keep, as plain records: frozen, slotted, keyword-only, and known to every room.

Times are aware datetimes in UTC, named `*_at`. Offsets are code points, end exclusive.
Enumerations hold the words that readers see.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What one attempt at one URL came to."""

    FETCHED = "fetched"  # a response with bytes, whatever its status
    UNCHANGED = "unchanged"  # 304, or the very bytes of the page's current revision
    FAILED = "failed"  # no response: we could not look


class Failure(StrEnum):
    """Why there was no response. Each is a fact of its own; none of them means "gone"."""

    ADDRESS = "refused address"  # our own guard: private, loopback, no http, parsers disagree
    ROBOTS = "robots"  # robots.txt forbids it, or could not be read (RFC 9309)
    DNS = "name not found"
    CONNECTION = "connection"
    TLS = "certificate"
    TIMEOUT = "timeout"
    TOO_LARGE = "too large"
    ENCODING = "broken encoding"  # gzip or deflate that does not inflate
    REDIRECTS = "too many redirects"
    HTTP = "broken response"  # cut off, malformed
    LIMIT = "daily limit"
    WAIT = "asked to wait"  # the host answered 429 or 503 with a long Retry-After: left to the next check
    OTHER = "other"


class Role(StrEnum):
    """What a capture was for."""

    PAGE = "page"
    INDEX = "index"  # a feed, sitemap or listing that leads to pages
    REDIRECT = "redirect"  # a hop on the way to one of the others
    ROBOTS = "robots"
    ATTEMPT = "attempt"  # a try that was followed by another one in the same check
    EXTRAS = "extras"  # what a browser showed of a page that was captured: no look of its own


class Fidelity(StrEnum):
    """How near a record is to what stood on the wire."""

    WIRE = "wire"
    RECONSTRUCTED = "reconstructed"


class PageState(StrEnum):
    """What a look at a page showed. The words are those of `try` and `health`."""

    OK = "ok"
    GONE = "gone"  # 404, 410, a page that says "not found", a redirect to the home page
    MOVED = "moved"
    BLOCKED = "blocked"  # 403, 429, 451, a bot wall
    CONSENT = "consent"
    LOGIN = "login"
    EMPTY = "empty"  # a sound response without an article in it
    FAILING = "failing"  # 5xx, timeouts, DNS, TLS
    REFUSED = "refused"  # by us: robots.txt, the address guard


IMPORTED = "imported"
"""The flag of a capture that somebody else made, and that we took from a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Where a capture that somebody else made was taken from."""

    file: str  # its name, without folders
    sha256: str  # of that file
    record: str  # WARC-Record-ID in it
    at: datetime  # when we took it


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A picture or a rendering of a page, made by a browser of ours."""

    kind: str  # "dom", "screenshot" or "pdf"
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What a browser made of the body of a capture."""

    of: str  # id of that capture
    browser: str  # name and version
    viewport: str  # for example: "1280x800"
    asked: int = 0  # connections and requests by which the page asked for more
    refused: int = 0  # those of them that came to nothing: refused by us, or by the other side
    received: int = 0  # bytes that came back
    settled: bool = False  # whether the page had loaded all that it asked for, within our bounds
    missing: tuple[str, ...] = ()  # kinds that could not be made, or were too large, and why
    extras: tuple[Extra, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what came of it, as the fetching side hands it to the recorder.

    `body` is the payload as it was sent, after transfer coding and before content coding;
    `request_head` and `response_head` are the heads with their final blank line.
    `response_head` is None where there was no response, and then `failure` says why. A failure
    beside a response head: the response was cut off, and `body` is what came of it.
    """

    capture: str  # id of the capture to be: 32 hex digits, made by the fetching side
    run: str
    source: str
    role: Role
    url: str  # as asked for in this exchange
    page: str | None = None  # URL of the page this exchange was made for: where a redirect began
    method: str = "GET"
    requested_at: datetime
    head_at: datetime | None = None
    ended_at: datetime
    request_head: bytes
    response_head: bytes | None = None
    status: int | None = None
    body: bytes = b""
    fidelity: Fidelity = Fidelity.RECONSTRUCTED
    failure: Failure | None = None
    detail: str | None = None  # what the failure said; never a subject's name
    redirect_to: str | None = None  # absolute URL, for a redirect
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    ip_address: str | None = None  # of the server, where known
    software: str = ""  # who captured it: name and versions
    flags: tuple[str, ...] = ()  # for example: "conditional", "truncated", "tls not verified"
    interim_heads: bytes = b""  # of status 1xx, which came before the response
    tls_protocol: str | None = None  # for example: "TLSv1.3"
    tls_chain: tuple[str, ...] = ()  # SHA-256 of each certificate (DER) that the server sent, its own first
    imported: Import | None = None  # where somebody else made the capture; the times are theirs
    rendering: Rendering | None = None  # of role "extras": no exchange with a server of the page's own document


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One attempt at one URL, kept: a row of the database, a line of the ledger, a group in a WARC file."""

    id: str
    sequence: int  # position in the ledger, from 1, without gaps
    run: str
    source: str
    role: Role
    url: str
    page: str | None  # URL of the page it was made for
    requested_at: datetime
    captured_at: datetime  # when the response had ended, or the failure was known
    outcome: Outcome
    status: int | None
    failure: Failure | None
    detail: str | None
    sha256: str | None  # of the body as sent (before content coding is undone); None without a body
    length: int  # bytes of that body
    content_type: str | None
    etag: str | None
    last_modified: str | None
    redirect_to: str | None
    fidelity: Fidelity
    file: str  # the WARC file, relative to the archive folder
    offset: int  # where the group of this capture begins in it
    payload_file: str | None  # where the body itself stands: the same, or the original of a revisit
    payload_offset: int | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page that is or was watched. One page is one URL; redirects and canonical links join pages."""

    url: str  # normalised; the name of the page for ever
    source: str
    address: str  # where it is fetched now: differs from `url` after a permanent move
    found_at: datetime
    found_from: str | None  # the index that led here; None for a source's own page
    listed_at: datetime | None  # when an index last named it
    joined_to: str | None = None  # URL of the page that it turned out to be
    join_reason: str | None = None  # "redirect" or "canonical"
    state: PageState | None = None  # settled; None before the first sound look
    state_at: datetime | None = None
    suspect: str | None = None  # a state or a text seen once and held until a second look agrees
    suspect_at: datetime | None = None
    suspect_count: int = 0
    revision: str | None = None  # id of the current accepted revision
    etag: str | None = None  # validators of the capture behind the current revision
    last_modified: str | None = None
    full_at: datetime | None = None  # when it was last fetched without validators
    sha256: str | None = None  # body of the capture behind the current revision
    visible_sha256: str | None = None  # visible text of the last sound reading
    extractor: str | None = None  # the extractor (with version and selectors) of that reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in an article: its words, and where it leads, without what only counts visits."""

    text: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What an extractor reads in a document. `text` is paragraphs separated by one blank line."""

    title: str | None
    text: str
    published: str | None  # as ISO 8601, as precise as the page says it; never guessed from our clock
    language: str | None
    author: str | None
    extractor: str  # name and version of everything that could move the text, selectors included
    pages: tuple[int, ...] | None = None  # PDF: offset in `text` at which each page begins
    canonical: str | None = None  # absolute URL of <link rel=canonical>
    charset: str | None = None
    charset_sure: bool = True  # False where the charset had to be guessed
    outside: str = ""  # visible text outside the article, for the safety net
    links: tuple[Link, ...] = ()  # in the article, in its order


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one capture showed: the judgement of the page's state, and the article where there is one.

    `article` is None where the visible text is that of the last sound reading (`same` is True),
    or where there is nothing to read.
    """

    state: PageState
    evidence: str | None  # in words, why the state was judged so
    visible_sha256: str | None = None
    same: bool = False
    article: Article | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The article in a snapshot as one extractor version read it."""

    id: str  # 32 hex digits
    page: str  # URL of the page
    capture: str
    captured_at: datetime
    sha256: str
    article: Article
    text_sha256: str  # of title and text, normalised: equal means nothing to compare
    technical: bool = False  # made by `process --again`, not by a new capture


class Place(StrEnum):
    """Which string of a revision a mention's offsets count in."""

    TEXT = "text"
    TITLE = "title"
    OUTSIDE = "outside"
    LINK = "link"  # where a link leads; only of hunks


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A subject at a place in a revision: `text[start:end]` is the form as written."""

    subject: str
    kind: str  # defender, organisation, law or term
    start: int
    end: int
    text: str
    sentence_start: int
    sentence_end: int
    rule: str  # which rule of the matcher, in words a reader understands
    confidence: float  # 0 to 1
    distance: int = 0  # edits between the form and the nearest spelling in the list
    alias: str | None = None  # the spelling in the watch list that it answers to
    place: Place = Place.TEXT
    sketch: tuple[int, ...] = ()  # by which its sentence is found on other pages (`diffing.syndication`); not read back


class ChangeKind(StrEnum):
    """What happened to a page."""

    NEW = "page_new"
    CHANGED = "page_changed"
    GONE = "page_gone"
    BACK = "page_back"


class EventKind(StrEnum):
    """What a change means for one subject."""

    APPEARED = "appeared"
    DISAPPEARED = "disappeared"
    ADDED = "added"
    REMOVED = "removed"
    CONTEXT_CHANGED = "context_changed"
    RESPELLED = "respelled"
    MOVED = "moved"


class HunkKind(StrEnum):
    """How a piece of text differs."""

    EQUAL = "equal"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A mention in its surroundings, on one side of a change."""

    start: int
    end: int
    text: str
    sentence: str
    place: Place = Place.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSeen:
    """Where a passage stood before: the earliest look of ours that read it on another page."""

    source: str
    url: str
    captured_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a change means for one subject."""

    subject: str
    subject_kind: str
    kind: EventKind
    material: bool
    before: Passage | None
    after: Passage | None
    status: str | None = None  # the status word's meaning (detained, charged, …) where the new wording tells one
    rule: str | None = None
    confidence: float = 1.0
    first_seen: FirstSeen | None = None  # the same passage on another page, before


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """A piece of the comparison, a sentence or a paragraph long."""

    kind: HunkKind
    before: str | None
    after: str | None
    place: Place = Place.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two revisions that a change stands between."""

    revision: str
    captured_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What `diffing.changes` says of two revisions, before the store gives it a name."""

    events: tuple[Event, ...]
    hunks: tuple[Hunk, ...]
    priority: float  # 0 to 1
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a page between two named revisions."""

    id: str  # 32 hex digits
    page: str
    source: str
    url: str  # where a reader finds the page: its address at that time
    title: str | None
    kind: ChangeKind
    baseline: bool = False
    technical: bool = False
    detected_at: datetime
    capture: str | None  # the capture that showed it
    published: str | None = None
    before: Side | None = None
    after: Side | None = None
    priority: float = 0.0
    reasons: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    hunks: tuple[Hunk, ...] = ()


class Verdict(StrEnum):
    """What a person says of a change."""

    RELEVANT = "relevant"
    NOISE = "noise"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A person's verdict on a change; a later one stands, none is overwritten. `verdict` None takes back."""

    change: str
    verdict: Verdict | None
    reviewer: str
    reviewed_at: datetime
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What one check did at one source."""

    source: str
    fetched: int = 0
    unchanged: int = 0
    failed: int = 0
    pages: int = 0
    resting: int = 0  # pages that were not due
    changes: int = 0
    problems: tuple[str, ...] = ()


PAGES_ONLY = "pages-"
"""Begins the id of a run that looked at single pages, and was no check of their source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One check, by hand or by the schedule."""

    id: str
    started_at: datetime
    finished_at: datetime | None = None
    sources: tuple[str, ...] = ()
    reports: tuple[SourceReport, ...] = field(default=())
