"""What we could not look at, and since when: one row a source, from what is kept."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from config.declarations import Configuration, Source
from diffing.looks import describe_status
from monitors.comparing.alternating import TO_AND_FRO
from monitors.health.rows import Health, SourceState
from monitors.timing.digest_duty import explain, find_trouble
from monitors.timing.rates import CHECKS, ESTIMATOR, Rate, choose_rate
from monitors.timing.silence import Silence, measure_silence
from monitors.timing.windows import next_open
from spiders.manners.pacing import is_rare
from storage.records import PAGES_ONLY, Capture, Failure, Outcome, Page, PageState, Role, Run
from storage.store import Store

LOOKS = 400
"""Captures of a source that are looked back upon: some checks of a usual source."""

LATE = 2.0
"""A source is late when this many of its intervals have passed without a check."""


RESTLESS = timedelta(days=7)
"""How long a page that went to and fro is told of."""

_REFUSALS = (Failure.ROBOTS, Failure.WAIT)
_SAMPLE = 50  # pages of a source whose charset is looked at

DIGEST = "(digest)"
"""What stands for a source's name in the row on the digest; no source can bear that name."""


def look_at_health(store: Store, configuration: Configuration, *, now: datetime) -> list[Health]:
    """How every declared source is."""
    zone = ZoneInfo(configuration.service.timezone)
    return [_judge(store, source, zone, now) for source in configuration.sources]


def look_at_delivery(store: Store, *, now: datetime) -> Health | None:
    """How the sending of digests is, as a row like that of a source; None while nothing is wrong with it."""
    trouble = find_trouble(store)
    if trouble is None:
        return None
    return Health(source=DIGEST, state=SourceState.FAILING, since=trouble.since, detail=explain(trouble, now))


def _judge(store: Store, source: Source, zone: ZoneInfo, now: datetime) -> Health:
    captures = [
        each
        for each in store.last_captures(source=source.name, limit=LOOKS)
        if each.role in (Role.PAGE, Role.INDEX) and not each.run.startswith(PAGES_ONLY)
    ]
    captures.sort(key=lambda each: each.sequence)
    pages = [each for each in store.pages(source.name) if each.joined_to is None]
    runs = store.last_runs(source=source.name, limit=CHECKS if source.adaptive else 20)
    rate = choose_rate(source, runs)
    silence = measure_silence(pages, now)
    state, since, detail = _state_of(source, captures, pages, runs)
    if state is SourceState.OK:
        state, since, detail = _look_closer(store, source, zone, now, detail, _Seen(captures, pages, rate, silence))
    if rate.checks:
        why = _describe_rate(store, source, now, pages, rate)
        detail = f"{detail}; {why}" if detail else why
    good = [each.captured_at for each in captures if _is_good(each)]
    bad = [each for each in captures if not _is_good(each)]
    return Health(
        source=source.name,
        state=state,
        since=since,
        detail=detail,
        pages=len(pages),
        last_success_at=good[-1] if good else None,
        last_failure_at=bad[-1].captured_at if bad else None,
        last_failure=_explain(bad[-1]) if bad else None,
        usual_gap=_usual_gap(runs),
        current_gap=now - good[-1] if good else None,
        usual_silence=silence.usual if silence else None,
        current_silence=silence.current if silence else None,
        every=rate.every,
    )


class _Seen(NamedTuple):
    """What was seen of a source of late."""

    captures: list[Capture]
    pages: list[Page]
    rate: Rate
    silence: Silence | None


def _look_closer(
    store: Store, source: Source, zone: ZoneInfo, now: datetime, detail: str, seen: _Seen
) -> tuple[SourceState, datetime | None, str]:
    """Of a source whose looks went well: whether it is late or silent, or yields no text; else what is worth saying."""
    captures, pages, rate, silence = seen
    due = due_again(source, zone, captures, rate.every)
    if due is not None and now - due > rate.every * (LATE - 1):
        last = captures[-1].captured_at
        return SourceState.LATE, last, f"last looked at {_span(now - last)} ago, due every {_span(rate.every)}"
    if silence is not None and silence.is_unusual:
        told = f"nothing new for {_span(silence.current)}; usual: every {_span(silence.usual)}"
        return SourceState.SILENT, now - silence.current, told
    if empty := _empty_looks(store, captures):
        told = f"no text found on {len(empty)} pages of the last check: look at `content`, or at `try`"
        return SourceState.SHRUNK, empty[0].captured_at, told
    asides = [*_asides(store, captures, pages), *_restless(store, source, now)]
    return SourceState.OK, None, "; ".join([*([detail] if detail else []), *asides])


def _describe_rate(store: Store, source: Source, now: datetime, pages: list[Page], rate: Rate) -> str:
    """How often an adaptive source is checked, why, and how many of its pages less often."""
    changed = f"{rate.changed} of the last {rate.checks} checks brought changes ({ESTIMATOR})"
    looks = store.page_looks(source.name)
    rare = sum(1 for each in pages if is_rare(each, looks.get(each.url), now, source, rate.every))
    beside = f"; {rare} of {len(pages)} pages less often" if rare else ""
    return f"checked every {_span(rate.every)}: {changed}{beside}"


