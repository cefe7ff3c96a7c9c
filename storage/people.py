"""The plain types of people at the desk: who they are, what they may do, what they said and did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Right(StrEnum):
    """What a page of the desk asks of its reader."""

    READ = "read"
    JUDGE = "judge"
    ARCHIVE = "archive"
    OPERATE = "operate"


class Role(StrEnum):
    """What a person is at the desk."""

    READER = "reader"
    REVIEWER = "reviewer"
    ARCHIVIST = "archivist"
    OPERATOR = "operator"

    def may(self, right: Right) -> bool:
        """Whether who has this role has that right."""
        return right in RIGHTS[self]


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.READER: frozenset({Right.READ}),
    Role.REVIEWER: frozenset({Right.READ, Right.JUDGE}),
    Role.ARCHIVIST: frozenset({Right.READ, Right.ARCHIVE}),
    Role.OPERATOR: frozenset(Right),
}
"""An archivist keeps what was received and judges nothing of it; an operator, who holds the machine, may do all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who may log in. `password` is an argon2 hash; None until the person has chosen one."""

    number: int
    name: str
    role: Role
    password: str | None
    created_at: datetime
    closed_at: datetime | None = None


class VisitKind(StrEnum):
    """What a visit lets its holder do."""

    SESSION = "session"
    INVITATION = "invitation"
    FIRST = "first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A way in that ends by itself: a session, an invitation to choose a password, or to make the first account.

    `id` is the hash of a secret that only the person's browser, or the link, holds.
    """

    id: str
    kind: VisitKind
    account: int | None  # None: whoever makes the first account
    begun_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A way in for a program, which reads with the rights of its role. `id` is the hash of a secret kept nowhere."""

    id: str
    name: str
    role: Role
    made_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    last_used_at: datetime | None = None
    uses: int = 0


class TokenUse(NamedTuple):
    """How often a token asked for one kind of page on one day in UTC, first and last when."""

    token: str
    day: str
    route: str
    uses: int
    first_at: datetime
    last_at: datetime


class Deed(NamedTuple):
    """A line of the audit log: who did what to what, and when. Never the name of who is tracked."""

    number: int
    at: datetime
    actor: str
    action: str
    object: str
    detail: str


class Comment(NamedTuple):
    """What a person wrote beside a change, without a verdict."""

    author: str
    at: datetime
    text: str


class Assignment(NamedTuple):
    """Who was asked to look at a change, by whom; `assignee` None: nobody any more."""

    assignee: str | None
    author: str
    at: datetime


class SavedView(NamedTuple):
    """Filters of the queue that an account keeps under a name; `query` as it stands in the address."""

    name: str
    query: str


class Standing(NamedTuple):
    """How a change stands: the verdict that holds and whose it is, how many were ever given, and who is to look."""

    reviews: int = 0
    verdict: str | None = None
    reviewer: str | None = None
    assignee: str | None = None


class ProposalKind(StrEnum):
    """What a verdict can teach: a word of a homonym for a subject, or a part of a source's pages that never counts."""

    NOT_NEAR = "not_near"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A rule that a reviewer drew from a change, for an operator to say yes or no to."""

    number: int
    change: str
    kind: ProposalKind
    target: str  # the subject's id, or the source's name
    value: str
    author: str
    at: datetime
    accepted: bool | None = None  # None: nobody has decided yet
    decided_by: str | None = None
    decided_at: datetime | None = None


class Agreement(NamedTuple):
    """How often people called what a rule or a source brought relevant (or follow-up), and how often noise."""

    name: str
    relevant: int
    noise: int
