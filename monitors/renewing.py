"""Deriving anew from what is kept, without fetching: after an upgrade of ours, or an edited watch list.

What only we caused is marked `technical` and alerts nobody.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from config.declarations import Configuration, Source
from diffing.changes import compare_revisions
from diffing.extraction.naming import is_current
from diffing.syndication import sketch_mentions
from diffing.text import text_sha256
from monitors.matching import Matchers, find_in_article
from monitors.processing import now, source_of
from monitors.reading import make_revision
from storage.archive.payload import BrokenEncoding, TooLarge
from storage.records import Article, Capture, Change, ChangeKind, Event, Page, PageState, Revision, Side
from storage.store import Store, StoreError


def renew_revision(
    store: Store, configuration: Configuration, source: Source, revision: Revision, extractor: str
) -> Revision:
    """The revision as that extractor reads the same bytes: itself, where it was read so or can no more be read."""
    if revision.article.extractor == extractor:
        return revision
    article = _read_again(store, configuration, source, capture_of(store, revision))
    if article is None or article.extractor != extractor:
        return revision
    digest = text_sha256(article.title, article.text)
    return replace(revision, article=article, text_sha256=digest)


def _read_again(store: Store, configuration: Configuration, source: Source, capture: Capture) -> Article | None:
    from diffing.extraction.document import read_document  # large, and seldom needed

    try:
        body = store.payload_decoded(capture, configuration.service.network.max_size)
    except (TooLarge, BrokenEncoding):
        return None
    reading = read_document(
        body,
        content_type=capture.content_type,
        url=capture.page or capture.url,
        content=source.content,
        ignore=source.ignore,
        status=capture.status or 200,
        final_url=capture.url,
    )
    return reading.article if reading.state is PageState.OK else None


class Renewer:
    """`process --again`: every revision read and matched anew, its history told to subjects that are new."""

    def __init__(self, store: Store, configuration: Configuration) -> None:
        self._store = store
        self._configuration = configuration
        self._matchers = Matchers(configuration)

    def renew_all(self, *, advanced: Callable[[int], None] | None = None) -> tuple[int, int]:
        """Renew every page; how many technical revisions and how many technical changes were made."""
        revisions = changes = 0
        for page in list(self._store.pages()):
            if page.revision is not None:
                revisions += self._renew_page(page.url, page.revision)
            changes += self._tell_history(page.url)
            if advanced is not None:
                advanced(1)
        return revisions, changes

    def renew_outdated(self, sources: Iterable[str]) -> int:
        """Read anew what an older extractor, or other selectors, read of these sources; how many revisions were made.

        An upgrade of ours and an edited `content` or `ignore` take effect so, without fetching.
        """
        return sum(self._renew_page(page.url, page.revision or "") for name in sources for page in self._outdated(name))

    def _outdated(self, name: str) -> list[Page]:
        source = self._configuration.source(name)
        return [
            page
            for page in self._store.pages(name)
            if page.revision and page.extractor and not is_current(page.extractor, source.content, source.ignore)
        ]

    def _renew_page(self, url: str, current: str) -> int:
        """Read the page's current snapshot with today's extractor; a text that differs is a technical revision."""
        revision = self._store.revision(current)
        capture = capture_of(self._store, revision)
        source = source_of(self._configuration, capture)
        article = _read_again(self._store, self._configuration, source, capture)
        if article is None or article.extractor == revision.article.extractor:
            return 0
        digest = text_sha256(article.title, article.text)
        renewed = make_revision(capture, url, article, digest, technical=True)
        change = self._technical_change(source, capture, revision, renewed)
        found = find_in_article(self._matchers.for_source(source), article, source)
        mentions = sketch_mentions(article.text, found)
        self._store.put_technical_revision(revision=renewed, mentions=mentions, change=change, at=now())
        return 1

    def _technical_change(self, source: Source, capture: Capture, before: Revision, after: Revision) -> Change | None:
        if before.text_sha256 == after.text_sha256:
            return None
        matcher = self._matchers.for_source(source)
        difference = compare_revisions(
            before,
            after,
            find_in_article(matcher, before.article, source),
            find_in_article(matcher, after.article, source),
            source_type=source.type.value,
        )
        if not difference.hunks and not difference.events:
            return None  # cut into other paragraphs, no more
        return Change(
            id=uuid.uuid4().hex,
            page=after.page,
            source=source.name,
            url=capture.url,
            title=after.article.title,
            kind=ChangeKind.CHANGED,
            technical=True,
            detected_at=now(),
            capture=capture.id,
            published=after.article.published,
            before=_side(before),
            after=_side(after),
            reasons=("our own extractor reads this page differently now",),
            events=difference.events,
            hunks=difference.hunks,
        )

    def _tell_history(self, url: str) -> int:
        """Match every revision of a page anew; a subject without a past on this page gets it, marked technical."""
        revisions = self._store.revisions(url)
        known = {event.subject for change in self._store.page_changes(url) for event in change.events}
        former: Revision | None = None
        told = 0
        for revision in revisions:
            source = source_of(self._configuration, capture_of(self._store, revision))
            found = find_in_article(self._matchers.for_source(source), revision.article, source)
            mentions = sketch_mentions(revision.article.text, found)
            self._store.replace_mentions(revision_id=revision.id, mentions=mentions, at=now())
            told += self._tell_events(source, former, revision, known)
            former = revision
        return told

    def _tell_events(self, source: Source, former: Revision | None, latest: Revision, known: set[str]) -> int:
        matcher = self._matchers.for_source(source)
        difference = compare_revisions(
            former,
            latest,
            find_in_article(matcher, former.article, source) if former else [],
            find_in_article(matcher, latest.article, source),
            source_type=source.type.value,
        )
        events = tuple(each for each in difference.events if each.subject not in known)
        if not events:
            return 0
        self._store.put_change(self._historical(source, former, latest, events))
        return 1

    def _historical(self, source: Source, former: Revision | None, latest: Revision, events: Sequence[Event]) -> Change:
        return Change(
            id=uuid.uuid4().hex,
            page=latest.page,
            source=source.name,
            url=latest.page,
            title=latest.article.title,
            kind=ChangeKind.CHANGED if former else ChangeKind.NEW,
            technical=True,
            detected_at=latest.captured_at,
            capture=latest.capture,
            published=latest.article.published,
            before=_side(former) if former else None,
            after=_side(latest),
            reasons=("history: the watch list was edited after this was kept",),
            events=tuple(events),
        )


def capture_of(store: Store, revision: Revision) -> Capture:
    """The capture that a revision was read in; StoreError where it is not kept."""
    capture = store.capture(revision.capture)
    if capture is None:
        raise StoreError(f"no capture has the id {revision.capture}, which a revision names")
    return capture


def _side(revision: Revision) -> Side:
    return Side(revision=revision.id, captured_at=revision.captured_at, sha256=revision.sha256)
