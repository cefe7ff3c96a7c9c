"""What is noted of the sending of one day's digest to one address: enough that no kill and no restart repeats it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol


class Facts(Protocol):
    """Where it is kept."""

    def fact(self, key: str) -> str | None:
        """A single fact, or None."""

    def set_fact(self, key: str, value: str) -> None:
        """The fact is this from now on."""


class Attempt:
    """One address on one day. Neither the address, which holds a secret, nor a recipient stands in what is kept."""

    def __init__(self, facts: Facts, *, day: str, address: str, now: datetime) -> None:
        """`address` as the operator wrote it: it stays the same where a secret at a place is renewed."""
        self._facts = facts
        self._key = f"digest {day} to {_mark(address)}"
        self._now = now.isoformat()

    @property
    def is_done(self) -> bool:
        """Whether the address has this day's digest."""
        return self._facts.fact(self._key) is not None

    @property
    def was_cut_off(self) -> bool:
        """Whether an earlier attempt was ended in the very moment of handing over: nobody knows whether it came."""
        return bool(self._facts.fact(f"{self._key} begun"))

    def begin(self) -> None:
        """The digest is handed over now."""
        self._facts.set_fact(f"{self._key} begun", self._now)

    def end(self, *, done: bool) -> None:
        """It was handed over, or it certainly was not."""
        if done:
            self._facts.set_fact(self._key, self._now)
        self._facts.set_fact(f"{self._key} begun", "")

    def lacking(self, recipients: Iterable[str]) -> list[str]:
        """Those of the recipients whom no earlier attempt has reached, in the order of the alphabet."""
        reached = self._reached()
        return sorted(each for each in recipients if _mark(each) not in reached)

    def note_reached(self, recipients: Iterable[str]) -> None:
        """These have it, though others of the same address do not."""
        self._facts.set_fact(f"{self._key} reached", " ".join(sorted({*self._reached(), *map(_mark, recipients)})))

    def _reached(self) -> set[str]:
        return set((self._facts.fact(f"{self._key} reached") or "").split())


def _mark(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:16]
