"""Captures that others made, each settled in its own place in the history of its page.

The rules are those of our own looks (`diffing.looks`), held against the page as it was known then. What
comes of it is dated then, and is a baseline: new to us, and no news. The page as it stands now is touched only
where the imported look is newer than every look of ours.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from config.declarations import Configuration, Source
from diffing.looks import Look, settle_look
from monitors.comparing.renewing import renew_revision
from monitors.reading.pool import now, page_of, source_of
from monitors.reading.tasks import describe_fault
from storage.archive.warc import ArchiveError
from storage.records import (
    Capture,
    Change,
    ChangeKind,
    Difference,
    Outcome,
    Page,
    PageState,
    Reading,
    Revision,
    Side,
)
from storage.store import Store, StoreError

HISTORY = "history: taken from a file that others made"
"""The first reason of every change that an import makes."""

Read = Callable[[Capture], tuple[Reading | None, Revision | None]]
Compare = Callable[[Source, Revision | None, Revision | None], Difference]


class Historian:
    """Settles imported captures; `read` gives what a capture showed, `compare` what two revisions mean."""

    def __init__(self, store: Store, configuration: Configuration, read: Read, compare: Compare) -> None:
        self._store = store
        self._configuration = configuration
        self._read = read
        self._compare = compare

    def settle_all(self, captures: list[Capture], faults: dict[str, list[str]]) -> Iterator[Change]:
        """Settle them page by page; a fault of ours at one page is told in `faults`, and its captures wait on."""
        pages: dict[str, list[Capture]] = defaultdict(list)
        for capture in captures:
            pages[page_of(self._store, capture).url].append(capture)
        for url, looks in pages.items():
            try:
                yield from self._settle_page(url, sorted(looks, key=lambda each: (each.captured_at, each.sequence)))
            except (StoreError, ArchiveError):
                raise
            except Exception as error:  # noqa: BLE001  # see above
                faults[looks[0].source].append(f"our own fault with the history of {url}: {describe_fault(error)}")

    def _settle_page(self, url: str, captures: list[Capture]) -> Iterator[Change]:
        waiting = {each.id for each in captures}
        known = [each for each in self._store.revisions(url) if not each.technical and each.capture not in waiting]
        looks = [each for each in self._store.captures(url) if each.id not in waiting]
        last_look = max((each.captured_at for each in looks if each.outcome is not Outcome.FAILED), default=None)
        shown: Page | None = None
        for number, capture in enumerate(captures):
            page = page_of(self._store, capture)
            is_newest = last_look is None or capture.captured_at > last_look
            then = page if is_newest else _page_then(page, shown, self._revision_of(shown), known, capture.captured_at)
            look, change = self._look(capture, then)
            shown = look.page
            following = captures[number + 1].captured_at if number + 1 < len(captures) else None
            if link := self._link(capture, shown, known, following):
                self._store.put_change(link)
                yield link
            kept_page = look.page if is_newest else page
            kept = self._store.put_comparison(capture_id=capture.id, page=kept_page, change=change, at=now())
            if change is not None and kept:
                yield change

    def _revision_of(self, page: Page | None) -> Revision | None:
        return self._store.revision(page.revision) if page and page.revision else None

    def _look(self, capture: Capture, then: Page) -> tuple[Look, Change | None]:
        """What the look settled, and the change that it told, dated then."""
        reading, latest = self._read(capture)
        former = self._revision_of(then)
        if former is not None and latest is not None and former.text_sha256 == latest.text_sha256:
            latest = None
        look = settle_look(then, capture, reading, former, latest)
        if look.kind is None:
            return look, None
        after = latest if look.accepted else former if look.kind is ChangeKind.BACK else None
        before = None if look.kind is ChangeKind.BACK else former
        change = self._change(capture, look.kind, look.page, before, after)
        return look, replace(change, reasons=(*change.reasons, look.reason)) if change and look.reason else change

    def _link(self, capture: Capture, shown: Page, known: list[Revision], following: datetime | None) -> Change | None:
        """What changed between the last imported text and our first, which stood without a past until now."""
        first = known[0] if known else None
        last = self._revision_of(shown)
        if first is None or last is None or not capture.captured_at < first.captured_at:
            return None
        if (following and following < first.captured_at) or last.text_sha256 == first.text_sha256:
            return None
        told = self._store.page_changes(shown.url)
        if any(each.before and each.after and each.after.revision == first.id for each in told):
            return None
        own = self._store.capture(first.capture)
        return self._change(own, ChangeKind.CHANGED, shown, last, first) if own else None

    def _change(
        self, capture: Capture, kind: ChangeKind, page: Page, before: Revision | None, after: Revision | None
    ) -> Change | None:
        """The change at the time of that capture; None where there is nothing to tell."""
        source = source_of(self._configuration, capture)
        read = after
        if kind is ChangeKind.CHANGED and before is not None and after is not None:
            read = renew_revision(self._store, self._configuration, source, after, before.article.extractor)
        difference = self._compare(source, before, read)
        if kind is ChangeKind.CHANGED and not difference.hunks and not difference.events:
            return None
        shown = after or before
        return Change(
            id=uuid.uuid4().hex,
            page=page.url,
            source=source.name,
            url=page.address,
            title=shown.article.title if shown else None,
            kind=kind,
            baseline=True,
            detected_at=capture.captured_at,
            capture=capture.id,
            published=shown.article.published if shown else None,
            before=_side(before),
            after=_side(after),
            priority=difference.priority,
            reasons=(HISTORY, *difference.reasons),
            events=difference.events,
            hunks=difference.hunks if kind is ChangeKind.CHANGED else (),
        )


def _page_then(page: Page, shown: Page | None, accepted: Revision | None, known: list[Revision], at: datetime) -> Page:
    """The page as it was known at that time: as the look before showed it, or as a revision in between did."""
    earlier = [each for each in known if each.captured_at <= at]
    stood = earlier[-1] if earlier else None
    if shown is not None and (stood is None or (accepted and accepted.captured_at >= stood.captured_at)):
        return shown
    return replace(
        page,
        state=PageState.OK if stood else None,
        state_at=stood.captured_at if stood else None,
        suspect=None,
        suspect_at=None,
        suspect_count=0,
        revision=stood.id if stood else None,
    )


def _side(revision: Revision | None) -> Side | None:
    if revision is None:
        return None
    return Side(revision=revision.id, captured_at=revision.captured_at, sha256=revision.sha256)
