"""What one more look settles."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from diffing.looks import Look, settle_look
from storage.records import (
    Article,
    Capture,
    ChangeKind,
    Failure,
    Fidelity,
    Outcome,
    Page,
    PageState,
    Reading,
    Revision,
    Role,
)

URL = "https://example.org/a"
START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
LONG = "The court heard the case. " * 20


def revision(text: str, name: str) -> Revision:
    article = Article(title="T", text=text, published=None, language="en", author=None, extractor="x 1")
    return Revision(id=name, page=URL, capture="c", captured_at=START, sha256="s", article=article, text_sha256=text)


FORMER = revision(LONG, "former")
KNOWN = Page(
    url=URL,
    source="s",
    address=URL,
    found_at=START,
    found_from=None,
    listed_at=None,
    state=PageState.OK,
    revision="former",
)


def capture(status: int | None = 200, *, failure: Failure | None = None, outcome: Outcome = Outcome.FETCHED) -> Capture:
    return Capture(
        id="c1",
        sequence=1,
        run="r",
        source="s",
        role=Role.PAGE,
        url=URL,
        page=URL,
        requested_at=START,
        captured_at=START + timedelta(hours=6),
        outcome=Outcome.FAILED if failure else outcome,
        status=status,
        failure=failure,
        detail=None,
        sha256="new",
        length=1,
        content_type="text/html",
        etag='"e"',
        last_modified=None,
        redirect_to=None,
        fidelity=Fidelity.RECONSTRUCTED,
        file="f",
        offset=0,
        payload_file="f",
        payload_offset=0,
    )


def look(page: Page, status: int | None = 200, *, text: str | None = None, state: PageState = PageState.OK) -> Look:
    latest = revision(text, "latest") if text is not None else None
    former = FORMER if page.revision else None
    reading = Reading(state=state, evidence="told", article=latest.article if latest else None)
    return settle_look(page, capture(status), reading, former, latest)


def test_a_page_is_gone_at_the_second_look_and_told_once() -> None:
    first = look(KNOWN, 404)
    assert (first.kind, first.page.state) == (None, PageState.OK)
    second = look(first.page, 404)
    assert (second.kind, second.page.state) == (ChangeKind.GONE, PageState.GONE)
    assert look(second.page, 404).kind is None


def test_an_outage_between_two_missing_looks_settles_nothing_and_forgets_nothing() -> None:
    first = look(KNOWN, 404)
    outage = settle_look(first.page, capture(None, failure=Failure.TIMEOUT), None, FORMER, None)
    assert outage.kind is None
    assert look(outage.page, 410).kind is ChangeKind.GONE


@pytest.mark.parametrize("status", [401, 403, 407, 429, 451, 500, 503])
def test_a_look_that_was_refused_is_never_taken_for_gone(status: int) -> None:
    page = KNOWN
    for _ in range(5):
        settled = settle_look(page, capture(status), None, FORMER, None)
        assert settled.kind is None
        page = settled.page
    assert page.state is not PageState.GONE


@pytest.mark.parametrize("failure", list(Failure))
def test_a_failure_of_any_kind_is_never_taken_for_gone_or_unchanged(failure: Failure) -> None:
    settled = settle_look(KNOWN, capture(None, failure=failure), None, FORMER, None)
    assert settled.kind is None
    assert settled.page.state in (PageState.FAILING, PageState.REFUSED)


def test_a_bot_wall_for_a_day_and_then_the_same_page_is_silence() -> None:
    walled = look(KNOWN, 200, state=PageState.BLOCKED)
    assert walled.page.state is PageState.BLOCKED
    again = look(walled.page, 200)
    assert (again.kind, again.page.state) == (None, PageState.OK)


def test_a_page_that_says_not_found_for_one_day_raises_nothing() -> None:
    missing = look(KNOWN, 200, state=PageState.GONE)
    again = look(missing.page, 200)
    assert again.kind is None
    assert again.page.suspect is None


def test_a_page_that_comes_back_is_told_as_back_even_after_an_outage() -> None:
    gone = look(look(KNOWN, 404).page, 404).page
    failing = settle_look(gone, capture(503), None, FORMER, None).page
    assert look(failing, 200).kind is ChangeKind.BACK


def test_a_text_that_lost_more_than_half_is_held_until_a_second_look_agrees() -> None:
    first = look(KNOWN, text="Short.")
    assert (first.kind, first.accepted, first.page.revision) == (None, False, "former")
    second = look(first.page, text="Short.")
    assert (second.kind, second.accepted, second.page.revision) == (ChangeKind.CHANGED, True, "latest")


def test_a_text_that_shrinks_for_one_look_only_raises_nothing() -> None:
    held = look(KNOWN, text="Short.").page
    again = look(held, 200)
    assert (again.kind, again.page.suspect, again.page.revision) == (None, None, "former")


def test_a_new_text_of_usual_length_is_accepted_at_once() -> None:
    settled = look(KNOWN, text=LONG + "He was released.")
    assert (settled.kind, settled.page.revision) == (ChangeKind.CHANGED, "latest")
    assert settled.page.sha256 == "new"


def test_a_page_never_seen_before_is_new_and_a_missing_one_is_only_missing() -> None:
    unseen = replace(KNOWN, state=None, revision=None)
    assert look(unseen, text=LONG).kind is ChangeKind.NEW
    missing = look(unseen, 404)
    assert (missing.kind, missing.page.state) == (None, PageState.GONE)


def test_validators_are_kept_only_from_a_look_that_was_accepted() -> None:
    held = look(KNOWN, text="Short.")
    assert held.page.etag is None
    assert look(KNOWN, text=LONG + "More.").page.etag == '"e"'


def test_a_redirect_to_another_article_counts_as_missing_and_needs_two_looks() -> None:
    other = revision("Another story altogether. " * 20, "other")
    reading = Reading(state=PageState.OK, evidence=None, article=other.article)
    first = settle_look(KNOWN, capture(), reading, FORMER, other, elsewhere=True)
    assert first.kind is None
    second = settle_look(first.page, capture(), reading, FORMER, other, elsewhere=True)
    assert second.kind is ChangeKind.GONE
