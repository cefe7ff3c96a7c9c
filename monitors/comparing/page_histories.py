"""What the kept revisions of one page say by today's watch list, and the past of subjects that are new on it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.declarations import Configuration, Source
from diffing.changes import compare_revisions
from diffing.syndication import sketch_mentions
from monitors.reading.matching import Matchers, find_in_article
from monitors.reading.pool import source_of
from monitors.reading.tasks import describe_fault
from storage.records import Change, ChangeKind, Event, Mention, Place, Revision, Side
from storage.store import Store, StoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHistory:
    """What matching one page anew found."""

    page: str
    revisions: int
    mentions: dict[str, list[Mention]]  # of the revisions in which they differ from what is kept
    changes: tuple[Change, ...]  # the past of subjects that had none on this page
    fault: str | None = None  # what kept us from matching it


class PageMatcher:
    """Matches the revisions of pages anew. Reads the store and never writes to it; one in each worker process."""

    def __init__(self, configuration: Configuration, store: Store) -> None:
        self._configuration = configuration
        self._store = store
        self._matchers = Matchers(configuration)

    def match(self, page: str) -> PageHistory:
        """The page's revisions, matched by today's watch lists; never raises for what one page holds."""
        revisions = self._store.revision_ids(page)
        try:
            return self._match(page, revisions)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001  # a fault of ours at one page must not keep us from the others
            return PageHistory(
                page=page, revisions=len(revisions), mentions={}, changes=(), fault=describe_fault(error)
            )

    def _match(self, page: str, revisions: Sequence[str]) -> PageHistory:
        known = self._store.page_subjects(page)
        differing: dict[str, list[Mention]] = {}
        changes: list[Change] = []
        former: _Read = (None, [])
        for revision, source in self._read(revisions):
            mentions = find_in_article(self._matchers.for_source(source), revision.article, source)
            sketched = sketch_mentions(revision.article.text, mentions)
            if mentions != self._store.mentions(revision.id) or self._lacks_passages(page, sketched):
                differing[revision.id] = sketched
            changes += _tell_history(source, former, (revision, mentions), known)
            former = (revision, mentions)
        return PageHistory(page=page, revisions=len(revisions), mentions=differing, changes=tuple(changes))

    def _lacks_passages(self, page: str, mentions: Sequence[Mention]) -> bool:
        sketch = {part for each in mentions for part in each.sketch}
        return bool(sketch) and self._store.lacks_passages(sketch=sketch, page=page)

    def _read(self, revisions: Sequence[str]) -> Iterator[tuple[Revision, Source]]:
        for each in revisions:
            revision = self._store.revision(each)
            capture = self._store.capture(revision.capture)
            if capture is None:
                raise StoreError(f"no capture has the id {revision.capture}, which a revision names")
            yield revision, source_of(self._configuration, capture)


_Read = tuple[Revision | None, list[Mention]]


def _tell_history(
    source: Source, former: _Read, latest: tuple[Revision, list[Mention]], known: set[str]
) -> list[Change]:
    """What happened between two revisions to subjects without a past on the page. Comparing is dear: only then."""
    (before, old), (after, new) = former, latest
    if {each.subject for each in (*old, *new) if each.place is not Place.OUTSIDE} <= known:
        return []
    difference = compare_revisions(before, after, old, new, source_type=source.type.value)
    events = tuple(each for each in difference.events if each.subject not in known)
    return [_make_change(source, before, after, events)] if events else []


def _make_change(source: Source, before: Revision | None, after: Revision, events: Sequence[Event]) -> Change:
    return Change(
        id=uuid.uuid4().hex,
        page=after.page,
        source=source.name,
        url=after.page,
        title=after.article.title,
        kind=ChangeKind.CHANGED if before else ChangeKind.NEW,
        technical=True,
        detected_at=after.captured_at,
        capture=after.capture,
        published=after.article.published,
        before=make_side(before) if before else None,
        after=make_side(after),
        reasons=("history: the watch list was edited after this was kept",),
        events=tuple(events),
    )


def make_side(revision: Revision) -> Side:
    """A revision as one side of a change."""
    return Side(revision=revision.id, captured_at=revision.captured_at, sha256=revision.sha256)
