"""Comparing what was read: each page's captures in their order, each settled in one transaction."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from rapidfuzz import fuzz

from config.declarations import Configuration, Source
from diffing.looks import Look, settle_look
from monitors.comparing.alternating import LOOKED_BACK, STAYS, TO_AND_FRO, find_settled, goes_to_and_fro, quieten
from monitors.comparing.imported_history import Historian
from monitors.comparing.page_histories import make_side
from monitors.comparing.renewing import renew_revision
from monitors.comparing.revision_pairs import RevisionPairs
from monitors.reading.pool import now, page_of, source_of
from monitors.reading.tasks import describe_fault
from storage.archive.warc import ArchiveError
from storage.records import (
    IMPORTED,
    Capture,
    Change,
    ChangeKind,
    Difference,
    Outcome,
    Page,
    PageState,
    Reading,
    Revision,
)
from storage.store import Store, StoreError

SAME_ARTICLE = 60.0
"""Similarity (rapidfuzz ratio, 0–100) from which a page at a new address is still the same article."""


class Comparer:
    """Walks through captures that wait to be compared and keeps the changes it finds."""

    def __init__(self, store: Store, configuration: Configuration) -> None:
        self._store = store
        self._configuration = configuration
        self._faulty: set[str] = set()
        self._restless: set[str] = set()
        self._pairs = RevisionPairs(store, configuration)
        self.faults: dict[str, list[str]] = defaultdict(list)

    def compare_waiting(self, source: str | None = None) -> list[Change]:
        """Settle every waiting capture (of one source, or of all), in order; the changes that were kept.

        Redirected captures of a check go first, so that a page that moved is known as such before its new
        address, found by a listing in the same check, could be told as a new page.
        """
        waiting = list(self._store.uncompared(source))
        captures = [each for each in waiting if IMPORTED not in each.flags]
        for name in {each.source for each in captures}:
            since = min(each.captured_at for each in captures) - LOOKED_BACK
            self._restless |= self._store.noted_pages(source=name, reason=TO_AND_FRO, since=since)
            self._pairs.learn_site(name, [each for each in captures if each.source == name], self._reading)
        runs = list(dict.fromkeys(each.run for each in captures))
        captures.sort(key=lambda each: (runs.index(each.run), each.page in (None, each.url)))
        changes = [self._settle_alone(each) for each in captures]
        self._end_baseline(captures)
        historian = Historian(self._store, self._configuration, self._reading, self._pairs.compare)
        history = historian.settle_all([each for each in waiting if IMPORTED in each.flags], self.faults)
        return [each for each in [*changes, *history] if each is not None]

    def _settle_alone(self, capture: Capture) -> Change | None:
        """Settle one capture; a fault of ours at one page is told and keeps nobody from the others.

        The capture waits on, and so do the later ones of its page: the next check tries again.
        """
        page = capture.page or capture.url
        if page in self._faulty:
            return None
        try:
            return self._settle(capture)
        except (StoreError, ArchiveError):
            raise
        except Exception as error:  # noqa: BLE001  # see above
            self._faulty.add(page)
            self.faults[capture.source].append(f"our own fault while comparing {page}: {describe_fault(error)}")
            return None

    def _settle(self, capture: Capture) -> Change | None:
        page = page_of(self._store, capture)
        if page.url != (capture.page or capture.url) and self._is_seen_in_this_run(page, capture):
            return self._keep(capture, page, None)
        reading, latest = self._reading(capture)
        former = self._store.revision(page.revision) if page.revision else None
        if former is not None and latest is not None and former.text_sha256 == latest.text_sha256:
            latest = None  # the same words, read by a newer extractor or before an earlier capture was settled
        if former is None and latest is not None and self._join_by_canonical(page, latest, capture.captured_at):
            return self._keep(capture, page, None)
        moved, elsewhere = self._follow_redirect(page, capture, former, latest, reading)
        look = settle_look(moved, capture, reading, former, latest, elsewhere=elsewhere)
        return self._keep(capture, look.page, self._change(capture, look, former, latest))

    def _reading(self, capture: Capture) -> tuple[Reading | None, Revision | None]:
        if capture.outcome is not Outcome.FETCHED:
            return None, None
        kept = self._store.reading(capture.id)
        if kept is None:
            return None, None
        revision = self._store.revision(kept.revision) if kept.revision else None
        reading = Reading(
            state=kept.state,
            evidence=kept.evidence,
            visible_sha256=kept.visible_sha256,
            same=kept.same,
            article=revision.article if revision else None,
        )
        return reading, revision

    def _is_seen_in_this_run(self, page: Page, capture: Capture) -> bool:
        """Whether the page that this capture's page was joined to was looked at in the same run."""
        return any(each.run == capture.run and each.id != capture.id for each in self._store.captures(page.url))

    def _follow_redirect(
        self, page: Page, capture: Capture, former: Revision | None, latest: Revision | None, reading: Reading | None
    ) -> tuple[Page, bool]:
        """The page at its new address, where a redirect led to the same article; else whether it led elsewhere."""
        sound = capture.outcome is Outcome.UNCHANGED or (reading is not None and reading.state is PageState.OK)
        if capture.url in (page.url, page.address) or not sound or former is None:
            return page, False
        if latest is not None and not _is_same_article(former, latest):
            return page, True
        other = self._store.resolve_page(capture.url)
        if other is not None and other.url != page.url and self._holds_same_article(other, latest or former):
            self._store.join_page(url=other.url, into=page.url, reason="redirect", at=capture.captured_at)
        self._store.move_page(url=page.url, address=capture.url, at=capture.captured_at)
        return replace(page, address=capture.url), False

    def _holds_same_article(self, page: Page, article: Revision) -> bool:
        """Whether nothing else is known of that page than this article."""
        return page.revision is None or _is_same_article(self._store.revision(page.revision), article)

    def _join_by_canonical(self, page: Page, latest: Revision, at: datetime) -> bool:
        """Whether a new page is another known page under a second address, as its own canonical link says."""
        canonical = latest.article.canonical
        other = self._store.resolve_page(canonical) if canonical else None
        if other is None or other.url == page.url or other.revision is None:
            return False
        known = self._store.revision(other.revision)
        if known.text_sha256 != latest.text_sha256:
            return False
        self._store.join_page(url=page.url, into=other.url, reason="canonical", at=at)
        return True

    def _change(self, capture: Capture, look: Look, former: Revision | None, latest: Revision | None) -> Change | None:
        if look.kind is None:
            return self._tell_rest(capture, look) if look.page.url in self._restless else None
        source = source_of(self._configuration, capture)
        before = former
        after = latest if look.accepted else None
        if look.kind is ChangeKind.BACK and after is None:
            before, after = None, former
        elif look.kind is ChangeKind.BACK:
            before = None
        elif look.kind is ChangeKind.CHANGED and before is not None and after is not None:
            before = renew_revision(self._store, self._configuration, source, before, after.article.extractor)
        difference = self._pairs.compare(source, before, after)
        if look.kind is ChangeKind.CHANGED and not difference.hunks and not difference.events:
            return None
        if look.kind is ChangeKind.CHANGED and latest is not None and goes_to_and_fro(self._store, look.page, latest):
            difference = quieten(self._store, look.page, difference)
            self._restless.add(look.page.url)
        return self._make_change(capture, look, source, before, after, difference)

    def _tell_rest(self, capture: Capture, look: Look) -> Change | None:
        """The change of a page that went to and fro and has come to rest at another text than was told last."""
        settled = find_settled(self._store, look.page)
        if settled is None:
            return None
        source = source_of(self._configuration, capture)
        difference = self._pairs.compare(source, settled.told, settled.stands)
        told = replace(difference, reasons=(*difference.reasons, STAYS))
        return self._make_change(
            capture, replace(look, kind=ChangeKind.CHANGED), source, settled.told, settled.stands, told
        )

    def _make_change(
        self,
        capture: Capture,
        look: Look,
        source: Source,
        before: Revision | None,
        after: Revision | None,
        difference: Difference,
    ) -> Change:
        shown = after or before
        reasons = difference.reasons if look.reason is None else (*difference.reasons, look.reason)
        return Change(
            id=uuid.uuid4().hex,
            page=look.page.url,
            source=source.name,
            url=look.page.address,
            title=shown.article.title if shown else None,
            kind=look.kind or ChangeKind.CHANGED,
            baseline=look.kind is ChangeKind.NEW and self._is_baseline(source.name),
            detected_at=now(),
            capture=capture.id,
            published=shown.article.published if shown else None,
            before=make_side(before) if before else None,
            after=make_side(after) if after else None,
            priority=difference.priority,
            reasons=reasons,
            events=difference.events,
            hunks=difference.hunks if look.kind is ChangeKind.CHANGED else (),
        )

    def _keep(self, capture: Capture, page: Page, change: Change | None) -> Change | None:
        kept = self._store.put_comparison(capture_id=capture.id, page=page, change=change, at=now())
        return change if kept else None

    def _is_baseline(self, source: str) -> bool:
        return self._store.fact(f"baseline of {source}") is None

    def _end_baseline(self, captures: list[Capture]) -> None:
        """From the first sound look at a source on, its new pages are news."""
        for name in sorted({each.source for each in captures}):
            if self._is_baseline(name) and any(page.revision for page in self._store.pages(name)):
                self._store.set_fact(f"baseline of {name}", now().isoformat())


def _is_same_article(former: Revision, latest: Revision) -> bool:
    same = former.text_sha256 == latest.text_sha256
    return same or fuzz.ratio(former.article.text, latest.article.text) >= SAME_ARTICLE
