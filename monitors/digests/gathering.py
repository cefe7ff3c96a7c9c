"""The gathering of a digest: one local day of the store, read once and put in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from config.declarations import Configuration
from monitors.comparing.alternating import TO_AND_FRO
from monitors.digests.days import day_bounds, read_zone
from monitors.digests.records import Copy, Digest, NotSeen, Story, TakenBack
from monitors.digests.stories import is_listed, tell_stories
from storage.records import Change, Event, Run, SourceReport
from storage.store import Store

_RUNS_A_DAY = 200
"""Runs of one source that are looked through for a day: enough for a check every eight minutes."""


class Looks(NamedTuple):
    """What the checks of a day looked at."""

    sources: int
    checks: int
    last_check_at: datetime | None
    pages: int
    unchanged: int


def find_unverified(configuration: Configuration) -> tuple[str, ...]:
    """The sources whose certificates are not checked, because the operator said so: anybody could stand between."""
    usual = configuration.service.network.verify_tls
    return tuple(
        each.name for each in configuration.sources if not (usual if each.verify_tls is None else each.verify_tls)
    )


def gather_digest(
    store: Store,
    configuration: Configuration,
    date: date,
    *,
    now: datetime,
    not_seen: Iterable[tuple[str, str, str]] = (),
) -> Digest:
    """The digest of one local day of the service's time zone; the store is only read.

    `not_seen` are the sources that could not be looked at, as (source, state, detail).
    Baseline and technical changes are counted and never listed.
    """
    zone = read_zone(configuration.service.timezone)
    since, until = day_bounds(date, zone)
    changes = list(store.changes(since=since, until=until, include_silent=True))
    fresh = [each for each in changes if not each.baseline and not each.technical]
    stories, folded = _tell(store, configuration, fresh)
    looks = count_looks(store, configuration, changes, since, until)
    return Digest(
        date=date,
        zone=zone,
        since=since,
        until=until,
        made_at=now,
        stories=stories,
        folded=folded,
        counts=count_kinds(fresh),
        sources=looks.sources,
        checks=looks.checks,
        last_check_at=looks.last_check_at,
        pages=looks.pages,
        unchanged=looks.unchanged,
        not_seen=tuple(NotSeen(*each) for each in not_seen),
        baseline=sum(each.baseline and not each.technical for each in changes),
        technical=sum(each.technical for each in changes),
        minor=sum(not is_listed(event) for each in fresh for event in each.events),
        taken_back=tuple(_find_taken_back(store, configuration, fresh)),
        unverified=find_unverified(configuration),
    )


def _tell(
    store: Store, configuration: Configuration, changes: Sequence[Change]
) -> tuple[tuple[Story, ...], tuple[Story, ...]]:
    subjects = name_subjects(configuration)
    titles = name_sources(configuration)

    def find_copy(change: Change, event: Event) -> Copy | None:
        if event.after is not None and change.after is not None and change.capture is not None:
            return Copy(change.capture, change.after.sha256)
        if change.before is None:
            return None
        return Copy(store.revision(change.before.revision).capture, change.before.sha256)

    return tell_stories(
        changes,
        name=lambda subject: subjects.get(subject, subject),
        source_title=lambda source: titles.get(source, source),
        find_copy=find_copy,
    )


def _find_taken_back(store: Store, configuration: Configuration, changes: Iterable[Change]) -> Iterator[TakenBack]:
    """The pages that only went back to what they said before a change that a digest has listed."""
    titles = name_sources(configuration)
    for change in changes:
        if TO_AND_FRO not in change.reasons:
            continue
        earlier = [each for each in store.page_changes(change.page) if each.detected_at < change.detected_at]
        told = next((each for each in reversed(earlier) if not each.technical), None)
        if told is not None and any(is_listed(event) for event in told.events):
            title = change.title or change.url
            yield TakenBack(titles.get(change.source, change.source), title, told.detected_at, change.id)


def name_subjects(configuration: Configuration) -> Mapping[str, str]:
    """The name of each subject of all watch lists, by its id."""
    return {subject.id: subject.name for each in configuration.watch_lists for subject in each.subjects}


def name_sources(configuration: Configuration) -> Mapping[str, str]:
    """What each source is called: its title, else its name."""
    return {source.name: source.title or source.name for source in configuration.sources}


def count_kinds(changes: Iterable[Change]) -> Mapping[str, int]:
    """How many changes and events of each kind are listed; the words of the two enumerations do not overlap."""
    counts: Counter[str] = Counter()
    for change in changes:
        listed = [event for event in change.events if is_listed(event)]
        if listed:
            counts[change.kind.value] += 1
            counts.update(event.kind.value for event in listed)
    return dict(sorted(counts.items()))


def count_looks(
    store: Store, configuration: Configuration, changes: Sequence[Change], since: datetime, until: datetime
) -> Looks:
    """What was looked at between two moments, and how many pages stayed as they were."""
    runs: dict[str, Run] = {}
    sources = pages = unchanged = 0
    for source in configuration.sources:
        found = _runs_between(store, source.name, since, until)
        runs |= {run.id: run for run in found}
        reports = [report for run in found for report in run.reports if report.source == source.name]
        sources += bool(found)
        pages += max((report.pages for report in reports), default=0)
        unchanged += _count_unchanged(reports, [each for each in changes if each.source == source.name])
    ends = [run.finished_at or run.started_at for run in runs.values()]
    return Looks(sources, len(runs), max(ends, default=None), pages, unchanged)


def _runs_between(store: Store, source: str, since: datetime, until: datetime) -> list[Run]:
    return [run for run in store.last_runs(source=source, limit=_RUNS_A_DAY) if since <= run.started_at < until]


def _count_unchanged(reports: Sequence[SourceReport], changes: Sequence[Change]) -> int:
    """Pages of one source that were seen and did not change; a page seen for the first time is not unchanged yet."""
    if not reports:
        return 0
    first_looks = {each.page for each in changes if each.baseline} if len(reports) == 1 else set()
    changed = {each.page for each in changes if not each.baseline and not each.technical}
    failed = min(report.failed for report in reports)
    return max(0, max(report.pages for report in reports) - len(changed | first_looks) - failed)
