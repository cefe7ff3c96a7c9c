"""How long does the server take for each page of the review desk, with a full store?

    python benchmarks/desk.py [--changes 100000] [--subjects 1000] [--captures 300000] [--times 30]

A store of that size is filled in a temporary folder (people invented), the desk is asked as a reader would ask,
inside this process and without a network, and the time until the whole answer is there is printed per page as p50 and
p95 in milliseconds, beside its CPU time, which a busy machine changes less. A fifth of the changes is judged. Exit
status 1 where the queue takes more than 20 ms, the search more than 50 ms, or another page more than 150 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

import httpx

from config.declarations import Configuration
from monitors.review.access import Doorkeeper
from monitors.review.app import make_app
from monitors.review.sessions import COOKIE, begin_session
from storage import database as sql
from storage import people
from storage.doors.triage import Seen
from storage.people import Account
from storage.plain import to_row
from storage.records import (
    Article,
    Capture,
    Change,
    ChangeKind,
    Event,
    EventKind,
    Failure,
    Fidelity,
    Hunk,
    HunkKind,
    Mention,
    Outcome,
    Page,
    PageState,
    Passage,
    Review,
    Revision,
    Role,
    Side,
    Verdict,
)
from storage.store import Store

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
DAYS = 400
SOURCES = 50
PAGES = 5_000
LIMITS = {"queue": 20.0, "search": 50.0, "search, all texts": 50.0}
PAGE_LIMIT = 150.0
"""Milliseconds at the 95th percentile."""

STATUSES = ("detained", "charged", "sentenced", "released", None, None, None)
FIRST = ("Aru", "Daniya", "Yerkin", "Marzhan", "Сәуле", "Тимур", "Ботагөз", "Руслан", "Anel", "Kuat")
LAST = (
    "Sarqytov",
    "Baltabai",
    "Qosherbai",
    "Жанәділова",
    "Омирзак",
    "Телегенов",
    "Imashova",
    "Tölegen",
    "Erden",
    "Juma",
)


def name(number: int) -> str:
    """An invented person."""
    return f"{FIRST[number % 10]} {LAST[number // 10 % 10]} {number}"


def identify(word: str) -> str:
    """32 hex digits that stand for a word."""
    return hashlib.sha256(word.encode()).hexdigest()[:32]


def configure(subjects: int) -> Configuration:
    """A folder of sources and one long watch list."""
    people = [{"id": f"s-{n}", "kind": "law" if n % 7 == 6 else "defender", "name": name(n)} for n in range(subjects)]
    sources = [
        {"name": f"source-{n}", "title": f"Steppe Paper {n}", "url": f"https://p{n}.example/"} for n in range(SOURCES)
    ]
    return Configuration.model_validate(
        {
            "service": {"timezone": "Asia/Almaty"},
            "sources": sources,
            "watch_lists": [{"name": "steppe", "title": "Steppe", "subjects": people}],
        }
    )


def capture_of(number: int, captures: int, rng: random.Random) -> Capture:
    """The n-th capture: mostly unchanged, now and then blocked or failed."""
    page = number % PAGES
    at = NOW - timedelta(days=DAYS) * (captures - number) / captures
    kind = rng.random()
    failed = kind > 0.97
    status = None if failed else 403 if kind > 0.93 else 200
    outcome = Outcome.FAILED if failed else Outcome.UNCHANGED if kind < 0.6 else Outcome.FETCHED
    url = f"https://p{page % SOURCES}.example/{page}"
    return Capture(
        id=identify(f"capture {number}"), sequence=number + 1, run="r1", source=f"source-{page % SOURCES}",
        role=Role.PAGE, url=url, page=url, requested_at=at, captured_at=at, outcome=outcome, status=status,
        failure=Failure.TIMEOUT if failed else None, detail=None,
        sha256="ab" * 32, length=20_000, content_type="text/html", etag=None,
        last_modified=None, redirect_to=None, fidelity=Fidelity.WIRE, file="a.warc.gz", offset=number,
        payload_file=None, payload_offset=None,
    )  # fmt: skip


def change_of(number: int, subjects: int, capture: Capture, rng: random.Random) -> Change:
    """The n-th change: a few people in some sentences, with a hunk for each."""
    events, hunks = [], []
    for subject in rng.sample(range(subjects), 2):
        before = f"Суд отложил дело, в котором назван {name(subject)}, до декабря."
        after = f"{name(subject)} приговорён к {number % 30 + 1} суткам ареста, сообщил адвокат."
        sides = [
            Passage(
                start=each.index(name(subject)), end=each.index(name(subject)) + 9, text=name(subject), sentence=each
            )
            for each in (before, after)
        ]
        kind = rng.choice(list(EventKind)[:5])
        events.append(
            Event(
                subject=f"s-{subject}",
                subject_kind="defender",
                kind=kind,
                material=rng.random() < 0.8,
                before=None if kind is EventKind.APPEARED else sides[0],
                after=None if kind is EventKind.DISAPPEARED else sides[1],
                status=rng.choice(STATUSES),
                rule="full name",
            )
        )
        hunks.append(Hunk(kind=HunkKind.CHANGED, before=before, after=after))
    at = capture.captured_at
    sides_of = [
        Side(revision=identify(f"revision {number % PAGES} {n}"), captured_at=at, sha256="ab" * 32) for n in (0, 1)
    ]
    return Change(
        id=identify(f"change {number}"), page=capture.url, source=capture.source, url=capture.url,
        title=f"О деле № {number}", kind=ChangeKind.CHANGED, detected_at=at, capture=capture.id,
        before=sides_of[0], after=sides_of[1], priority=round(rng.random(), 2), reasons=("a mention changed",),
        events=tuple(events), hunks=tuple(hunks),
    )  # fmt: skip


def revisions_of(
    page: int, subjects: int, first: Capture, rng: random.Random
) -> Iterator[tuple[Revision, list[Mention]]]:
    """Two revisions of a page, forty sentences each, and three people named in them."""
    people = rng.sample(range(subjects), 3)
    for number in (0, 1):
        lines = [f"{name(each)} выступил в суде города {page}." for each in people]
        lines += [f"Абзац {n} страницы {page}: о деле говорят {rng.randrange(99)} свидетелей." for n in range(40)]
        text = "\n\n".join(lines)
        yield (
            Revision(
                id=identify(f"revision {page} {number}"), page=first.url, capture=first.id,
                captured_at=first.captured_at + timedelta(days=5 * number), sha256="ab" * 32,
                article=Article(
                    title=f"О деле № {page}", text=text, published=None, language="ru", author=None, extractor="x"
                ),
                text_sha256=identify(text),
            ),
            [
                Mention(
                    subject=f"s-{each}", kind="defender", start=text.index(name(each)), end=text.index(name(each)) + 9,
                    text=name(each), sentence_start=0, sentence_end=9, rule="full name", confidence=1,
                )
                for each in people
            ],
        )  # fmt: skip


def fill(folder: Path, *, changes: int, subjects: int, captures: int) -> None:
    """The store in `folder` holds all of it."""
    rng = random.Random(7)
    with Store.open(folder) as store:
        database = store._database
        kept = [capture_of(number, captures, rng) for number in range(captures)]
        with database.writing():
            database.write_all(sql.ADD_CAPTURE, (to_row(each) for each in kept))
            for page in range(PAGES):
                first = kept[page]
                known = Page(
                    url=first.url, source=first.source, address=first.url, found_at=first.captured_at, found_from=None,
                    listed_at=None, state=PageState.OK, state_at=first.captured_at,
                )  # fmt: skip
                database.write(sql.SHOW_PAGE, to_row(known))
                for revision, mentions in revisions_of(page, subjects, first, rng):
                    store._add_revision(revision, mentions, first.captured_at)
        step = captures / changes
        with database.writing():
            for number in range(changes):
                store._add_change(change_of(number, subjects, kept[int(number * step)], rng))
        store.add_account(name="Benchmark", role=people.Role.OPERATOR, at=NOW)
        verdicts = [
            Seen(
                review=Review(
                    change=identify(f"change {number}"), verdict=rng.choice(list(Verdict)), reviewer="Benchmark",
                    reviewed_at=NOW - timedelta(seconds=changes - number),
                )
            )
            for number in range(0, changes, 5)
        ]  # fmt: skip
        store.add_reviews(verdicts)


def find_reader(store: Store) -> Account:
    """The account that asks for the pages."""
    return store.account("Benchmark") or store.add_account(name="Benchmark", role=people.Role.OPERATOR, at=NOW)


async def measure(folder: Path, configuration: Configuration, times: int) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds of every answer, by page: on the clock, and of this process's CPU."""
    keeper = Doorkeeper(key="a key for benchmarks alone")
    app = make_app(configuration, folder, keeper=keeper, clock=lambda: NOW)
    took: dict[str, list[tuple[float, float]]] = {}
    async with app.router.lifespan_context(app):
        session, cookie = begin_session(app.state.desk.store, find_reader(app.state.desk.store), NOW)
        desk = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app),
            base_url="http://127.0.0.1:8765",
            cookies={COOKIE: cookie},
            timeout=60,
        )
        async with desk:
            front = (await desk.get("/")).text
            change = re.findall(r'data-line href="(/changes/\w+)', front)[0]
            capture = identify("capture 3")
            subject = f"/subjects/{keeper.veil('s-5')}"
            pages = {
                "queue": "/", "queue by kind": "/?kind=vanished", "queue by subject": f"/?subject={keeper.veil('s-5')}",
                "queue by source": "/?source=source-3", "queue, page 100": "/?page=100", "change": change,
                "subjects": "/subjects", "subject": subject, "sources": "/sources", "source": "/sources/source-3",
                "history": f"/captures/{capture}/history", "capture": f"/captures/{capture}",
                "digest": "/digests/2026-11-23", "queue by reviewer": "/?reviewer=Benchmark",
                "queue by priority": "/?priority=0.75&since=2026-10-01", "queue by language": "/?language=ru",
                "report": f"{subject}/report", "edit": f"{subject}/edit", "agreement": "/agreement",
                "proposals": "/proposals", "learn": f"{change}/learn", "log": "/audit", "search": "",
                "search, all texts": "",
            }  # fmt: skip
            for page, path in pages.items():
                for turn in range(times + 1):
                    start, worked = time.perf_counter(), time.process_time()
                    if path:
                        answer = await desk.get(path)
                    else:
                        answer = await desk.post(
                            "/search",
                            data={"token": session.token, "words": "суде" if "all" in page else f"города {turn} суде"},
                        )
                    if answer.status_code != 200:
                        raise SystemExit(f"{page}: status {answer.status_code}")
                    if turn:
                        spent = (time.perf_counter() - start, time.process_time() - worked)
                        took.setdefault(page, []).append((1000 * spent[0], 1000 * spent[1]))
    return took


def main() -> int:
    """Fill, ask, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option, number in (("changes", 100_000), ("subjects", 1_000), ("captures", 300_000), ("times", 30)):
        options.add_argument(f"--{option}", type=int, default=number)
    options.add_argument("--folder", type=Path, help="keep the store here, or use the one that is here")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary) / "data"
        if not (folder / sql.FILE_NAME).exists():
            fill(folder, changes=asked.changes, subjects=asked.subjects, captures=asked.captures)
        took = asyncio.run(measure(folder, configure(asked.subjects), asked.times))
    slow = []
    for page, milliseconds in took.items():
        parts = quantiles([clock for clock, _ in milliseconds], n=20)
        cpu = quantiles([worked for _, worked in milliseconds], n=20)
        limit = LIMITS.get(page, PAGE_LIMIT)
        slow += [page] if parts[18] > limit else []
        told = f"p50 {parts[9]:7.1f} ms   p95 {parts[18]:7.1f} ms   CPU p50 {cpu[9]:7.1f} p95 {cpu[18]:7.1f} ms"
        print(f"{page:18} {told}   {'TOO SLOW' if page in slow else ''}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
