"""What one more look at a page settles: the page's state, and whether there is something to compare.

Every attempt is a fact, but only some facts settle anything. "We could not look" (an outage, a bot
wall, a refusal) leaves what we know as it is. "The page is gone" needs two looks, and so does an
article that lost more than half of its length: a one-day fault of a site must never make a tracked
person vanish. The rules are those of the design's `matching.md` (last section) and `fetching.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from storage.records import Capture, ChangeKind, Failure, Outcome, Page, PageState, Reading, Revision

LEAST_SHARE = 0.5
"""A new text shorter than this share of the former one is held until a second look agrees."""

WITHHELD = 451
"""Unavailable for legal reasons (RFC 7725): a state blocks the page, or orders that it be blocked."""

GONE = "gone"
SHRUNK = "shrunk"
ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look settled.

    `page` is the page as it shall be kept. `kind` names the change to be told, if any; for a
    changed page the caller compares the revisions and may still find nothing to tell. `accepted`
    says that the capture's revision is the page's current one from now on.
    """

    page: Page
    kind: ChangeKind | None = None
    accepted: bool = False
    reason: str | None = None


def judge_state(capture: Capture, reading: Reading | None) -> tuple[PageState, str | None]:
    """The state that this capture alone shows, and the evidence in words."""
    if capture.failure is not None:
        refused = capture.failure in (Failure.ADDRESS, Failure.ROBOTS, Failure.LIMIT)
        return (PageState.REFUSED if refused else PageState.FAILING), capture.detail or capture.failure.value
    if capture.outcome is Outcome.UNCHANGED:
        return PageState.OK, None
    if judged := judge_status(capture.status or 0):
        return judged
    if reading is None:
        return PageState.EMPTY, "the response could not be read"
    return reading.state, reading.evidence


def judge_status(status: int) -> tuple[PageState, str] | None:
    """What the status alone says, with the evidence in words; None for 2xx, where the page has to be read."""
    if 200 <= status < 300:
        return None
    if status in (404, 410):
        return PageState.GONE, describe_status(status)
    if status in (401, 407):
        return PageState.LOGIN, describe_status(status)
    blocked = status in (402, 403, 406, 418, 429, WITHHELD)
    return PageState.BLOCKED if blocked else PageState.FAILING, describe_status(status)


def describe_status(status: int) -> str:
    """The status in words: one that says that a law or an order keeps the page from us is told as such."""
    return f"status {status}: withheld for legal reasons" if status == WITHHELD else f"status {status}"


def settle_look(
    page: Page,
    capture: Capture,
    reading: Reading | None,
    former: Revision | None,
    latest: Revision | None,
    *,
    elsewhere: bool = False,
) -> Look:
    """Settle one look.

    `former` is the page's current revision, `latest` the one that this capture made (None where its
    text is that of `former`, or where nothing could be read). `elsewhere` says that the capture came
    from a redirect to another article.
    """
    state, evidence = judge_state(capture, reading)
    if state in (PageState.GONE, PageState.EMPTY):
        return _settle_missing(page, capture, state, evidence)
    if state is not PageState.OK:
        return Look(page=_with_state(page, state, capture), reason=evidence)
    if elsewhere and former is not None:
        return _hold_or_lose(page, capture, ELSEWHERE, "the address leads to another article")
    return _settle_sound(page, capture, reading, former, latest)


def _settle_missing(page: Page, capture: Capture, state: PageState, evidence: str | None) -> Look:
    """A page without an article: gone at the second look, never at the first."""
    if page.revision is None:
        return Look(page=_with_state(page, state, capture), reason=evidence)
    return _hold_or_lose(page, capture, GONE, evidence)


def _hold_or_lose(page: Page, capture: Capture, suspicion: str, evidence: str | None) -> Look:
    if page.state is PageState.GONE:
        return Look(page=page, reason=evidence)
    if page.suspect in (GONE, ELSEWHERE):
        gone = replace(_without_suspicion(page), state=PageState.GONE, state_at=capture.captured_at)
        return Look(page=gone, kind=ChangeKind.GONE, reason=evidence)
    return Look(page=_with_suspicion(page, suspicion, capture), reason=evidence)


def _settle_sound(
    page: Page, capture: Capture, reading: Reading | None, former: Revision | None, latest: Revision | None
) -> Look:
    """A sound look: the text is the former one, or a new one that is accepted or held."""
    sound = _with_state(_without_suspicion(page), PageState.OK, capture)
    back = ChangeKind.BACK if page.state is PageState.GONE and former is not None else None
    if latest is None:
        return Look(page=_with_validators(sound, capture, reading), kind=back)
    if former is not None and _is_shrunk(former, latest) and page.suspect != SHRUNK:
        held = _with_suspicion(page, SHRUNK, capture)
        return Look(page=held, reason="the article lost more than half of its length: waiting for a second look")
    kind = ChangeKind.NEW if former is None else back or ChangeKind.CHANGED
    accepted = replace(_with_validators(sound, capture, reading), revision=latest.id)
    return Look(page=accepted, kind=kind, accepted=True)


def _is_shrunk(former: Revision, latest: Revision) -> bool:
    return len(latest.article.text) < LEAST_SHARE * len(former.article.text)


def _with_state(page: Page, state: PageState, capture: Capture) -> Page:
    """The page in that state. A page known to be gone stays gone until a sound look finds it."""
    if page.state is state or (page.state is PageState.GONE and state is not PageState.OK):
        return page
    return replace(page, state=state, state_at=capture.captured_at)


def _with_suspicion(page: Page, suspicion: str, capture: Capture) -> Page:
    return replace(page, suspect=suspicion, suspect_at=capture.captured_at, suspect_count=page.suspect_count + 1)


def _without_suspicion(page: Page) -> Page:
    return replace(page, suspect=None, suspect_at=None, suspect_count=0)


def _with_validators(page: Page, capture: Capture, reading: Reading | None) -> Page:
    """The page with what the next conditional request needs.

    An unchanged capture refreshes the validators only where the server sent new ones: a 304 may
    leave them out.
    """
    if capture.outcome is Outcome.UNCHANGED:
        full_at = capture.captured_at if capture.status != 304 else page.full_at
        etag, last_modified = capture.etag or page.etag, capture.last_modified or page.last_modified
        return replace(page, etag=etag, last_modified=last_modified, full_at=full_at)
    article = reading.article if reading is not None else None
    return replace(
        page,
        etag=capture.etag,
        last_modified=capture.last_modified,
        full_at=capture.captured_at,
        sha256=capture.sha256,
        visible_sha256=reading.visible_sha256 if reading is not None else None,
        extractor=article.extractor if article is not None else page.extractor,
    )
