"""Passwords, sessions and invitations: how an account's person proves who they are.

The browser holds a secret, the database its hash: who reads the database cannot come in by it.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from monitors.languages.speaking import _
from storage.people import Account, Right, Visit, VisitKind
from storage.store import Store

COOKIE = "defenderwatch"
SESSION = timedelta(hours=12)
"""A working day: after it the password is asked for again."""

INVITATION = timedelta(days=3)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200

_HASHER = PasswordHasher()  # argon2id, 64 MiB, 3 passes: the second recommendation of RFC 9106


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who is reading, and the token that each of their forms carries."""

    id: str
    account: Account
    token: str

    @property
    def reviewer(self) -> str:
        """The name that stands beside this person's verdicts."""
        return self.account.name

    def may(self, right: Right | str) -> bool:
        """Whether this person has that right."""
        return self.account.role.may(Right(right))


class WeakPassword(ValueError):
    """A password that is too short or too long; the message says what is allowed."""


def hash_password(password: str) -> str:
    """The argon2 hash of a password; WeakPassword where it is none."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WeakPassword(
            _(
                "A password has %(least)s to %(most)s characters; four words are good.",
                least=SHORTEST_PASSWORD,
                most=LONGEST_PASSWORD,
            )
        )
    return _HASHER.hash(password)


def check_password(account: Account | None, password: str) -> bool:
    """Whether it is the account's password. It takes as long where there is no such account."""
    known = account.password if account else None
    try:
        _HASHER.verify(known or _any_hash(), password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


@cache
def _any_hash() -> str:
    return _HASHER.hash(secrets.token_hex(16))


def begin_session(store: Store, account: Account, now: datetime) -> tuple[Session, str]:
    """A new session of the account, and the cookie that proves it."""
    cookie = _open_visit(store, VisitKind.SESSION, account.number, now, SESSION)
    return Session(id=_identify(cookie), account=account, token=_form_token(cookie)), cookie


def read_session(store: Store, cookie: str | None, now: datetime) -> Session | None:
    """The session that a cookie proves; None where it is forged, has ended, or its account is closed."""
    account = store.visitor(id=_identify(cookie), kind=VisitKind.SESSION, at=now) if cookie else None
    if account is None or cookie is None:
        return None
    return Session(id=_identify(cookie), account=account, token=_form_token(cookie))


def end_session(store: Store, session: Session, now: datetime) -> None:
    """The session has ended, wherever its cookie is still kept."""
    store.end_visit(id=session.id, at=now)


def invite(store: Store, account: Account, now: datetime) -> str:
    """A code by which the account's person may choose a password, once and within three days."""
    return _open_visit(store, VisitKind.INVITATION, account.number, now, INVITATION)


def invite_first(store: Store, now: datetime) -> str:
    """A code by which the first account is made, once and within three days; those of before are worth nothing."""
    return _open_visit(store, VisitKind.FIRST, None, now, INVITATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What a code lets its holder do: choose the account's password, or make the first account where it is None."""

    id: str
    account: Account | None


def read_invitation(store: Store, code: str, now: datetime) -> Invitation | None:
    """What the code is worth; None where it is none of ours, was used, or is too old."""
    identity = _identify(code)
    account = store.visitor(id=identity, kind=VisitKind.INVITATION, at=now)
    first = not account and store.is_open(id=identity, kind=VisitKind.FIRST, at=now) and not store.accounts()
    return Invitation(id=identity, account=account) if account or first else None


def _open_visit(store: Store, kind: VisitKind, account: int | None, now: datetime, lasts: timedelta) -> str:
    secret = secrets.token_urlsafe(32)
    store.begin_visit(Visit(id=_identify(secret), kind=kind, account=account, begun_at=now, ends_at=now + lasts))
    return secret


def _identify(secret: str) -> str:
    return hashlib.sha256(f"visit {secret}".encode()).hexdigest()


def _form_token(secret: str) -> str:
    return hashlib.sha256(f"form {secret}".encode()).hexdigest()
