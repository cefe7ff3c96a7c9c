"""A day at an invented news site: people in three scripts, a law, and a page that means harm."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from config.declarations import Configuration
from storage.records import (
    Capture,
    Change,
    ChangeKind,
    Event,
    EventKind,
    Fidelity,
    Hunk,
    HunkKind,
    Outcome,
    Passage,
    Review,
    Revision,
    Role,
    Run,
    Side,
    SourceReport,
)

NOON = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)  # noon in Almaty

CONFIGURATION = Configuration.model_validate(
    {
        "service": {"timezone": "Asia/Almaty", "review": {"listen": "127.0.0.1:8765"}},
        "sources": [
            {"name": "lantern", "title": "Steppe Lantern", "url": "https://lantern.example/"},
            {"name": "herald", "title": "Uly Dala Herald", "url": "https://herald.example/"},
            {"name": "ministry", "title": "Ministry of Order", "type": "government", "url": "https://order.example/"},
        ],
        "watch_lists": [
            {
                "name": "steppe",
                "subjects": [
                    {"id": "marzhan-qosherbai", "kind": "defender", "name": "Marzhan Qosherbai"},
                    {"id": "yerkin-baltabai", "kind": "defender", "name": "Yerkin Baltabai"},
                    {"id": "nurgul-seiilkhanqyzy", "kind": "defender", "name": "Нұргүл Сейілханқызы"},
                    {"id": "article-488", "kind": "law", "name": "Administrative Code, article 488"},
                ],
            }
        ],
    }
)


def hexadecimal(word: str) -> str:
    """32 hex digits that stand for a word."""
    return hashlib.sha256(word.encode()).hexdigest()[:32]


def passage(sentence: str, form: str) -> Passage:
    """A mention in its sentence."""
    start = sentence.index(form)
    return Passage(start=start, end=start + len(form), text=form, sentence=sentence)


def event(subject: str, kind: EventKind, before: Passage | None, after: Passage | None, **more: Any) -> Event:
    """An event as the comparison makes it; material unless told otherwise."""
    subject_kind = "law" if subject.startswith("article") else "defender"
    given = {"material": True, "rule": "full name", "subject_kind": subject_kind, **more}
    return Event(subject=subject, kind=kind, before=before, after=after, **given)


def change(name: str, *events: Event, **more: Any) -> Change:
    """A change of one page of the Lantern, detected at noon; `more` overrules every field."""
    at = more.pop("at", NOON)
    side = Side(revision=hexadecimal(f"rev {name}"), captured_at=at - timedelta(minutes=2), sha256="ab" * 32)
    old = Side(revision=hexadecimal(f"old {name}"), captured_at=at - timedelta(hours=6), sha256="cd" * 32)
    given: dict[str, Any] = {
        "page": f"https://lantern.example/{name}",
        "url": f"https://lantern.example/{name}",
        "source": "lantern",
        "title": f"About {name}",
        "kind": ChangeKind.CHANGED,
        "detected_at": at,
        "capture": hexadecimal(f"cap {name}"),
        "before": old,
        "after": side,
        "priority": 0.5,
    }
    return Change(id=hexadecimal(name), events=events, **{**given, **more})


def named(sentence: str, **more: Any) -> Event:
    """Yerkin Baltabai is named in a sentence for the first time."""
    return event("yerkin-baltabai", EventKind.APPEARED, None, passage(sentence, "Yerkin Baltabai"), **more)


COURT = "Суд отложил рассмотрение дела Маржан Кошербай до декабря."
JAILED = "Маржан Кошербай приговорили к десяти суткам ареста по ст. 488 КоАП."
ACCUSED = "Charges against Yerkin Baltabai were filed on 19 November."
SCHOOL = "Нұргүл Сейілханқызы ауыл мектебінде құқық сабағын ашты."


def sentenced(name: str = "court", **more: Any) -> Change:
    """The change in which a person is sentenced, and the law she is sentenced under appears."""
    return change(
        name,
        event(
            "marzhan-qosherbai",
            EventKind.CONTEXT_CHANGED,
            passage(COURT, "Маржан Кошербай"),
            passage(JAILED, "Маржан Кошербай"),
            status="sentenced",
        ),
        event("article-488", EventKind.APPEARED, None, passage(JAILED, "ст. 488 КоАП"), rule="law: code after number"),
        priority=0.91,
        reasons=("status word: sentenced", "law newly cited"),
        hunks=(
            Hunk(kind=HunkKind.EQUAL, before="Новости суда.", after="Новости суда."),
            Hunk(kind=HunkKind.CHANGED, before=COURT, after=JAILED),
            Hunk(kind=HunkKind.ADDED, before=None, after="Адвокат обжалует."),
        ),
        **more,
    )


def vanished(**more: Any) -> Change:
    """The change in which a paragraph about a person was quietly deleted."""
    gone = event("yerkin-baltabai", EventKind.DISAPPEARED, passage(ACCUSED, "Yerkin Baltabai"), None)
    given: dict[str, Any] = {"source": "ministry", "title": "Statement on the arrests", "priority": 0.8}
    hunks = (Hunk(kind=HunkKind.REMOVED, before=ACCUSED, after=None),)
    return change("statement", gone, hunks=hunks, **{**given, **more})


def appeared(**more: Any) -> Change:
    """A new article about a person, in Kazakh."""
    new = event("nurgul-seiilkhanqyzy", EventKind.APPEARED, None, passage(SCHOOL, "Нұргүл Сейілханқызы"))
    given: dict[str, Any] = {"kind": ChangeKind.NEW, "before": None, "source": "herald", "published": "2026-11-24"}
    hunks = (Hunk(kind=HunkKind.ADDED, before=None, after=SCHOOL),)
    return change("school", new, hunks=hunks, **{**given, **more})


def capture_of(identifier: str, sequence: int = 1, **more: Any) -> Capture:
    """A capture that fetched a page of HTML."""
    given: dict[str, Any] = {
        "id": identifier, "sequence": sequence, "run": "r1", "source": "lantern", "role": Role.PAGE,
        "url": "https://lantern.example/court", "page": "https://lantern.example/court",
        "requested_at": NOON, "captured_at": NOON, "outcome": Outcome.FETCHED, "status": 200, "failure": None,
        "detail": None, "sha256": "ab" * 32, "length": 1234, "content_type": "text/html; charset=utf-8", "etag": None,
        "last_modified": None, "redirect_to": None, "fidelity": Fidelity.RECONSTRUCTED,
        "file": "defenderwatch-00001.warc.gz", "offset": 4711, "payload_file": "defenderwatch-00001.warc.gz",
        "payload_offset": 4711,
    }  # fmt: skip
    return Capture(**{**given, **more})


@dataclass
class FakeStore:
    """The store's door as the digest and the desk use it, over records made by hand."""

    kept: list[Change] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    sent: list[tuple[object, ...]] = field(default_factory=list)
    verdicts: list[Review] = field(default_factory=list)
    bodies: dict[str, tuple[Capture, bytes]] = field(default_factory=dict)

    def changes(self, since=None, until=None, source=None, subject=None, include_silent=False) -> Iterator[Change]:
        for each in sorted(self.kept, key=lambda one: one.detected_at):
            listed = include_silent or (each.events and not each.technical)
            if listed and (not since or since <= each.detected_at) and (not until or each.detected_at < until):
                yield each

    def last_runs(self, *, source=None, limit: int) -> list[Run]:
        return [run for run in reversed(self.runs) if source in run.sources][:limit]

    def revision(self, identifier: str) -> Revision:
        return Revision(
            id=identifier, page="", capture="f" * 32, captured_at=NOON, sha256="cd" * 32, article=None, text_sha256=""
        )  # fmt: skip

    def digest_sent(self, date) -> bool:
        return any(date == each[0] for each in self.sent)

    def fact(self, key: str) -> str | None:
        return self.facts.get(key)

    def set_fact(self, key: str, value: str) -> None:
        self.facts[key] = value

    def note_digest(self, *, date, format, at, path=None) -> None:  # noqa: A002
        self.sent.append((date, format, at, path))


def run(name: str, at: datetime, *, pages: int = 20) -> Run:
    """A check of all three sources."""
    reports = tuple(SourceReport(source=each, pages=pages) for each in ("lantern", "herald", "ministry"))
    finished = at + timedelta(minutes=3)
    return Run(id=name, started_at=at, finished_at=finished, sources=("lantern", "herald", "ministry"), reports=reports)


@pytest.fixture(scope="session")
def day():
    """The functions and sentences above, for tests that build a day of their own."""
    import types

    return types.SimpleNamespace(**{name: value for name, value in globals().items() if not name.startswith("_")})


@pytest.fixture
def full_store() -> FakeStore:
    """A day with a status change, a vanishing, a new page, a baseline and a technical change."""
    changes = [
        sentenced(),
        vanished(),
        appeared(),
        change("first", named(ACCUSED), baseline=True),
        change("ours", named(ACCUSED), technical=True),
    ]
    return FakeStore(kept=changes, runs=[run("r1", NOON - timedelta(hours=6)), run("r2", NOON)])
