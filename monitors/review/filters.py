"""What a reader of the queue asks to see, as it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from starlette.datastructures import QueryParams

from monitors.digests.passages import clean_text
from storage.doors.triage import Narrowing

STATES = ("waiting", "judged")
PRIORITIES = ("0.25", "0.5", "0.75")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader wants to see. No name stands in an address: `subject` is a veiled word, `reviewer` and `assignee`
    are numbers of accounts.

    Dates are days of the desk's time zone, both inclusive.
    """

    subject: str = ""
    source: str = ""
    kind: str = ""
    page: int = 1
    state: str = ""
    reviewer: str = ""
    assignee: str = ""
    language: str = ""
    since: str = ""
    until: str = ""
    priority: str = ""

    @classmethod
    def read(cls, query: QueryParams | dict[str, str]) -> Filters:
        """The filters of a request; whatever makes no sense counts as not said."""
        page = query.get("page", "1")
        number = max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1
        told = {each.name: clean_text(query.get(each.name, ""))[:_LONGEST] for each in fields(cls)}
        told["state"] = told["state"] if told["state"] in STATES else ""
        told["priority"] = told["priority"] if told["priority"] in PRIORITIES else ""
        days = {name: told[name] if read_day(told[name]) else "" for name in ("since", "until")}
        return cls(**{**told, **days, "page": number})  # type: ignore[arg-type]

    @classmethod
    def read_text(cls, query: str) -> Filters:
        """The filters of an address as it was kept."""
        return cls.read(dict(parse_qsl(query)))

    def address(self, path: str = "/", **other: str | int) -> str:
        """The path with these filters, some of them changed."""
        told = {name: getattr(self, name) for name in self.__slots__} | other
        query = urlencode({name: value for name, value in told.items() if value and (name, value) != ("page", 1)})
        return f"{path}?{query}" if query else path

    @property
    def further(self) -> bool:
        """Whether anything is asked beyond kind, subject and source."""
        asked = (self.state, self.reviewer, self.assignee, self.language, self.since, self.until, self.priority)
        return any(asked)

    @property
    def names_people(self) -> bool:
        """Whether somebody at the desk is asked for."""
        return bool(self.reviewer or self.assignee)

    @property
    def any(self) -> bool:
        """Whether anything is asked at all."""
        return self.further or bool(self.kind or self.subject or self.source)

    def narrow(self, subject: str | None, zone: ZoneInfo, people: Mapping[str, str]) -> Narrowing:
        """The same for the store; `subject` is the one behind the veiled word, `people` are names by their numbers."""
        return Narrowing(
            source=self.source or None,
            subject=subject,
            judged={"waiting": False, "judged": True}.get(self.state),
            reviewer=people.get(self.reviewer, self.reviewer) or None,
            assignee=people.get(self.assignee, self.assignee) or None,
            language=self.language or None,
            since=_begin(self.since, 0, zone),
            until=_begin(self.until, 1, zone),
            priority=float(self.priority) if self.priority else None,
        )


def read_day(word: str) -> date | None:
    """The day that an address names; None for what is no day of our time."""
    try:
        day = date.fromisoformat(word)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None


def _begin(word: str, later: Literal[0, 1], zone: ZoneInfo) -> datetime | None:
    day = read_day(word)
    return datetime.combine(day + timedelta(days=later), time(), zone).astimezone(UTC) if day else None