def _state_of(
    source: Source, captures: list[Capture], pages: list[Page], runs: list[Run]
) -> tuple[SourceState, datetime | None, str]:
    """The first of these that holds, the gravest first."""
    if not captures:
        return SourceState.LATE, None, "never looked at: run `defenderwatch check`"
    last_run = captures[-1].run
    latest = [each for each in captures if each.run == last_run]
    bad = [each for each in latest if not _is_good(each)]
    if len(bad) * 2 > len(latest) or any(each.role is Role.INDEX for each in bad):
        state = SourceState.BLOCKED if _is_blocked(bad) else SourceState.FAILING
        return state, _since(captures), f"{_explain(bad[0])} ({len(bad)} of {len(latest)} looks)"
    walled = [each for each in pages if each.state in (PageState.BLOCKED, PageState.CONSENT, PageState.LOGIN)]
    if walled and len(walled) * 2 > len(pages):
        since = min(each.state_at for each in walled if each.state_at) if walled[0].state_at else None
        return SourceState.BLOCKED, since, f"{walled[0].state} page on {len(walled)} of {len(pages)} pages"
    shrunk = [each for each in pages if each.suspect == "shrunk"]
    if shrunk and len(shrunk) * 4 > len(pages):
        return SourceState.SHRUNK, shrunk[0].suspect_at, f"{len(shrunk)} pages lost more than half of their text"
    seen = sum(1 for each in latest if each.role is Role.PAGE)
    problems = next((each.problems for run in runs[:1] for each in run.reports if each.source == source.name), ())
    resting = next((each.resting for run in runs[:1] for each in run.reports if each.source == source.name), 0)
    if seen + resting < source.expect_at_least:
        detail = "; ".join(problems) or f"{seen} pages, at least {source.expect_at_least} expected"
        return SourceState.SILENT, latest[-1].captured_at, detail
    return SourceState.OK, None, "; ".join(problems)


def due_again(source: Source, zone: ZoneInfo, captures: list[Capture], every: timedelta) -> datetime | None:
    """When a source was or is due after its last look: within its window; None where it was never looked at."""
    return next_open(source.when, zone, captures[-1].captured_at + every) if captures else None


def _is_good(capture: Capture) -> bool:
    """Whether the look came to something: a sound answer, or a page that is certainly gone."""
    if capture.outcome is Outcome.UNCHANGED:
        return True
    return capture.outcome is Outcome.FETCHED and (capture.status or 0) in (*range(200, 300), 404, 410)


def _is_blocked(bad: list[Capture]) -> bool:
    """Whether a site does not want us: by its status, by asking us to wait, by its robots.txt."""
    refusals = [each for each in bad if each.status in (401, 403, 429, 451) or each.failure in _REFUSALS]
    return len(refusals) * 2 > len(bad)


def _empty_looks(store: Store, captures: list[Capture]) -> list[Capture]:
    """The looks of the last check at sound pages in which no text was found, where they are most of its looks."""
    latest = [each for each in captures if each.run == captures[-1].run and each.role is Role.PAGE]
    readings = [(each, store.reading(each.id)) for each in latest if each.outcome is Outcome.FETCHED]
    empty = [each for each, reading in readings if reading is not None and reading.state is PageState.EMPTY]
    return empty if len(empty) * 2 > len(latest) else []


def _asides(store: Store, captures: list[Capture], pages: list[Page]) -> list[str]:
    """What an operator should know of a source that is well all the same."""
    latest = [each for each in captures if each.run == captures[-1].run]
    kinds = Counter(_explain_kind(each) for each in latest if not _is_good(each))
    told = [f"{count} of {len(latest)} looks: {kind}" for kind, count in kinds.most_common()]
    if any("tls not verified" in each.flags for each in latest):
        told.append("certificates are not checked")
    read = [store.revision(each.revision) for each in pages[:_SAMPLE] if each.revision]
    guessed = [each for each in read if not each.article.charset_sure]
    if guessed:
        told.append(f"charset guessed on {len(guessed)} of {len(read)} pages")
    return told


def _restless(store: Store, source: Source, now: datetime) -> list[str]:
    """The note on pages that go to and fro between two texts."""
    pages = store.noted_pages(source=source.name, reason=TO_AND_FRO, since=now - RESTLESS)
    one = len(pages) == 1
    return [f"{len(pages)} {'page goes' if one else 'pages go'} to and fro between two texts"] if pages else []


def _explain_kind(capture: Capture) -> str:
    return capture.failure.value if capture.failure is not None else describe_status(capture.status or 0)


def _explain(capture: Capture) -> str:
    if capture.failure is not None:
        return f"{capture.failure.value}: {capture.detail}" if capture.detail else capture.failure.value
    return describe_status(capture.status or 0)


def _since(captures: list[Capture]) -> datetime | None:
    """When the present row of bad looks began."""
    since = None
    for capture in reversed(captures):
        if _is_good(capture):
            return since
        since = capture.captured_at
    return since


def _usual_gap(runs: list[Run]) -> timedelta | None:
    starts = sorted(each.started_at for each in runs)
    gaps = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(starts)]
    return timedelta(seconds=median(gaps)) if gaps else None


def _span(length: timedelta) -> str:
    seconds = length.total_seconds()
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 3600:.0f} h" if seconds >= 3600 else f"{seconds / 60:.0f} min"
