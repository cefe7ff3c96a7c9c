"""The desk's key: what signs the login form and veils subjects in addresses; and the guard against guessing.

100 random bits or more, made at the first start and kept where only its owner reads it. Whoever has it can tell
which subject a veiled address means; it opens no door.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import threading
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from itsdangerous import BadSignature, URLSafeTimedSerializer

KEY_FILE = "desk-key"
FORMER_FILE = "review-code"
"""Where the access code stood that everybody shared, before there were accounts: its secret goes on veiling."""

GUESSES = 5
GUESS_SECONDS = 60.0
"""Five wrong passwords a minute for one name."""

ALL_GUESSES = 30
"""Wrong passwords a minute for all names together: behind a loopback address all callers look alike."""


def read_key(data: Path) -> str:
    """The key of this installation, made now if there is none; the file is readable by its owner alone."""
    path = data / KEY_FILE
    former = data / FORMER_FILE
    if former.exists() and not path.exists():
        former.rename(path)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text(encoding="ascii").strip()
        if len(key) < 16:
            raise PermissionError(
                f"{path}: the key in it is too short; delete the file to have a new one made"
            ) from None
        return key
    key = secrets.token_urlsafe(24)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")
    return key


@dataclass(slots=True)
class Doorkeeper:
    """Knows the key, and slows down guessing."""

    key: str
    veils: dict[str, str] = field(default_factory=dict)
    misses: dict[str, deque[float]] = field(default_factory=dict)
    refused: deque[float] = field(default_factory=deque)
    """When tokens of the API were tried that open nothing."""

    lock: threading.RLock = field(default_factory=threading.RLock)

    def begin_try(self, name: str, now: float) -> int:
        """Seconds until a try of that name is heard; 0 if now, and then it counts as a miss until it is forgiven.

        So of many tries at the same moment no more are heard than one after another.
        """
        with self.lock:
            wait = self.seconds_to_wait(name, now)
            if not wait:
                self.note_miss(name, now)
            return wait

    def forgive(self, name: str, now: float) -> None:
        """The try that began at `now` was no miss."""
        with self.lock:
            moments = self.misses.get(name.casefold(), deque())
            if now in moments:
                moments.remove(now)

    def seconds_to_wait(self, name: str, now: float) -> int:
        """Seconds until the next try of that name is heard; 0 if now. `now` counts from any fixed moment."""
        with self.lock:
            self._forget_misses(now)
            own = self.misses.get(name.casefold(), deque())
            every = sorted(moment for moments in self.misses.values() for moment in moments)
        waits = [moments[-limit] for moments, limit in ((own, GUESSES), (every, ALL_GUESSES)) if len(moments) >= limit]
        return int(GUESS_SECONDS - (now - max(waits))) + 1 if waits else 0

    def note_miss(self, name: str, now: float) -> None:
        """A wrong password was tried for that name."""
        with self.lock:
            self.misses.setdefault(name.casefold(), deque()).append(now)

    def _forget_misses(self, now: float) -> None:
        for name, moments in list(self.misses.items()):
            while moments and now - moments[0] >= GUESS_SECONDS:
                moments.popleft()
            if not moments:
                del self.misses[name]

    def refuse_token(self, now: float) -> int:
        """A token that opens nothing was tried: 0, or the seconds to wait where too many were."""
        with self.lock:
            while self.refused and now - self.refused[0] >= GUESS_SECONDS:
                self.refused.popleft()
            if len(self.refused) >= ALL_GUESSES:
                return int(GUESS_SECONDS - (now - self.refused[0])) + 1
            self.refused.append(now)
            return 0

    def form_token(self) -> str:
        """A token for a form of who has no session yet, good for an hour."""
        return self._signer().dumps(secrets.token_hex(8))

    def knows_form_token(self, token: str) -> bool:
        """Whether the token is one of ours and not too old."""
        try:
            self._signer().loads(token, max_age=3600)
        except BadSignature:
            return False
        return True

    def veil(self, name: str) -> str:
        """A word that stands for a subject in an address: the same for the same subject, and tells nothing of it."""
        if name not in self.veils:
            key = hashlib.sha256(f"veil {self.key}".encode()).digest()
            self.veils[name] = hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:12]
        return self.veils[name]

    def feed_code(self) -> str:
        """The secret in the feed's address; another one once the key is another one."""
        return hmac.new(hashlib.sha256(f"feed {self.key}".encode()).digest(), b"feed", hashlib.sha256).hexdigest()[:40]

    def _signer(self) -> URLSafeTimedSerializer:
        key = hashlib.sha256(f"sign {self.key}".encode()).digest()
        return URLSafeTimedSerializer(key, salt="defenderwatch login")
