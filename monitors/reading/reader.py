"""The reader of a worker process: bytes → article → mentions. Pure but for the archive it reads from."""

from __future__ import annotations

from pathlib import Path

from config.declarations import Configuration
from diffing.extraction.document import read_document
from diffing.syndication import sketch_mentions
from diffing.text import text_sha256
from monitors.reading.matching import Matchers, find_in_article
from monitors.reading.tasks import ReadingOutcome, ReadingTask, make_revision
from storage.archive.payload import BrokenEncoding, TooLarge
from storage.records import PageState, Reading
from storage.store import Store


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
        found = find_in_article(self._matchers.for_source(task.source), article, task.source)
        mentions = sketch_mentions(article.text, found)
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
