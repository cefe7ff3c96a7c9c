"""Reading a capture in a worker process: bytes → article → mentions. Pure but for the archive it reads from.

A worker is started once with the operator's folder and keeps its matchers; a task names a capture,
not its bytes, so that nothing large travels between processes.
"""

from __future__ import annotations

import resource
import signal
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.declarations import Configuration, Source, WatchList
from diffing.extraction.document import read_document
from diffing.mentions import Matcher
from diffing.text import text_sha256
from monitors.orphans import end_with_parent
from storage.archive.payload import BrokenEncoding, TooLarge
from storage.records import Article, Capture, Mention, Page, PageState, Reading, Revision
from storage.store import Store

PATIENCE = 60
"""Seconds a worker may spend on one document before it is ended: a hostile page must not hold up the others."""

MEMORY = 4 * 1024**3
"""Bytes of address space a worker may take: a document that wants more fails alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingTask:
    """One capture to read, with what is known of its page."""

    capture: Capture
    page: Page
    source: Source
    former_text_sha256: str | None  # of the page's current revision


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOutcome:
    """What a worker read: the reading, and a revision with its mentions where the text is new."""

    capture: str
    reading: Reading
    revision: Revision | None
    mentions: tuple[Mention, ...]


class Matchers:
    """The matchers of a configuration, one for each choice of watch lists, built when first asked for."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._built: dict[tuple[str, ...], Matcher] = {}

    def for_source(self, source: Source) -> Matcher:
        """The matcher of the watch lists that this source is read for."""
        return self.for_lists(self._configuration.watch_lists_for(source))

    def for_lists(self, watch_lists: Sequence[WatchList]) -> Matcher:
        """The matcher of these watch lists."""
        key = tuple(each.name for each in watch_lists)
        if key not in self._built:
            self._built[key] = Matcher(watch_lists)
        return self._built[key]


def find_in_article(matcher: Matcher, article: Article, source: Source) -> list[Mention]:
    """The mentions in an article, as the source's country and language make them read."""
    return matcher.find(
        article.text,
        country=source.country,
        language=source.language or article.language,
        title=article.title,
        outside=article.outside,
    )


class Reader:
    """Reads captures. One in each worker process."""

    def __init__(self, configuration: Configuration, data: Path) -> None:
        self._store = Store.open(data, create=False)
        self._matchers = Matchers(configuration)
        self._max_size = configuration.service.network.max_size

    def read(self, task: ReadingTask) -> ReadingOutcome:
        """Read one capture; never raises for what a page holds."""
        reading = self._read_document(task)
        article = reading.article
        if article is None or reading.state is not PageState.OK:
            return ReadingOutcome(capture=task.capture.id, reading=reading, revision=None, mentions=())
        digest = text_sha256(article.title, article.text)
        if digest == task.former_text_sha256 and article.extractor == task.page.extractor:
            return ReadingOutcome(capture=task.capture.id, reading=reading, revision=None, mentions=())
        mentions = find_in_article(self._matchers.for_source(task.source), article, task.source)
        revision = make_revision(task.capture, task.page.url, article, digest)
        return ReadingOutcome(capture=task.capture.id, reading=reading, revision=revision, mentions=tuple(mentions))

    def _read_document(self, task: ReadingTask) -> Reading:
        capture, page, source = task.capture, task.page, task.source
        try:
            body = self._store.payload_decoded(capture, self._max_size)
        except TooLarge as error:
            return Reading(state=PageState.FAILING, evidence=str(error))
        except BrokenEncoding as error:
            return Reading(state=PageState.FAILING, evidence=str(error))
        return read_document(
            body,
            content_type=capture.content_type,
            url=page.url,
            content=source.content,
            ignore=source.ignore,
            status=capture.status or 200,
            final_url=capture.url,
            last_visible_sha256=page.visible_sha256,
            last_extractor=page.extractor,
        )


def make_revision(capture: Capture, page: str, article: Article, digest: str, *, technical: bool = False) -> Revision:
    """A revision with a name of its own."""
    return Revision(
        id=uuid.uuid4().hex,
        page=page,
        capture=capture.id,
        captured_at=capture.captured_at,
        sha256=capture.sha256 or "",
        article=article,
        text_sha256=digest,
        technical=technical,
    )


_reader: Reader | None = None


def start_reader(configuration: Configuration, data: Path) -> None:
    """Make this worker process ready. Called once, by the pool."""
    global _reader  # noqa: PLW0603  # a worker process has exactly one reader, made by its initialiser
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which ends its workers
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process even inside a C library
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    _reader = Reader(configuration, data)


def read_capture(task: ReadingTask) -> ReadingOutcome:
    """Read one capture in this worker process."""
    if _reader is None:
        raise RuntimeError("start_reader has not been called in this process")
    signal.alarm(PATIENCE)
    try:
        return _reader.read(task)
    finally:
        signal.alarm(0)
