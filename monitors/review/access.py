"""Who may come in: the access code, the signed session, the guard against guessing.

One code per installation, 100 bits, made at the first start and kept where only its owner reads it.
Whoever has it says a name at login; verdicts carry that name. Deleting the file ends all sessions.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from itsdangerous import BadSignature, URLSafeTimedSerializer

CODE_FILE = "review-code"
COOKIE = "defenderwatch"
SESSION_SECONDS = 12 * 3600
"""A working day: after it the code is asked for again."""

GUESSES = 5
GUESS_SECONDS = 60.0
"""Five wrong codes a minute, for all callers together: behind a loopback address all callers look alike."""

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""32 letters and digits that are not mistaken for one another: 20 of them are 100 bits."""


def read_code(data: Path) -> str:
    """The access code of this installation, made now if there is none; the file is readable by its owner alone."""
    path = data / CODE_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        code = path.read_text(encoding="ascii").strip()
        if len(_letters(code)) < 16:
            raise PermissionError(
                f"{path}: the access code in it is too short; delete the file to have a new one made"
            ) from None
        return code
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(20))
    code = "-".join(drawn[at : at + 5] for at in range(0, 20, 5))
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(code + "\n")
    return code


def _letters(code: str) -> str:
    return code.replace("-", "").replace(" ", "").strip().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who is reading, and the token that each of their forms carries."""

    id: str
    reviewer: str
    token: str


@dataclass(slots=True)
class Doorkeeper:
    """Knows the code, signs sessions and slows down guessing. `ended` are the ids of sessions that were left."""

    code: str
    ended: set[str] = field(default_factory=set)
    veils: dict[str, str] = field(default_factory=dict)
    misses: deque[float] = field(default_factory=lambda: deque(maxlen=GUESSES))

    def accepts(self, code: str) -> bool:
        """Whether it is the code; hyphens, spaces and capitals do not count, and the time taken tells nothing."""
        return hmac.compare_digest(self._digest(_letters(code)), self._digest(_letters(self.code)))

    def seconds_to_wait(self, now: float) -> int:
        """Seconds until the next try is heard; 0 if it is heard now. `now` counts from any fixed moment."""
        if len(self.misses) < GUESSES or now - self.misses[0] >= GUESS_SECONDS:
            return 0
        return int(GUESS_SECONDS - (now - self.misses[0])) + 1

    def begin_session(self, reviewer: str) -> tuple[Session, str]:
        """A new session and the cookie that proves it."""
        session = Session(id=secrets.token_hex(8), reviewer=reviewer, token=secrets.token_urlsafe(24))
        return session, self._signer("session").dumps([session.id, session.reviewer, session.token])

    def read_session(self, cookie: str | None) -> Session | None:
        """The session that a cookie proves; None where it is forged, too old or was left."""
        told = self._read("session", cookie, SESSION_SECONDS)
        if not isinstance(told, list) or len(told) != 3:
            return None
        session = Session(id=str(told[0]), reviewer=str(told[1]), token=str(told[2]))
        return None if session.id in self.ended else session

    def login_token(self) -> str:
        """A token for the login form, good for an hour."""
        return self._signer("login").dumps(secrets.token_hex(8))

    def knows_login_token(self, token: str) -> bool:
        """Whether the token is one of ours and not too old."""
        return self._read("login", token, 3600) is not None

    def veil(self, name: str) -> str:
        """A word that stands for a subject in an address: the same for the same subject, and tells nothing of it."""
        if name not in self.veils:
            key = self._digest(f"veil {self.code}")
            self.veils[name] = hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:12]
        return self.veils[name]

    def _read(self, purpose: str, signed: str | None, seconds: int) -> object:
        try:
            told: object = self._signer(purpose).loads(signed or "", max_age=seconds)
        except BadSignature:
            return None
        return told

    def _signer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._digest(f"sign {self.code}"), salt=f"defenderwatch {purpose}")

    @staticmethod
    def _digest(text: str) -> bytes:
        return hashlib.sha256(text.encode()).digest()
