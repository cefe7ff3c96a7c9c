"""Tokens: made on the command line, carried in `Authorization: Bearer`, kept as hashes alone."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from monitors.review.api.answers import write_problem
from monitors.review.desk import Desk
from storage.people import Right, Role, Token
from storage.store import Store

MARK = "dw_"
"""Tokens begin so, for programs that look for secrets in what people publish."""

LONGEST_DAYS = 366
_CARRIED = re.compile(r"bearer +([A-Za-z0-9_-]{1,200})", re.IGNORECASE)
_REALM = 'Bearer realm="defenderwatch"'
_METHODS = ("GET", "HEAD", "POST")
_KINDS = frozenset(
    [
        "audit",
        "captures",
        "changes",
        "digests",
        "health",
        "openapi.json",
        "reviews",
        "revisions",
        "search",
        "sources",
        "subjects",
    ]
)
"""What may stand behind `/api/` in the count of uses: whoever asks for other names is counted as `other`."""


@dataclass(frozen=True, slots=True)
class Program:
    """Who asks: a program with the rights of its token's role."""

    token: Token

    def may(self, right: Right) -> bool:
        """Whether it has that right."""
        return self.token.role.may(right)


def make_token(store: Store, *, name: str, role: Role, lasts: timedelta, now: datetime) -> str:
    """A new token, which is shown this once; StoreError where one of that name is open."""
    secret = f"{MARK}{secrets.token_urlsafe(32)}"
    store.add_token(Token(id=identify(secret), name=name, role=role, made_at=now, ends_at=now + lasts))
    return secret


def identify(secret: str) -> str:
    """The hash by which a token is kept: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(f"token {secret}".encode()).hexdigest()


def admit(request: Request, desk: Desk) -> Response | None:
    """None for who carries a token that opens the API, whose use is counted; else the refusal. It may wait for the
    database, so it is called in a thread.

    Whoever carries a good token is let in whatever others try.
    """
    carried = _CARRIED.fullmatch(request.headers.get("authorization", "").strip())
    token = desk.store.open_token(id=identify(carried[1]), at=desk.clock()) if carried else None
    if token is None:
        return _refuse(desk, carried=carried is not None)
    desk.store.note_use(token=token.id, route=_name_route(request), at=desk.clock())
    request.state.session = Program(token)
    return None


def _refuse(desk: Desk, *, carried: bool) -> Response:
    if not carried:
        told = "Carry a token: `Authorization: Bearer dw_…`. An operator makes one with `account token add`."
        return write_problem(401, told, headers={"WWW-Authenticate": _REALM})
    wait = desk.keeper.refuse_token(time.monotonic())
    if wait:
        told = f"Too many tokens that open nothing. Try again in {wait} seconds."
        return write_problem(429, told, headers={"Retry-After": str(wait)})
    desk.store.note_deed(at=desk.clock(), actor="a program", action="unknown token")
    challenge = f'{_REALM}, error="invalid_token"'
    return write_problem(401, "This token opens nothing, or no more.", headers={"WWW-Authenticate": challenge})


def _name_route(request: Request) -> str:
    """The kind of page that is asked for, without the ids in its address."""
    kind = request.url.path.removeprefix("/api").strip("/").partition("/")[0]
    method = request.method if request.method in _METHODS else "other"
    return f"{method} /api/{kind if kind in _KINDS else 'other'}"
