"""The gathering of a case report from the store; nothing is computed anew and nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from config.declarations import Configuration, Subject
from monitors.digests.days import read_zone
from monitors.digests.gathering import name_sources
from monitors.digests.standing import Stage, trace_status
from monitors.digests.stories import is_listed
from monitors.reports.records import CaseReport, Citation, Entry
from storage.people import Standing
from storage.records import Capture, Side
from storage.store import Store


def gather_report(
    store: Store,
    configuration: Configuration,
    subject: Subject,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    now: datetime,
) -> CaseReport:
    """The report of a subject: its events in that time, neither technical ones nor small rewordings."""
    events = (pair for pair in store.subject_events(subject.id) if not pair[0].technical)
    stages = [each for each in trace_status(events) if _is_within(each.change.detected_at, since, until)]
    told = [each for each in stages if is_listed(each.event)]
    sides = [side.revision for each in told for side in (each.change.before, each.change.after) if side]
    cited = _Cited(store.captures_behind(sides))
    standings = store.standings([each.change.id for each in told])
    sources = name_sources(configuration)
    entries = [_make_entry(each, sources, standings.get(each.change.id, Standing()), cited) for each in told]
    return CaseReport(
        subject=subject,
        since=since,
        until=until,
        made_at=now,
        zone=read_zone(configuration.service.timezone),
        entries=tuple(entries),
        citations=tuple(Citation(number=number, capture=each) for each, number in cited.numbers()),
        small=len(stages) - len(told),
        unproved=cited.missing,
    )


def _is_within(at: datetime, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or since <= at) and (until is None or at < until)


def _make_entry(stage: Stage, sources: Mapping[str, str], standing: Standing, cited: _Cited) -> Entry:
    change, event = stage.change, stage.event
    return Entry(
        change=change,
        event=event,
        source=sources.get(change.source, change.source),
        former_status=stage.former_status,
        is_step=stage.is_step,
        before=cited.cite(change.before),
        after=cited.cite(change.after),
        verdict=standing.verdict,
        reviewer=standing.reviewer if standing.verdict else None,
    )


class _Cited:
    """The captures that are cited, numbered in the order of their first citation."""

    def __init__(self, behind: Mapping[str, Capture]) -> None:
        self._behind = behind
        self._numbers: dict[str, int] = {}
        self._captures: dict[str, Capture] = {}
        self.missing = 0

    def cite(self, side: Side | None) -> int | None:
        """The number of the capture that a side was read from; None where there is no side, or no such capture."""
        if side is None:
            return None
        capture = self._behind.get(side.revision)
        if capture is None:
            self.missing += 1
            return None
        self._captures[capture.id] = capture
        return self._numbers.setdefault(capture.id, len(self._numbers) + 1)

    def numbers(self) -> list[tuple[Capture, int]]:
        """Every capture with its number, in order."""
        return [(self._captures[name], number) for name, number in self._numbers.items()]
