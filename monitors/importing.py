"""Taking up what others captured: each look becomes a capture of ours, at their time and marked as imported.

Which page it is of is decided as for a page that was found: by its address, and by the source that asks for it.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from config.declarations import Configuration, Source, SpiderKind
from spiders.addresses import Choice, normalise_url, same_site
from storage.archive.payload import read_exchange
from storage.imports.containers import hash_file, open_streams
from storage.imports.foreign import Foreign, Skipped, read_foreign
from storage.recording.recorder import Recorder
from storage.records import IMPORTED, Capture, Exchange, Import, Role
from storage.store import Store

AT_ONCE, MOST_BYTES = 64, 8_000_000
"""Exchanges handed to the recorder before the first is waited for, and their bytes: they share its syncs."""

HELD = "captures that are held already"
NO_SOURCE = "pages that no source asks for (name one with --source)"
NO_ORIGINAL = "revisits whose original is not in this file"
INDEX = "indexes of sources, and robots.txt"
NO_PAGE = "addresses that cannot name a page"


@dataclass(slots=True, kw_only=True)
class Imported:
    """What came of one file."""

    file: str
    sha256: str
    captures: int = 0
    pages: set[str] = field(default_factory=set)
    skipped: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)  # what is wrong with the file


class Importer:
    """Records the looks in foreign files. The check's lock must be held."""

    def __init__(self, store: Store, configuration: Configuration, recorder: Recorder, *, now: datetime) -> None:
        self._store = store
        self._configuration = configuration
        self._recorder = recorder
        self._now = now
        self._choices = {each.name: _choice(each) for each in configuration.sources}
        listed = [each.url for each in configuration.sources if each.spider is not SpiderKind.PAGE]
        self._indexes = {normalise_url(each) for each in listed}
        self._run = uuid.uuid4().hex

    def import_file(
        self, path: Path, *, source: Source | None = None, advanced: Callable[[], None] | None = None
    ) -> Imported:
        """Every look in that file at a page that a source asks for (or at any, with `source`) is a capture.

        StoreError where it is no WARC and no WACZ. What is skipped is counted; faults are told.
        """
        taking = _Taking(self, Imported(file=path.name, sha256=hash_file(path)), source)
        for name, stream in open_streams(path):
            for each in read_foreign(stream, max_size=self._configuration.service.network.max_size, now=self._now):
                if isinstance(each, Skipped):
                    taking.skip(each, name)
                else:
                    taking.take(each)
                if advanced:
                    advanced()
        taking.finish()
        return taking.told

    def find_source(self, url: str, chosen: Source | None) -> Source | None:
        """The source that a page belongs to: the one it has, the one that was named, or the one that asks for it."""
        page = self._store.resolve_page(url)
        if page is not None:
            return _declared(self._configuration, page.source) or chosen
        if chosen is not None:
            return chosen
        wanting = [each for each in self._configuration.sources if self._wants(each, url)]
        return min(wanting, key=lambda each: urlsplit(each.url).netloc != urlsplit(url).netloc, default=None)

    def _wants(self, source: Source, url: str) -> bool:
        if source.spider is SpiderKind.PAGE:
            return normalise_url(source.url) == url
        return same_site(url, source.url) and self._choices[source.name].wants(url)

    def is_index(self, url: str) -> bool:
        """Whether that address leads to pages, or speaks to crawlers, and is no page itself."""
        return url in self._indexes or urlsplit(url).path == "/robots.txt"

    def record(self, foreign: Foreign, url: str, source: Source, told: Imported) -> Future[Capture]:
        """Hand it to the recorder as an exchange of its own time."""
        own = source.spider is SpiderKind.PAGE and normalise_url(source.url) == url
        found_from = None if own else f"import {told.sha256[:16]}"
        self._store.find_page(url=url, source=source.name, at=foreign.at, found_from=found_from)
        exchange = Exchange(
            capture=name_capture(foreign),
            run=self._run,
            source=source.name,
            role=Role.PAGE,
            url=url,
            page=url,
            requested_at=foreign.at,
            ended_at=foreign.at,
            request_head=b"",
            response_head=foreign.head,
            status=foreign.status,
            body=foreign.body,
            content_type=foreign.content_type,
            flags=(IMPORTED,),
            imported=Import(file=told.file, sha256=told.sha256, record=foreign.record, at=self._now),
        )
        return self._recorder.record(exchange)

    def find_held(self, url: str, foreign: Foreign) -> Capture | None:
        """That look at that page, where it is kept already: one of our own, or from another import."""
        return self._store.held_capture(url=url, sha256=hashlib.sha256(foreign.body).hexdigest(), at=foreign.at)

    def fill_revisit(self, foreign: Foreign, original: Capture) -> Foreign:
        """The revisit as the response that it stands for, under its own head where it has one."""
        held = read_exchange(self._store.archive, original.payload_file or "", original.payload_offset or 0)
        return replace(
            foreign,
            revisit=False,
            body=held.body,
            head=foreign.head or held.head,
            status=foreign.status or original.status or 200,
            content_type=foreign.content_type or original.content_type,
        )


