"""A source that begins or ceases to need a person is told of once, to operators."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from monitors.health.rows import Health, SourceState


class Facts(Protocol):
    """Where the state that was told last is kept."""

    def fact(self, key: str) -> str | None:
        """A single fact, or None."""

    def set_fact(self, key: str, value: str) -> None:
        """The fact is this from now on."""


def tell_changes(facts: Facts, rows: Iterable[Health], at: datetime) -> list[str]:
    """One sentence for each row whose state is another than the one told last; from now on it is the one told.

    A source never looked at is not told of, nor one that is well from its first look on.
    """
    told = []
    for row in rows:
        former = told_state(facts, row.source)
        if row.last_success_at is None and row.last_failure_at is None:
            continue
        if former is not None and former[0] is row.state:
            continue
        facts.set_fact(_key(row.source), json.dumps([row.state.value, at.isoformat()]))
        if former is not None or row.state is not SourceState.OK:
            was = f" (was {former[0]} since {former[1]:%Y-%m-%d %H:%M} UTC)" if former else ""
            told.append(f"{row.source} is {row.state}{was}" + (f": {row.detail}" if row.detail else ""))
    return told


def told_state(facts: Facts, source: str) -> tuple[SourceState, datetime] | None:
    """The state told last, and when it was told."""
    kept = facts.fact(_key(source))
    if kept is None:
        return None
    state, at = json.loads(kept)
    return SourceState(state), datetime.fromisoformat(at)


def _key(source: str) -> str:
    return f"health of {source}"
