"""Reading anew what is kept, without fetching: after an upgrade of ours, or an edited `content` or `ignore`.

What only we caused is marked `technical` and alerts nobody.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace

from config.declarations import Configuration, Source
from diffing.changes import compare_revisions
from diffing.extraction.naming import is_current
from diffing.syndication import sketch_mentions
from diffing.text import text_sha256
from monitors.comparing.page_histories import make_side
from monitors.reading.matching import Matchers, find_in_article
from monitors.reading.pool import declared_source, now, source_of
from monitors.reading.tasks import make_revision
from storage.archive.payload import BrokenEncoding, TooLarge
from storage.records import Article, Capture, Change, ChangeKind, Page, PageState, Revision
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
    """Reads anew the current snapshots of pages that an older extractor, or other selectors, have read."""

    def __init__(self, store: Store, configuration: Configuration) -> None:
        self._store = store
        self._configuration = configuration
        self._matchers = Matchers(configuration)

    def renew_all(self, *, advanced: Callable[[int, int], None] | None = None) -> int:
        """Read anew every page that needs it; how many revisions were made. `advanced` is told done and total.

        Whoever is stopped goes on there: what was read anew needs it no more.
        """
        outdated = [page for page in self._store.pages() if self._is_outdated(page)]
        made = 0
        for done, page in enumerate(outdated, 1):
            made += self._renew_page(page.url, page.revision or "")
            if advanced is not None:
                advanced(done, len(outdated))
        return made

    def renew_outdated(self, sources: Iterable[str]) -> int:
        """Read anew what an older extractor, or other selectors, read of these sources; how many revisions were made.

        An upgrade of ours and an edited `content` or `ignore` take effect so, without fetching.
        """
        return sum(self._renew_page(page.url, page.revision or "") for name in sources for page in self._outdated(name))

    def _outdated(self, name: str) -> list[Page]:
        return [page for page in self._store.pages(name) if self._is_outdated(page)]

    def _is_outdated(self, page: Page) -> bool:
        if not page.revision or not page.extractor:
            return False
        source = declared_source(self._configuration, page.source, page.url)
        return not is_current(page.extractor, source.content, source.ignore)

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
            before=make_side(before),
            after=make_side(after),
            reasons=("our own extractor reads this page differently now",),
            events=difference.events,
            hunks=difference.hunks,
        )


def capture_of(store: Store, revision: Revision) -> Capture:
    """The capture that a revision was read in; StoreError where it is not kept."""
    capture = store.capture(revision.capture)
    if capture is None:
        raise StoreError(f"no capture has the id {revision.capture}, which a revision names")
    return capture