class _Taking:
    """One file being taken up: what waits for the recorder, and revisits that wait for their originals."""

    def __init__(self, importer: Importer, told: Imported, source: Source | None) -> None:
        self._importer = importer
        self.told = told
        self._source = source
        self._waiting: deque[tuple[Foreign, Future[Capture]]] = deque()
        self._bytes = 0  # of what waits
        self._faults: Counter[str] = Counter()
        self._revisits: list[Foreign] = []
        self._known: dict[str | tuple[str, datetime], Capture] = {}  # by digest, and by URL and second

    def skip(self, skipped: Skipped, name: str) -> None:
        """Count it, or tell the fault."""
        if skipped.fault:
            self._faults[f"{name}: {skipped.why}"] += 1
        else:
            self.told.skipped[skipped.why] += 1

    def take(self, foreign: Foreign) -> None:
        """Record it, unless nobody asks for it or it is held; a revisit waits for the end of the file."""
        if foreign.revisit:
            self._revisits.append(foreign)
            return
        url = normalise_url(foreign.url)
        source = self._importer.find_source(url, self._source) if url else None
        if url is not None and self._importer.is_index(url):
            self.told.skipped[INDEX] += 1
        elif url is None or source is None:
            self.told.skipped[NO_SOURCE if url else NO_PAGE] += 1
        elif held := self._importer.find_held(url, foreign):
            self.told.skipped[HELD] += 1
            self._remember(foreign, held)
        else:
            self.told.captures += 1
            self.told.pages.add(url)
            self._waiting.append((foreign, self._importer.record(foreign, url, source, self.told)))
            self._bytes += len(foreign.body)
            if len(self._waiting) >= AT_ONCE or self._bytes > MOST_BYTES:
                self._settle()

    def finish(self) -> None:
        """The revisits are captures too, with the bodies of their originals; and faults are told, each kind once."""
        self.told.faults = [f"{why} ({count} records)" if count > 1 else why for why, count in self._faults.items()]
        self._settle()
        for foreign in self._revisits:
            original = self._find_original(foreign)
            if original is None:
                self.told.skipped[NO_ORIGINAL] += 1
            else:
                self.take(self._importer.fill_revisit(foreign, original))
        self._settle()

    def _settle(self) -> None:
        """Everything handed over is kept, and revisits can find it."""
        while self._waiting:
            foreign, future = self._waiting.popleft()
            self._remember(foreign, future.result())
        self._bytes = 0

    def _remember(self, foreign: Foreign, capture: Capture) -> None:
        """Let revisits find it, by where it stood and by what it held."""
        self._known[foreign.url, _second(foreign.at)] = capture
        if foreign.digest:
            self._known.setdefault(foreign.digest, capture)

    def _find_original(self, foreign: Foreign) -> Capture | None:
        named, digest = foreign.original, foreign.digest
        found = self._known.get((named[0], _second(named[1]))) if named else None
        return found or (self._known.get(digest) if digest else None)


def name_capture(foreign: Foreign) -> str:
    """The id of the capture that a foreign record becomes: the same however often, and from whatever file."""
    told = "\n".join((foreign.record, foreign.url, foreign.at.isoformat(), hashlib.sha256(foreign.body).hexdigest()))
    return hashlib.sha256(f"import\n{told}".encode("utf-8", "replace")).hexdigest()[:32]


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _choice(source: Source) -> Choice:
    return Choice(source.include, source.exclude, home=source.url)


def _declared(configuration: Configuration, name: str) -> Source | None:
    return next((each for each in configuration.sources if each.name == name), None)
